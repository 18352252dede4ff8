import { describe, expect, it } from 'vitest';
import { withoutCreationStacks } from '../../stacks/creation-stacks.js';

describe('withoutCreationStacks', () => {
  const noted = (): string => {
    const object = { stack: '' };
    Error.captureStackTrace(object);
    return object.stack;
  };

  it('notes none inside, errors keep theirs, and all is as before afterwards', () => {
    expect(withoutCreationStacks(noted)).toBe('');
    expect(withoutCreationStacks(() => new Error('x').stack)).toContain('creation-stacks.test');
    expect(noted()).toContain('creation-stacks.test');
  });

  it('puts things back when the synthesis fails', () => {
    expect(() =>
      withoutCreationStacks(() => {
        throw new Error('no good');
      }),
    ).toThrow('no good');
    expect(noted()).not.toBe('');
  });
});
