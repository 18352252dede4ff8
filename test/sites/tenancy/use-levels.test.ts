import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clawBackOf, levelOf, type Reading } from '../../../sites/tenancy/use-levels.js';

describe('how much of a quota is in use', () => {
  it.each<[bigint, bigint, string | undefined]>([
    [0n, 0n, undefined],
    [1n, 0n, 'over'],
    [101n, 100n, 'over'],
    [100n, 100n, 'high'],
    [81n, 100n, 'high'],
    [80n, 100n, 'fair'],
    [35n, 100n, 'fair'],
    [34n, 100n, 'low'],
    [0n, 100n, 'low'],
    // One byte above 80 % of a tebibyte, and the last one that is not.
    [879_609_302_221n, 1n << 40n, 'high'],
    [879_609_302_220n, 1n << 40n, 'fair'],
  ])('%s of %s is %s', (used, hard, level) => {
    expect(levelOf(used, hard)).toBe(level);
  });
});

describe('giving back', () => {
  const now = new Date('2026-11-22T05:00:00Z');
  const dayMs = 86_400_000;
  const reading = (daysAgo: number, used = 10n, hard = 100n): Reading => ({ at: new Date(now.getTime() - daysAgo * dayMs), used, hard });

  it.each<[string, readonly Reading[], object]>([
    ['one reading', [reading(0)], { kind: 'too-few', readings: 1, days: 0 }],
    ['two days far apart', [reading(0), reading(60)], { kind: 'too-few', readings: 2, days: 60 }],
    ['three days over thirteen', [reading(0), reading(5), reading(13)], { kind: 'too-few', readings: 3, days: 13 }],
    ['three days over fourteen', [reading(0), reading(5), reading(14)], { kind: 'give-back', readings: 3, days: 14, highest: 10n, enough: 20n }],
    ['a hundred readings of one day', Array.from({ length: 100 }, (_, index) => reading(index / 1000)), { kind: 'too-few', readings: 1, days: 0 }],
    ['one that was not low', [reading(0), reading(5, 35n), reading(14)], { kind: 'was-used', readings: 3, highest: 35n }],
    ['one just below', [reading(0), reading(5, 34n), reading(14)], { kind: 'give-back', highest: 34n, enough: 68n }],
    ['one that was not low and is forgotten', [reading(0), reading(5), reading(14), reading(91, 90n)], { kind: 'give-back', readings: 3 }],
    ['one that was not low ninety days ago', [reading(0), reading(5), reading(14), reading(90, 90n)], { kind: 'was-used', readings: 4 }],
    ['readings from before the quota grew', [reading(0, 10n, 100n), reading(3, 10n, 100n), reading(20, 10n, 20n), reading(40, 10n, 20n)], { kind: 'too-few', readings: 2, days: 3 }],
    ['a reading of tomorrow', [reading(0), reading(5), reading(-9)], { kind: 'too-few', readings: 2, days: 5 }],
    ['nothing at all', [], { kind: 'too-few', readings: 0, days: 0 }],
    ['nothing ever used', [reading(0, 0n), reading(5, 0n), reading(14, 0n)], { kind: 'give-back', highest: 0n, enough: 0n }],
  ])('%s', (_, readings, expected) => {
    expect(clawBackOf(readings, now)).toMatchObject(expected);
    expect(clawBackOf([...readings].reverse(), now)).toEqual(clawBackOf(readings, now));
  });

  it('counts days as Viet Nam does', () => {
    // 2026-11-21T17:00Z is already the 22nd there.
    expect(clawBackOf([{ at: new Date('2026-11-21T17:00:00Z'), used: 1n, hard: 100n }, reading(0)], now)).toMatchObject({ readings: 1 });
    expect(clawBackOf([{ at: new Date('2026-11-21T16:59:59Z'), used: 1n, hard: 100n }, reading(0)], now)).toMatchObject({ readings: 2 });
  });

  it('never rests on fewer than three days over fourteen, and never asks for what was used', () => {
    const arbitrary = fc.array(fc.record({ ago: fc.integer({ min: 0, max: 120 }), used: fc.bigInt({ min: 0n, max: 100n }), hard: fc.constantFrom(100n, 50n) }), { maxLength: 12 });
    fc.assert(
      fc.property(arbitrary, (all) => {
        const { kind, readings, days, highest, enough } = clawBackOf(all.map(({ ago, used, hard }) => reading(ago, used, hard)), now);
        if (kind !== 'give-back') return;
        expect(readings).toBeGreaterThanOrEqual(3);
        expect(days).toBeGreaterThanOrEqual(14);
        expect(enough).toBe(2n * highest);
        // Below 35 % of the quota, twice as much is below 70 %.
        expect(highest * 100n).toBeLessThan(35n * 100n);
      }),
    );
  });
});
