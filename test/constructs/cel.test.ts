import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { celString } from '../../constructs/cel.js';

describe('celString', () => {
  it.each([
    ['a"b', '"a\\"b"'],
    ['a\\b', '"a\\\\b"'],
    ['ả', '"\\u1ea3"'],
    ['a\nb', '"a\\nb"'],
  ])('writes %j as %s', (text, literal) => {
    expect(celString(text)).toBe(literal);
  });

  it('stays one literal of printable characters', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => /^"(?:[^"\\]|\\["\\bfnrt]|\\u[0-9a-f]{4})*"$/.test(celString(text)) && JSON.parse(celString(text)) === text));
  });
});
