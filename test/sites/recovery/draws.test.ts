import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawn, luck, seedOf } from '../../../sites/recovery/draws.js';
import { quantile } from '../../../sites/recovery/durations.js';

describe('what is drawn', () => {
  const many = Array.from({ length: 20_000 }, (_, run) => luck(seedOf('declare ndc-01'), run));

  it('is standard normal, run by run', () => {
    const mean = many.reduce((sum, z) => sum + z, 0) / many.length;
    const variance = many.reduce((sum, z) => sum + (z - mean) ** 2, 0) / many.length;
    expect(mean).toBeCloseTo(0, 1);
    expect(variance).toBeCloseTo(1, 1);
  });

  it('of two steps goes its own way', () => {
    const other = many.map((_, run) => luck(seedOf('fence ndc-01'), run));
    expect(Math.abs(many.reduce((sum, z, index) => sum + z * (other[index] ?? 0), 0) / many.length)).toBeLessThan(0.03);
  });

  it('has the percentiles it was given', () => {
    const times = many.map((z) => drawn({ p50: 4, p95: 9 }, z)).sort((a, b) => a - b);
    expect(quantile(times, 0.5)).toBeCloseTo(4, 0);
    expect(Math.abs(quantile(times, 0.95) - 9)).toBeLessThan(0.3);
  });

  it('never shrinks when a percentile grows, nor with worse luck', () => {
    const figure = fc.integer({ min: 0, max: 100_000 });
    fc.assert(
      fc.property(figure, figure, figure, fc.double({ min: -4, max: 4, noNaN: true }), fc.double({ min: 0, max: 2, noNaN: true }), (a, b, more, z, worse) => {
        const [p50, p95] = [Math.min(a, b), Math.max(a, b)];
        const before = drawn({ p50, p95 }, z);
        expect(drawn({ p50, p95: p95 + more }, z)).toBeGreaterThanOrEqual(before - 1e-6);
        expect(drawn({ p50, p95 }, z + worse)).toBeGreaterThanOrEqual(before - 1e-6);
        expect(drawn({ p50: p50 + more, p95: p95 + more }, z)).toBeGreaterThanOrEqual(before - 1e-6);
        // A median alone that grows makes worse luck than one in twenty less bad: the same percentile lies nearer to it.
        expect(drawn({ p50: Math.min(p95, p50 + more), p95 }, Math.min(z, 1.6))).toBeGreaterThanOrEqual(drawn({ p50, p95 }, Math.min(z, 1.6)) - 1e-6);
      }),
      { numRuns: 500 },
    );
  });
});
