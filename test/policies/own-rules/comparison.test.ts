import { describe, expect, it } from 'vitest';
import { countHeld, held, type Comparison } from '../../../policies/own-rules/comparison.js';
import { comparisonOf } from '../../../policies/own-rules/comparison-of.js';
import { compilePattern, type Pattern } from '../../../policies/own-rules/pattern.js';
import { UnknownValue, type Known } from '../../../policies/planset/read-model.js';

const pattern = (text: string): Pattern => {
  const compiled = compilePattern(text);
  if ('problem' in compiled) throw new Error(compiled.problem);
  return compiled;
};

const compared = (written: Parameters<typeof comparisonOf>[0], value: Known | undefined): unknown => {
  const comparison = comparisonOf(written, Object.fromEntries(Object.entries({ matches: written.matches, notMatches: written.notMatches }).flatMap(([key, text]) => (text === undefined ? [] : [[key, pattern(text)]]))));
  return held(comparison as Exclude<Comparison, { is: 'count' }>, value);
};

describe('a comparison', () => {
  it.each<[Parameters<typeof comparisonOf>[0], Known | undefined, boolean]>([
    [{ equals: 2 }, 2, true],
    [{ equals: 2 }, '2', true],
    [{ equals: '2' }, 2, true],
    [{ equals: 2 }, 3, false],
    [{ equals: false }, false, true],
    [{ equals: false }, undefined, false],
    [{ equals: '' }, null, false],
    [{ equals: 'null' }, null, false],
    [{ equals: '[object Object]' }, { a: 1 }, false],
    [{ equals: 'a' }, ['a'], false],
    [{ notEquals: true }, undefined, true],
    [{ notEquals: true }, true, false],
    [{ notEquals: 'a' }, ['a'], true],
    [{ in: ['a', 1] }, '1', true],
    [{ in: ['a', 1] }, undefined, false],
    [{ notIn: ['a', 1] }, 'b', true],
    [{ notIn: ['a', 1] }, undefined, true],
    [{ notIn: ['a', 1] }, 1, false],
    [{ matches: '^registry\\.' }, 'registry.x/y', true],
    [{ matches: '^registry\\.' }, 'x/registry.y', false],
    [{ matches: '.*' }, undefined, false],
    [{ matches: '.*' }, ['a'], false],
    [{ notMatches: ':latest$' }, undefined, true],
    [{ notMatches: ':latest$' }, 'a:latest', false],
    [{ exists: true }, null, false],
    [{ exists: true }, undefined, false],
    [{ exists: true }, '', true],
    [{ exists: true }, {}, true],
    [{ absent: true }, null, true],
    [{ absent: true }, 0, false],
    // 1Gi = 1024 Mi, and not a byte less.
    [{ atLeast: '1Gi' }, '1024Mi', true],
    [{ atLeast: '1Gi' }, '1073741823', false],
    [{ atLeast: '1Gi' }, '1073741824', true],
    [{ atMost: '500m' }, 0.5, true],
    [{ atMost: '500m' }, '0.501', false],
    [{ atMost: '500m' }, '501m', false],
    [{ atMost: 3 }, '3', true],
    [{ atMost: 3 }, 'three', false],
    [{ atMost: 3 }, undefined, false],
    [{ atLeast: 0 }, true, false],
  ])('%j of %j: %s', (written, value, expected) => {
    expect(compared(written, value)).toBe(expected);
  });

  it.each<[Parameters<typeof comparisonOf>[0]]>([[{ equals: 1 }], [{ notEquals: 1 }], [{ in: [1] }], [{ notIn: [1] }], [{ matches: '.*' }], [{ notMatches: 'x' }], [{ exists: true }], [{ absent: true }], [{ atLeast: 0 }], [{ atMost: 9 }]])('%j of an unknown value is unknown', (written) => {
    expect(compared(written, new UnknownValue('computed at apply'))).toEqual({ because: 'computed at apply' });
  });

  it.each<[Parameters<typeof countHeld>[0], number, number, boolean | undefined]>([
    [{ equals: 2 }, 2, 2, true],
    [{ equals: 2 }, 1, 1, false],
    [{ equals: 2 }, 1, 2, undefined],
    [{ equals: 2 }, 3, Infinity, false],
    [{ atLeast: 2 }, 2, Infinity, true],
    [{ atLeast: 2 }, 1, 1, false],
    [{ atMost: 2 }, 2, Infinity, undefined],
    [{ atMost: 2 }, 3, Infinity, false],
    [{ atLeast: 1, atMost: 2 }, 1, 2, true],
    [{ atLeast: 1, atMost: 2 }, 0, 0, false],
  ])('%j of a number from %d to %d: %s', (bounds, least, most, expected) => {
    expect(countHeld(bounds, least, most)).toBe(expected);
  });
});

describe('a pattern', () => {
  it.each(['(?=a)', '(?<!a)b', '(a)\\1', 'a(b', '[z-a]', '(x{1000}){1000}'])('%s is refused with the reason', (text) => {
    expect(compilePattern(text)).toEqual({ problem: expect.stringMatching(/\w/) as unknown });
  });

  it('that would keep a backtracking engine busy for ages matches as a search for all its parts does', () => {
    // 2^50 ways to split the run of a's; a linear engine looks at each letter a bounded number of times.
    expect(pattern('^(a+)+$').matches(`${'a'.repeat(50)}!`)).toBe(false);
    expect(pattern('^(a|a)*b').matches('a'.repeat(20_000))).toBe(false);
  });
});
