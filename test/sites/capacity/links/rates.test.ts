import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stepsADay } from '../../../../sites/capacity/links/backlog.js';
import { spreadOver, windowWeights } from '../../../../sites/capacity/links/profile.js';
import { bytesInFlight, gbps, mbps, meanRate, payloadPerStep, peakRate, shareOf, timeToShip } from '../../../../sites/capacity/links/rates.js';

const planning = { payloadPercent: 75, peakPercent: 400, sharePercent: 80 };

describe('rates', () => {
  it('of log: bytes a second ÷ 0.75 × 8 ÷ 10⁶ Mbit/s', () => {
    // A million bytes a second: 10.666… Mbit/s; four times that in the busiest minutes.
    expect(meanRate(86_400_000_000n, planning)).toBe(10_666_667n);
    expect(peakRate(86_400_000_000n, planning)).toBe(42_666_667n);
    // Oracle's own example: 500 KB/s need about 5.33 Mbit/s (document 736755.1, with 10³ for K).
    expect(meanRate(500_000n * 86_400n, planning)).toBe(5_333_334n);
  });

  it('of links, exactly', () => {
    expect([gbps(100), gbps(0.001), gbps(2.5), mbps(0.001)]).toEqual([100_000_000_000n, 1_000_000n, 2_500_000_000n, 1000n]);
    expect(shareOf(gbps(100), planning)).toBe(80_000_000_000n);
  });

  it('carry in a quarter hour what their payload share permits', () => {
    // 8 Mbit/s x 0.75 = 750,000 bytes/s; x 900 s.
    expect(payloadPerStep(8_000_000n, planning)).toBe(675_000_000n);
  });

  it('ship bytes in the time they take, and never without a rate', () => {
    // 1 TiB at 1 Gbit/s: 1,099,511,627,776 x 8 / 0.75 / 10⁹ = 11,728.1 s.
    expect(timeToShip(1n << 40n, gbps(1), planning)).toBe(11_728_125n);
    expect(timeToShip(1n, 0n, planning)).toBeUndefined();
    expect(timeToShip(1n, -5n, planning)).toBeUndefined();
  });

  it('keep bandwidth × round trip in flight', () => {
    // 100 Gbit/s x 20 ms = 2 Gbit = 250 MB.
    expect(bytesInFlight(gbps(100), 20)).toBe(250_000_000n);
    expect(bytesInFlight(gbps(1), 12.5)).toBe(1_562_500n);
  });
});

describe('a day', () => {
  it('spreads its bytes over quarter hours by the hours’ weights', () => {
    const weights = Array.from({ length: 24 }, (_, hour) => (hour === 9 ? 3 : hour === 10 ? 1 : 0));
    const steps = spreadOver(1600n, weights);
    // 1,200 in four quarter hours from 09:00, 400 in four from 10:00.
    expect(steps.slice(36, 44)).toEqual([300n, 300n, 300n, 300n, 100n, 100n, 100n, 100n]);
    expect(steps.filter((bytes) => bytes > 0n)).toHaveLength(8);
  });

  it('neither gains nor loses a byte', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 1n << 50n }), fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 24, maxLength: 24 }).filter((weights) => weights.some((weight) => weight > 0)), (bytes, weights) => {
        const steps = spreadOver(bytes, weights);
        expect(steps).toHaveLength(stepsADay);
        expect(steps.reduce((sum, one) => sum + one, 0n)).toBe(bytes);
        expect(steps.every((one) => one >= 0n)).toBe(true);
      }),
    );
  });

  it.each([
    [{ startHour: 0, hours: 24 }, '111111111111111111111111'],
    [{ startHour: 20, hours: 10 }, '111111000000000000001111'],
    [{ startHour: 5, hours: 1 }, '000001000000000000000000'],
  ])('has the window %j', (window, hours) => {
    expect(windowWeights(window).join('')).toBe(hours);
  });
});
