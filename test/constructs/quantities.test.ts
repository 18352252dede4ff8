import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesQuantity, countQuantity, cpuQuantity } from '../../constructs/quantities.js';
import { parseBytes, parseCpu, parseQuantity, type Bytes, type MilliCpu } from '../../sites/model/units.js';

describe('quantities are spelled as the API server spells them', () => {
  // What the API server answered to each, read on 1.35: `kubectl create quota --hard=…`.
  it.each([
    ['4000m', '4'],
    ['1500m', '1500m'],
    ['1000', '1k'],
    ['2500', '2500'],
    ['0', '0'],
  ])('cpu %s is %s', (given, canonical) => {
    expect(cpuQuantity(parseCpu(given))).toBe(canonical);
  });

  it.each([
    ['1024Mi', '1Gi'],
    ['1.5Gi', '1536Mi'],
    ['500G', '488281250Ki'],
    ['3000M', '3G'],
    ['1000', '1k'],
    ['1500', '1500'],
    ['1024', '1Ki'],
    ['0', '0'],
  ])('%s bytes are %s', (given, canonical) => {
    expect(bytesQuantity(parseBytes(given))).toBe(canonical);
  });

  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1k'],
    [1001, '1001'],
    [2_000_000, '2M'],
  ])('a count of %d is %s', (given, canonical) => {
    expect(countQuantity(given)).toBe(canonical);
  });

  it('parse back to the same value', () => {
    const size = fc.bigInt({ min: 0n, max: 1n << 60n });
    fc.assert(
      fc.property(size, fc.nat({ max: 10_000_000 }), (value, count) => {
        expect(parseBytes(bytesQuantity(value as Bytes))).toBe(value);
        expect(parseCpu(cpuQuantity(value as MilliCpu))).toBe(value);
        expect(parseQuantity(countQuantity(count), 1n)).toBe(BigInt(count));
      }),
    );
  });
});
