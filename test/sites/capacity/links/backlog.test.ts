import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulate, stepMs } from '../../../../sites/capacity/links/backlog.js';

const minutes = (count: number): bigint => BigInt(count) * 60_000n;

describe('a queue of bytes', () => {
  it.each<[string, bigint[], bigint[], { left: bigint; largest: bigint; lagMs: bigint }]>([
    ['what fits is shipped as it arrives', [90n, 90n], [90n, 100n], { left: 0n, largest: 0n, lagMs: 0n }],
    // 180 bytes in one quarter hour at 90 a quarter hour: the last byte of the first step is shipped at the end of the
    // second, a quarter hour after it arrived.
    ['what does not fit waits', [180n, 0n], [90n, 90n], { left: 0n, largest: 90n, lagMs: minutes(15) }],
    // Nothing is shipped for a quarter hour: its first byte waits all of it.
    ['an outage', [90n, 90n, 0n], [0n, 90n, 90n], { left: 0n, largest: 90n, lagMs: minutes(15) }],
    // 60 a step against 90: the backlog of the outage is worked off beside what arrives; the oldest byte waited 15 minutes.
    ['an outage, drained beside new bytes', [60n, 60n, 60n, 60n], [0n, 90n, 90n, 90n], { left: 0n, largest: 60n, lagMs: minutes(15) }],
    // 20 bytes too many each step: after four, 80 wait. They are the last 80 of 400; 320 are shipped. The oldest of them
    // is byte 20 of the last step: it arrived 12 minutes ago. Byte 320 was shipped then: it had waited 12 minutes.
    ['too much, step by step', [100n, 100n, 100n, 100n], [80n, 80n, 80n, 80n], { left: 80n, largest: 80n, lagMs: minutes(12) }],
    ['no capacity at all', [1n, 0n], [0n, 0n], { left: 1n, largest: 1n, lagMs: minutes(30) }],
    ['nothing to ship', [0n, 0n], [10n, 10n], { left: 0n, largest: 0n, lagMs: 0n }],
  ])('%s', (_, arrivals, capacity, expected) => {
    expect(simulate(arrivals, capacity)).toMatchObject(expected);
  });

  it('leaves to others what it does not need', () => {
    expect(simulate([120n, 30n, 10n], [100n, 100n, 100n]).spare).toEqual([0n, 50n, 90n]);
  });

  const steps = fc.array(fc.tuple(fc.bigInt({ min: 0n, max: 500n }), fc.bigInt({ min: 0n, max: 500n })), { minLength: 1, maxLength: 60 });
  const run = (all: readonly (readonly [bigint, bigint])[]) => simulate(all.map(([arrival]) => arrival), all.map(([, capacity]) => capacity));
  const total = (all: readonly bigint[]): bigint => all.reduce((sum, one) => sum + one, 0n);

  it('conserves bytes: what arrived is shipped or waits, and capacity is used or spare', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const { arrived, shipped, left, spare, waiting } = run(all);
        expect(arrived).toBe(total(all.map(([arrival]) => arrival)));
        expect(shipped + left).toBe(arrived);
        expect(total(spare) + shipped).toBe(total(all.map(([, capacity]) => capacity)));
        expect(waiting.at(-1)).toBe(left);
      }),
    );
  });

  it('never waits with capacity to spare', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const { waiting, spare } = run(all);
        waiting.forEach((bytes, index) => expect(bytes === 0n || spare[index] === 0n).toBe(true));
      }),
    );
  });

  it('lags no less with less capacity or with more to ship', () => {
    fc.assert(
      fc.property(steps, fc.bigInt({ min: 1n, max: 100n }), (all, by) => {
        const { lagMs, left } = run(all);
        const slower = run(all.map(([arrival, capacity]) => [arrival, capacity > by ? capacity - by : 0n] as const));
        expect(slower.lagMs).toBeGreaterThanOrEqual(lagMs);
        expect(slower.left).toBeGreaterThanOrEqual(left);
      }),
    );
  });

  it('is what a naive queue of single bytes says, to one step of it', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 12 })), { minLength: 1, maxLength: 12 }), (all) => {
        // Byte k of n arrives at (k + 1)/n of its step; capacity c ships byte j of its step at (j + 1)/c.
        const bytes = all.flatMap(([arrivals], step) => Array.from({ length: arrivals }, (_, index) => step + (index + 1) / arrivals));
        const slots = all.flatMap(([, capacity], step) => Array.from({ length: capacity }, (_, index) => step + (index + 1) / capacity));
        let worst = 0;
        let slot = 0;
        for (const arrived of bytes) {
          while (slot < slots.length && (slots[slot] ?? 0) < arrived) slot += 1;
          const shipped = slots[slot++] ?? all.length;
          worst = Math.max(worst, shipped - arrived);
        }
        const lag = Number(run(all.map(([a, b]) => [BigInt(a), BigInt(b)] as const)).lagMs) / Number(stepMs);
        // A byte is shipped in whole slots here and evenly there: they differ by a slot or a byte's length, one step at most.
        expect(Math.abs(lag - worst)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 200 },
    );
  });
});
