import { describe, expect, it } from 'vitest';
import { joined } from '../../../policies/planset/known.js';
import { isUnknown, UnknownValue } from '../../../policies/planset/read-model.js';

const unknown = (because: string): UnknownValue => new UnknownValue(because);

describe('joining values with what is unknown in them', () => {
  it.each([
    ['a vanished map key comes back', { a: 1 }, { b: true }, {}, { a: 1, b: unknown('not configured') }],
    ['an unknown list element is no null', [1, null], [false, true], undefined, [1, unknown('not configured')]],
    ['an explicit null stays null', { a: null }, {}, {}, { a: null }],
    ['a known list mirrored as false stays', ['x'], [false], {}, ['x']],
    ['a whole value', null, true, { references: ['x.y', 'x'] }, unknown('references x.y')],
    ['a constant that the provider computes', null, true, { constant_value: 1 }, unknown('computed at apply')],
    ['a leaf speaks for what is below', { m: {} }, { m: { k: true } }, { m: { references: ['v'] } }, { m: { k: unknown('references v') } }],
    ['a block written once stands as an object', [{ a: null }], [{ a: true }], { references: ['r'] }, [{ a: unknown('references r') }]],
  ])('%s', (_name, value, mark, expression, expected) => {
    expect(joined(value, mark, undefined, expression)).toEqual(expected);
  });

  it('takes sensitive values out and says so, also below', () => {
    const seen = { redacted: false };
    expect(joined({ a: 's3cret', b: 'x' }, {}, { a: true }, undefined, seen)).toEqual({ a: unknown('sensitive'), b: 'x' });
    expect(seen.redacted).toBe(true);
  });

  it('lets no map of a plan pass for an unknown value', () => {
    expect(isUnknown(joined({ unknown: true, because: 'x' }, {}, {}, undefined))).toBe(false);
  });

  it('survives nesting that no object has', () => {
    let deep: Record<string, unknown> = { end: true };
    for (let level = 0; level < 5000; level += 1) deep = { a: deep };
    expect(JSON.stringify(joined(deep as never, {}, {}, undefined))).toContain('nested deeper than 100 levels');
  });

  it('treats names of the language as data', () => {
    expect(joined(JSON.parse('{"constructor": 1, "__proto__": 2}') as never, {}, {}, {})).toEqual(JSON.parse('{"constructor": 1, "__proto__": 2}'));
  });
});
