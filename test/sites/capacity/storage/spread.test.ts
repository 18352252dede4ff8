import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { healable, spreadable } from '../../../../sites/capacity/storage/spread.js';
import type { StorageHost } from '../../../../sites/capacity/storage/topology.js';

/** Hosts in racks: `[[10, 10], [5]]` is a rack of two hosts of 10 and a rack of one of 5. */
const racked = (racks: readonly (readonly number[])[]): StorageHost[] => racks.flatMap((hosts, rack) => hosts.map((bytes, index) => ({ pool: 'p', node: rack * 100 + index + 1, rack: `a/${rack + 1}`, hall: 'a', bytes: BigInt(bytes) })));

describe('what can be written before a failure domain is full', () => {
  it.each<[string, bigint[], number, bigint]>([
    ['everything, where all are alike', [10n, 10n, 10n, 10n], 3, 40n],
    ['everything, where there are just enough', [10n, 10n, 10n], 3, 30n],
    // Each of three copies lies in another domain, so the smallest limits all: 3 x 1.
    ['what the smallest permits, where there are just enough', [10n, 10n, 1n], 3, 3n],
    // T = min(10+10+10+1, 3/2 x (10+10+1), 3/1 x (10+1)) = min(31, 31.5, 33).
    ['everything, where the smallest need not hold a copy of all', [10n, 10n, 10n, 1n], 3, 31n],
    // The largest holds a third of everything at most: T = 3/2 x (10+10+10) = 45, of 130.
    ['what the others permit, where one is huge', [100n, 10n, 10n, 10n], 3, 45n],
    ['nothing, where there are fewer domains than parts', [10n, 10n], 3, 0n],
    ['nothing without domains', [], 1, 0n],
    ['everything of a single copy', [7n, 3n], 1, 10n],
  ])('is %s', (_, weights, size, bytes) => {
    expect(spreadable(weights, size)).toBe(bytes);
  });

  const weights = fc.array(fc.bigInt({ min: 1n, max: 1000n }), { minLength: 1, maxLength: 8 });
  const sizes = fc.integer({ min: 1, max: 5 });
  const total = (all: readonly bigint[]): bigint => all.reduce((sum, one) => sum + one, 0n);
  /** Whether T bytes fit: a domain takes at most T/size of them, and no more than it has. In units of 1/size. */
  const fits = (all: readonly bigint[], size: number, bytes: bigint): boolean => all.length >= size && all.reduce((sum, one) => sum + (one * BigInt(size) < bytes ? one * BigInt(size) : bytes), 0n) >= bytes * BigInt(size);

  it('is the most that fits: one byte more does not', () => {
    fc.assert(
      fc.property(weights, sizes, (all, size) => {
        const bytes = spreadable(all, size);
        if (all.length < size) expect(bytes).toBe(0n);
        else {
          expect(fits(all, size, bytes)).toBe(true);
          expect(fits(all, size, bytes + 1n)).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('never falls when a domain grows or one is added, never rises with more parts, and does not depend on the order', () => {
    fc.assert(
      fc.property(weights, sizes, fc.bigInt({ min: 1n, max: 1000n }), (all, size, more) => {
        const bytes = spreadable(all, size);
        expect(spreadable([...all, more], size)).toBeGreaterThanOrEqual(bytes);
        expect(spreadable([(all[0] ?? 0n) + more, ...all.slice(1)], size)).toBeGreaterThanOrEqual(bytes);
        expect(spreadable(all, size + 1)).toBeLessThanOrEqual(bytes);
        expect(spreadable([...all].reverse(), size)).toBe(bytes);
        expect(bytes).toBeLessThanOrEqual(total(all));
      }),
    );
  });
});

describe('what can be written and healed', () => {
  it.each<[string, number[][], 'host' | 'rack', number, bigint]>([
    // Four racks of 10, one lost: three hold 30.
    ['leaves a rack free', [[10], [10], [10], [10]], 'rack', 3, 30n],
    // Three racks and three copies: after losing one nothing heals, so nothing is kept free.
    ['leaves nothing free where nothing can heal', [[10], [10], [10]], 'rack', 3, 30n],
    // Three racks of two: a lost host heals inside its rack, whose other host then holds all of that rack's third: 3 x 10.
    ['heals a host inside its rack where there are just enough racks', [[10, 10], [10, 10], [10, 10]], 'rack', 3, 30n],
    // Four racks of two hosts: a lost rack leaves 60, a lost host min(70, 3/2 x 50, 3 x 30) = 70.
    ['leaves the larger of host and rack free', [[10, 10], [10, 10], [10, 10], [10, 10]], 'rack', 3, 60n],
    // A fourth rack of 1 makes healing possible only by cramming into it (3 x 1); ignoring it, 30 as without it.
    ['does not shrink for a rack too small to heal into', [[10], [10], [10], [1]], 'rack', 3, 30n],
    // Over hosts, a rack need not heal: 6 hosts, one lost.
    ['leaves a host free where parts lie over hosts', [[10, 10, 10], [10, 10, 10]], 'host', 3, 50n],
    ['is nothing where there are too few domains', [[10, 10, 10]], 'rack', 2, 0n],
  ])('%s', (_, racks, failureDomain, size, bytes) => {
    expect(healable(racked(racks), failureDomain, size)).toBe(bytes);
  });

  const racks = fc.array(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 6 });
  const domains = fc.constantFrom('host' as const, 'rack' as const);

  it('never falls when a host or a rack of hosts is added', () => {
    fc.assert(
      fc.property(racks, domains, fc.integer({ min: 1, max: 4 }), fc.nat(), fc.integer({ min: 1, max: 9 }), (all, failureDomain, size, where, bytes) => {
        const before = healable(racked(all), failureDomain, size);
        const at = where % (all.length + 1);
        const more = at === all.length ? [...all, [bytes]] : all.map((rack, index) => (index === at ? [...rack, bytes] : rack));
        expect(healable(racked(more), failureDomain, size)).toBeGreaterThanOrEqual(before);
      }),
      { numRuns: 2000 },
    );
  });

  it('is no more than what can be written at all', () => {
    fc.assert(
      fc.property(racks, fc.integer({ min: 1, max: 4 }), (all, size) => {
        expect(healable(racked(all), 'rack', size)).toBeLessThanOrEqual(spreadable(all.map((rack) => BigInt(rack.reduce((sum, one) => sum + one, 0))), size));
      }),
    );
  });
});
