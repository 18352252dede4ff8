import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulate, stepMs } from '../../../sites/capacity/links/backlog.js';
import { NoStream, replicationLoss, streamLoss, type Streamed } from '../../../sites/recovery/replication-loss.js';

const of = (change: Partial<Streamed> = {}): Streamed => ({ writeBytesPerSecond: 1_000_000, linkBitsPerSecond: 20_000_000, roundTripMs: 20, commitBytes: 8192, writesForMs: { from: 20_000, to: 20_000 }, runs: 200, ...change });
const fixed = { payloadPercent: { low: 100, high: 100 }, handlingMs: { p50: 0, p95: 0 } };

describe('what one streaming database loses with its site', () => {
  it('is nothing but what is on its way where the link carries more than is written', () => {
    const { lossMs, lostBytes, keepsUp } = replicationLoss(of());
    expect(keepsUp).toBe(true);
    // Half a round trip, what both ends take, and a gap between two commits.
    expect(lossMs.p95).toBeLessThan(300);
    expect(lostBytes.p95).toBeLessThan(300_000);
    expect(lossMs.p50).toBeGreaterThan(0);
  });

  it('grows for as long as clients write where the link carries less: of the time, what the link lacks', () => {
    const { lossMs, lostBytes, keepsUp } = replicationLoss(of({ linkBitsPerSecond: 4_000_000, ...fixed }));
    expect(keepsUp).toBe(false);
    expect(lossMs.p50 / 20_000).toBeCloseTo(0.5, 1);
    expect(lostBytes.p50 / 10_000_000).toBeCloseTo(1, 1);
  });

  it('is what the planner’s own queue of bytes says at the scale of the planner', () => {
    // A day's quarter hours, evenly written, over a link that carries three quarters of it.
    const rate = 4_000_000;
    const steps = 8;
    const arrivals = Array.from({ length: steps }, () => (BigInt(rate) * stepMs) / 1000n);
    const { lagMs, left } = simulate(arrivals, arrivals.map((bytes) => (bytes * 3n) / 4n));
    const { lossMs, lostBytes } = replicationLoss(of({ writeBytesPerSecond: rate, linkBitsPerSecond: rate * 8 * 0.75, roundTripMs: 0, commitBytes: 65_536, writesForMs: { from: steps * 900_000, to: steps * 900_000 }, ...fixed }));
    expect(lossMs.p50 / Number(lagMs)).toBeCloseTo(1, 1);
    expect(lostBytes.p50 / Number(left)).toBeCloseTo(1, 1);
  });

  it('never grows with bandwidth, and never shrinks with the round trip', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 100 }), fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 1000 }), (a, b, rtt, seed) => {
        const at = (mbit: number, roundTripMs: number) => replicationLoss(of({ linkBitsPerSecond: mbit * 500_000, roundTripMs, seed, writesForMs: { from: 0, to: 5000 }, runs: 40 }));
        const [narrow, wide] = [at(Math.min(a, b), rtt), at(Math.max(a, b), rtt)];
        const far = at(Math.max(a, b), rtt + 100);
        for (const level of ['p5', 'p50', 'p95'] as const) {
          expect(wide.lossMs[level]).toBeLessThanOrEqual(narrow.lossMs[level]);
          expect(far.lostBytes[level]).toBeGreaterThanOrEqual(wide.lostBytes[level]);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('is the age of the last segment that arrived where log leaves in segments: anything up to an interval', () => {
    const { lossMs } = replicationLoss(of({ intervalMs: 10_000, writesForMs: { from: 60_000, to: 120_000 }, roundTripMs: 0, linkBitsPerSecond: 10_000_000_000, runs: 400, ...fixed }));
    expect(lossMs.p5).toBeGreaterThan(0);
    expect(lossMs.p5).toBeLessThan(1000);
    expect(lossMs.p50 / 5000).toBeCloseTo(1, 0);
    expect(lossMs.p95).toBeGreaterThan(9000);
    expect(lossMs.p95).toBeLessThan(10_100);
  });

  it('is the same for the same seed, and other luck for another', () => {
    expect(replicationLoss(of({ seed: 7 }))).toEqual(replicationLoss(of({ seed: 7 })));
    expect(replicationLoss(of({ seed: 7 }))).not.toEqual(replicationLoss(of({ seed: 8 })));
  });

  it('follows a great many commits in groups, and loses about as many', () => {
    const few = replicationLoss(of({ commitBytes: 1024, linkBitsPerSecond: 4_000_000, writesForMs: { from: 10_000, to: 10_000 }, runs: 50, ...fixed }));
    const many = replicationLoss(of({ commitBytes: 100, linkBitsPerSecond: 4_000_000, writesForMs: { from: 10_000, to: 10_000 }, runs: 50, ...fixed }));
    expect(many.lostCommits.p50 / few.lostCommits.p50).toBeCloseTo(10.24, 0);
  });

  it('follows a day’s profile: what waits at any moment is what the planner’s queue says waits', () => {
    const rate = 2_000_000;
    const arrivals = [1, 1, 4, 6, 6, 4, 2, 1, 1, 1].map((weight) => weight * rate * 10);
    const capacity = arrivals.map(() => 30_000_000);
    const { waiting } = simulate(arrivals.map(BigInt), capacity.map(BigInt));
    for (const step of [3, 5, 7, 9]) {
      const at = { from: (step + 1) * 10_000, to: (step + 1) * 10_000 };
      const { lostBytes } = streamLoss({ arrivals, capacity, stepMs: 10_000, rttMs: 0, commitBytes: 16_384, handlingMs: { p50: 0, p95: 0 }, momentMs: at }, { seed: 'profile', runs: 60 });
      expect(Math.abs(lostBytes.p50 - Number(waiting[step]))).toBeLessThan(0.02 * arrivals.reduce((sum, bytes) => sum + bytes, 0));
    }
  });

  it.each([
    [{ arrivals: [], capacity: [] }, /0 steps/],
    [{ capacity: [1, 2] }, /capacity has 2 steps/],
    [{ momentMs: { from: 0, to: 2000 } }, /within 1000 ms/],
    [{ arrivals: [0] }, /something to be written/],
    [{ arrivals: [-1] }, /step 0 is -1/],
    [{ capacityPercent: { low: 0, high: 1 } }, /capacityPercent.low is 0/],
  ])('refuses a stream of %o', (change, message) => {
    const stream = { arrivals: [1000], capacity: [1000], stepMs: 1000, rttMs: 0, ...change };
    expect(() => streamLoss(stream)).toThrow(NoStream);
    expect(() => streamLoss(stream)).toThrow(message);
  });

  it.each([
    [{ writeBytesPerSecond: 0 }, /writeBytesPerSecond is 0/],
    [{ linkBitsPerSecond: Number.NaN }, /linkBitsPerSecond is NaN/],
    [{ roundTripMs: -1 }, /roundTripMs is -1/],
    [{ writesForMs: { from: 10, to: 5 } }, /ends at 5/],
    [{ payloadPercent: { low: 90, high: 80 } }, /payloadPercent.high is 80/],
  ])('refuses %o', (change, message) => {
    expect(() => replicationLoss(of(change))).toThrow(NoStream);
    expect(() => replicationLoss(of(change))).toThrow(message);
  });
});
