import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nano, nanoOf } from '../../../policies/derived/quantity.js';

describe('quantities as the API server reads them', () => {
  it.each([
    ['0', 0n],
    ['4', 4n * nano],
    ['500m', nano / 2n],
    ['0.5', nano / 2n],
    ['.5', nano / 2n],
    ['1.', nano],
    ['1e3', 1000n * nano],
    ['1E3', 1000n * nano],
    ['1E', 10n ** 18n * nano],
    ['1e-3', nano / 1000n],
    ['64Gi', 64n * 2n ** 30n * nano],
    ['1k', 1000n * nano],
    ['100n', 100n],
    ['1.000', nano],
    ['-1', -nano],
    ['0.0000000001', 1n],
    ['0.5Gi', 2n ** 29n * nano],
  ])('%s', (text, expected) => {
    expect(nanoOf(text)).toBe(expected);
  });
  it.each(['', 'Gi', '1GB', '1 Gi', '1,5', 'Infinity', '1e999', '${x}', '1ki', '--1', '1.2.3', '٣'])('%s is none', (text) => {
    expect(nanoOf(text)).toBeUndefined();
  });
  it('agrees with itself across spellings', () => {
    fc.assert(fc.property(fc.bigInt(0n, 10n ** 15n), (value) => nanoOf(`${value * 1000n}`) === nanoOf(`${value}k`) && nanoOf(`${value}`) === nanoOf(`${value * 1000n}m`)));
  });
});
