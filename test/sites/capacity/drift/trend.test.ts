import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trendOf, type Reading } from '../../../../sites/capacity/drift/trend.js';

const at = (...pairs: readonly (readonly [number, number])[]): Reading[] => pairs.map(([day, value]) => ({ day, value }));

describe('a trend', () => {
  it.each<[string, Reading[], number, ReturnType<typeof trendOf>]>([
    ['of nothing is none', [], 100, { kind: 'none', readings: 0 }],
    ['of one reading is none', at([10, 5]), 100, { kind: 'none', readings: 1 }],
    ['of one day is none', at([10, 5], [10.9, 7]), 100, { kind: 'none', readings: 2 }],
    // Of day 20 the last counts, as above.
    ['takes the last of each day', at([10, 80], [20.1, 5], [20.2, 60], [20, 99], [20.5, 90.5]), 100, { kind: 'growing', readings: 2, days: 10.5, perDay: 1, exhausted: 30 }],
    // 10 in 10 days: 1 a day; 90 of 100 on day 20: ten days more.
    ['of two readings ends without a confidence', at([10, 80], [20, 90]), 100, { kind: 'growing', readings: 2, days: 10, perDay: 1, exhausted: 30 }],
    // On one line there is no doubt.
    ['of a straight line is certain', at([0, 0], [10, 20], [20, 40]), 100, { kind: 'growing', readings: 3, days: 20, perDay: 2, exhausted: 50, between: { earliest: 50, latest: 50 } }],
    ['that falls ends nowhere', at([0, 20], [10, 10]), 100, { kind: 'steady', readings: 2, days: 10, perDay: -1 }],
    ['that stays ends nowhere', at([0, 20], [10, 20], [20, 20]), 100, { kind: 'steady', readings: 3, days: 20, perDay: 0 }],
    // 0.001 a day: 99,990 days are more than 36,525.
    ['of a trickle lasts', at([0, 0], [10, 0.01]), 100, { kind: 'late', readings: 2, days: 10, perDay: 0.001 }],
    ['at its limit is full', at([0, 0], [10, 100]), 100, { kind: 'full', readings: 2 }],
    ['of one reading above its limit is full', at([0, 101]), 100, { kind: 'full', readings: 1 }],
    ['that was at its limit once goes on', at([0, 100], [10, 50], [20, 80]), 100, { kind: 'steady', readings: 3, days: 20, perDay: -1 }],
  ])('%s', (_, readings, limit, expected) => {
    expect(trendOf(readings, limit)).toEqual(expected);
  });

  it('tells its confidence by hand', () => {
    // Days 0 to 4, values 10, 12, 13, 17, 18. Means 2 and 14; spread 10; slope ((-2)(-4) + (-1)(-2) + 0 + 3 + 2·4) / 10 = 2.1.
    // Residuals 0.2, 0.1, -1, 0.9, -0.2: squares 0.04 + 0.01 + 1 + 0.81 + 0.04 = 1.9; error sqrt(1.9 / 3 / 10) = 0.251661.
    // t(3) = 3.182: slack 0.800786. Limit 100: 2 + 86 / 2.1 = 42.952; 2 + 86 / 2.900786 = 31.647; 2 + 86 / 1.299214 = 68.194.
    const trend = trendOf(at([0, 10], [1, 12], [2, 13], [3, 17], [4, 18]), 100);
    if (trend.kind !== 'growing') throw new Error(trend.kind);
    expect(trend.perDay).toBeCloseTo(2.1, 12);
    expect(trend.exhausted).toBeCloseTo(42.952, 3);
    expect(trend.between?.earliest).toBeCloseTo(31.647, 3);
    expect(trend.between?.latest).toBeCloseTo(68.194, 3);
  });

  it('may never end where its slope may be none', () => {
    const trend = trendOf(at([0, 10], [1, 30], [2, 5], [3, 25]), 100);
    if (trend.kind !== 'growing') throw new Error(trend.kind);
    expect(trend.between?.earliest).toBeGreaterThan(3);
    expect(trend.between).not.toHaveProperty('latest');
  });

  const reading = fc.record({ day: fc.integer({ min: 0, max: 1000 }), value: fc.integer({ min: 0, max: 99 }) });

  it('ends within its confidence, never before its last reading', () => {
    fc.assert(
      fc.property(fc.array(reading, { minLength: 1, maxLength: 40 }), (readings) => {
        const trend = trendOf(readings, 100);
        if (trend.kind !== 'growing') return;
        const last = Math.max(...readings.map(({ day }) => day));
        expect(trend.exhausted).toBeGreaterThanOrEqual(last);
        expect(trend.perDay).toBeGreaterThan(0);
        if (trend.between !== undefined) {
          expect(trend.between.earliest).toBeLessThanOrEqual(trend.exhausted + 1e-6);
          expect(trend.between.earliest).toBeGreaterThanOrEqual(last);
          expect(trend.between.latest ?? Infinity).toBeGreaterThanOrEqual(trend.exhausted - 1e-6);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('with a higher limit never ends earlier', () => {
    fc.assert(
      fc.property(fc.array(reading, { minLength: 2, maxLength: 20 }), fc.integer({ min: 100, max: 200 }), fc.integer({ min: 0, max: 200 }), (readings, limit, more) => {
        const [low, high] = [trendOf(readings, limit), trendOf(readings, limit + more)];
        if (low.kind === 'growing' && high.kind === 'growing') expect(high.exhausted).toBeGreaterThanOrEqual(low.exhausted);
      }),
    );
  });
});
