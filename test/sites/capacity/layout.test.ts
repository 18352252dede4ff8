import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layoutOf, type Layout } from '../../../sites/capacity/layout.js';
import { domainsOf, nodesLost } from '../../../sites/capacity/node-loss.js';
import type { NodePool } from '../../../sites/model/kinds/site.js';
import { equipment, hall, inputs, pool, q, siteWith } from './site-builder.js';
import { randomSites } from './random-sites.js';

const now = q('2026-Q2');
const runs = ({ runs: all }: Layout): string[] => all.map((run) => `${run.pool} ${run.firstNode}-${run.firstNode + run.nodes - 1} in ${run.hall} ${run.firstRack}-${run.firstRack + run.racks - 1}`);

describe('a rack', () => {
  it.each<[string, Partial<NodePool>, number, string]>([
    // floor(42 / 2) = 21 by units, floor(6000 / 1000) = 6 by watts.
    ['ends where its kW end', {}, 6, 'rack-kw'],
    // floor(42 / 10) = 4 by units, 6 by watts.
    ['ends where its units end', { rackUnits: 10 }, 4, 'rack-units'],
    ['holds what its pool says', { nodesPerRack: 3 }, 3, 'nodes-per-rack'],
    ['never holds more, whatever its pool says', { nodesPerRack: 40 }, 6, 'rack-kw'],
    ['holds what its purpose says', { purpose: 'storage' }, 1, 'nodes-per-rack'],
    ['holds what its pool says before its purpose', { purpose: 'storage', nodesPerRack: 2 }, 2, 'nodes-per-rack'],
    // 6000 / 6000: exactly one; 6001 would be none.
    ['holds a node that takes all of its kW', { watts: 6000 }, 1, 'rack-kw'],
  ])('%s', (_, changes, perRack, limitedBy) => {
    const [run] = layoutOf(siteWith([hall()], [pool({ count: 2, ...changes })]), now, inputs({ nodesPerRack: { storage: 1 } })).runs;
    expect(run).toMatchObject({ perRack, limitedBy });
  });

  it('holds no node that draws more than it gives', () => {
    const layout = layoutOf(siteWith([hall()], [pool({ count: 2, watts: 6001 })]), now);
    expect(layout.runs).toEqual([]);
    expect(layout.unplaced).toEqual([{ pool: 'general', count: 2 }]);
  });

  it('reads kW of tenths exactly', () => {
    // 8.2 kW = 8,200 W, although 8.2 * 1000 is 8199.999…
    expect(layoutOf(siteWith([hall({ rackKw: 8.2 })], [pool({ watts: 4100 })]), now).runs[0]?.perRack).toBe(2);
  });
});

describe('pools', () => {
  it('take consecutive racks in the order in which the file lists them, whatever their ids and dates', () => {
    const [a, b] = [pool({ id: 'a', count: 13 }), pool({ id: 'b', count: 6 })];
    // 13 nodes at 6 to a rack: racks 1, 2 and 3 with one node; b follows in rack 4.
    expect(runs(layoutOf(siteWith([hall()], [b, a]), now))).toEqual(['b 1-6 in a 1-1', 'a 1-13 in a 2-4']);
    // What is listed later takes what is left, although it comes earlier.
    expect(runs(layoutOf(siteWith([hall()], [{ ...b, available: q('2026-Q2') }, { ...a, available: q('2026-Q1') }]), now))).toEqual(['b 1-6 in a 1-1', 'a 1-13 in a 2-4']);
    expect(runs(layoutOf(siteWith([hall()], [a, b]), now))).toEqual(['a 1-13 in a 1-3', 'b 1-6 in a 4-4']);
  });

  it('lie in their hall', () => {
    const site = siteWith([hall({ id: 'x', racks: 2 }), hall({ id: 'y', racks: 3 })], [pool({ id: 'b', hall: 'x', count: 6 }), pool({ id: 'a' })]);
    // b takes rack 1 of x; a needs two racks, and x has one left.
    expect(runs(layoutOf(site, now))).toEqual(['b 1-6 in x 1-1', 'a 1-12 in y 1-2']);
  });

  it('lie in pieces where no gap holds them whole, and what fits nowhere is counted', () => {
    const site = siteWith([hall({ id: 'x', racks: 1 }), hall({ id: 'y', racks: 1, rackKw: 4 })], [pool({ count: 12 })]);
    // 6 in x, 4 in y (4 kW), 2 nowhere.
    const layout = layoutOf(site, now);
    expect(runs(layout)).toEqual(['general 1-6 in x 1-1', 'general 7-10 in y 1-1']);
    expect(layout.unplaced).toEqual([{ pool: 'general', count: 2 }]);
  });

  it('do not leave their hall when it is full', () => {
    const layout = layoutOf(siteWith([hall({ id: 'x', racks: 1 }), hall({ id: 'y' })], [pool({ hall: 'x' })]), now);
    expect(runs(layout)).toEqual(['general 1-6 in x 1-1']);
    expect(layout.unplaced).toEqual([{ pool: 'general', count: 6 }]);
  });
});

describe('time', () => {
  const site = siteWith(
    [hall({ id: 'x', racks: 3 }), hall({ id: 'y', racks: 3, available: q('2027-Q1') })],
    [pool({ id: 'old', count: 6, retires: q('2026-Q3') }), pool({ id: 'stays', count: 12 }), pool({ id: 'new', count: 18, available: q('2026-Q3') })],
  );

  it.each([
    ['2025-Q4', [], []],
    ['2026-Q1', ['old 1-6 in x 1-1', 'stays 1-12 in x 2-3'], []],
    ['2026-Q2', ['old 1-6 in x 1-1', 'stays 1-12 in x 2-3'], []],
    // The old pool frees rack 1; the rest of the new one waits for the second hall; what stays is not moved.
    ['2026-Q3', ['stays 1-12 in x 2-3', 'new 1-6 in x 1-1'], [{ pool: 'new', count: 12 }]],
    ['2026-Q4', ['stays 1-12 in x 2-3', 'new 1-6 in x 1-1'], [{ pool: 'new', count: 12 }]],
    ['2027-Q1', ['stays 1-12 in x 2-3', 'new 1-6 in x 1-1', 'new 7-18 in y 1-2'], []],
    ['2030-Q4', ['stays 1-12 in x 2-3', 'new 1-6 in x 1-1', 'new 7-18 in y 1-2'], []],
  ])('%s', (at, expected, unplaced) => {
    const layout = layoutOf(site, q(at));
    expect(runs(layout)).toEqual(expected);
    expect(layout.unplaced).toEqual(unplaced);
  });

  it('forgets a pool that retires before it found a rack', () => {
    const waiting = siteWith([hall({ racks: 1 })], [pool({ count: 7, retires: q('2026-Q3') })]);
    expect(layoutOf(waiting, q('2026-Q2')).unplaced).toEqual([{ pool: 'general', count: 1 }]);
    expect(layoutOf(waiting, q('2026-Q3'))).toMatchObject({ runs: [], unplaced: [] });
  });

  it('returns the same layout for quarters in which nothing comes or goes', () => {
    expect(layoutOf(site, q('2026-Q4'))).toBe(layoutOf(site, q('2026-Q3')));
  });
});

describe('colocated equipment', () => {
  it('takes racks of its own by the scarcer of units and kW, spread evenly', () => {
    // 60 units are 2 racks of 42; 15 kW are 3 racks of 6: three racks with 20 units and 5 kW each.
    const layout = layoutOf(siteWith([hall()], [pool()]), now, inputs({ colocated: [equipment({ rackUnits: 60, watts: 15_000 })] }));
    expect(layout.colocated).toEqual([{ system: 'he-thong', hall: 'a', firstRack: 1, racks: 3, rackUnits: 60, watts: 15_000 }]);
    // The pool's twelve nodes follow, at 6 to a rack.
    expect(runs(layout)).toEqual(['general 1-12 in a 4-5']);
  });

  it('keeps its racks free for itself before it comes, and pools that leave by then may use them', () => {
    const pools = [pool({ id: 'a', count: 6, retires: now }), pool({ id: 'b', count: 6 })];
    const site = siteWith([hall({ racks: 4 })], pools);
    const given = inputs({ colocated: [equipment({ rackUnits: 100, watts: 3, from: now })] });
    // 100 units are 3 racks, 1 to 3 from the second quarter on: a may stand in rack 1 until then, b stands in rack 4.
    expect(runs(layoutOf(site, q('2026-Q1'), given))).toEqual(['a 1-6 in a 1-1', 'b 1-6 in a 4-4']);
    expect(layoutOf(site, now, given).colocated.map(({ firstRack, racks }) => [firstRack, racks])).toEqual([[1, 3]]);
  });

  it('stands in one hall or nowhere, until one has room', () => {
    const halls = [hall({ id: 'x', racks: 1 }), hall({ id: 'y', racks: 1 }), hall({ id: 'z', racks: 2, available: q('2027-Q1') })];
    const brought = inputs({ colocated: [equipment({ rackUnits: 84 })] });
    const site = siteWith(halls, []);
    expect(layoutOf(site, now, brought)).toMatchObject({ colocated: [], unplacedColocated: [{ system: 'he-thong', rackUnits: 84 }] });
    expect(layoutOf(site, q('2027-Q1'), brought)).toMatchObject({ colocated: [{ hall: 'z', racks: 2 }], unplacedColocated: [] });
  });

  it('comes with its move', () => {
    const brought = inputs({ colocated: [equipment({ from: q('2027-Q1') })] });
    const site = siteWith([hall()], []);
    expect(layoutOf(site, q('2026-Q4'), brought).colocated).toEqual([]);
    expect(layoutOf(site, q('2027-Q1'), brought).colocated).toHaveLength(1);
  });
});

describe('whatever the site', () => {
  const all = { numRuns: 300 };

  it('every node in service is in exactly one rack or counted as unplaced', () => {
    fc.assert(
      fc.property(randomSites(), ({ site, at, inputs: given }) => {
        const layout = layoutOf(site, at, given);
        for (const one of site.nodePools) {
          const inService = one.available <= at && (one.retires === undefined || at < one.retires);
          const placed = layout.runs.filter((run) => run.pool === one.id).flatMap((run) => Array.from({ length: run.nodes }, (_, index) => run.firstNode + index));
          const unplaced = layout.unplaced.filter((entry) => entry.pool === one.id).reduce((sum, entry) => sum + entry.count, 0);
          expect(placed.length + unplaced).toBe(inService ? one.count : 0);
          expect(placed).toEqual(Array.from({ length: placed.length }, (_, index) => index + 1));
        }
      }),
      all,
    );
  });

  it('no rack holds two owners, or more units or kW than it has', () => {
    fc.assert(
      fc.property(randomSites(), ({ site, at, inputs: given }) => {
        const layout = layoutOf(site, at, given);
        const taken = new Set<string>();
        const take = (id: string, first: number, racks: number): void => {
          const here = site.facility.halls.find((candidate) => candidate.id === id);
          expect(here !== undefined && (here.available === undefined || here.available <= at) && first >= 1 && first + racks - 1 <= here.racks).toBe(true);
          for (let rack = first; rack < first + racks; rack += 1) {
            expect(taken.has(`${id} ${rack}`)).toBe(false);
            taken.add(`${id} ${rack}`);
          }
        };
        for (const run of layout.runs) {
          take(run.hall, run.firstRack, run.racks);
          const { rackUnits, rackKw } = layout.halls.find(({ id }) => id === run.hall) ?? { rackUnits: 0, rackKw: 0 };
          expect(run.perRack * run.rackUnits).toBeLessThanOrEqual(rackUnits);
          expect(run.perRack * run.watts).toBeLessThanOrEqual(Math.round(rackKw * 1000));
          expect(Math.ceil(run.nodes / run.perRack)).toBe(run.racks);
        }
        for (const run of layout.colocated) {
          take(run.hall, run.firstRack, run.racks);
          const { rackUnits, rackKw } = layout.halls.find(({ id }) => id === run.hall) ?? { rackUnits: 0, rackKw: 0 };
          expect(Math.ceil(run.rackUnits / run.racks)).toBeLessThanOrEqual(rackUnits);
          expect(Math.ceil(run.watts / run.racks)).toBeLessThanOrEqual(Math.round(rackKw * 1000));
        }
        for (const { system, rackUnits, watts, from } of given.colocated) {
          const standing = layout.colocated.filter((run) => run.system === system);
          const waiting = layout.unplacedColocated.some((other) => other.system === system);
          const arrived = from === undefined || from <= at;
          expect(standing.reduce((sum, run) => sum + run.rackUnits, 0)).toBe(arrived && !waiting ? rackUnits : 0);
          expect(standing.reduce((sum, run) => sum + run.watts, 0)).toBe(arrived && !waiting ? watts : 0);
        }
      }),
      all,
    );
  });

  it('the order in which equipment is requested changes nothing', () => {
    fc.assert(
      fc.property(randomSites(), ({ site, at, inputs: given }) => {
        expect(layoutOf(site, at, { ...given, colocated: [...given.colocated].reverse() })).toEqual(layoutOf(site, at, given));
      }),
      all,
    );
  });

  it('what is appended moves nothing that was listed before, whatever its date, hall and size', () => {
    fc.assert(
      fc.property(randomSites(), ({ site, at, inputs: given }) => {
        const added = site.nodePools.at(-1);
        const before = layoutOf({ ...site, nodePools: site.nodePools.slice(0, -1) }, at, given);
        const after = layoutOf(site, at, given);
        expect(after.runs.filter(({ pool: of }) => of !== added?.id)).toEqual(before.runs);
        expect(after.unplaced.filter(({ pool: of }) => of !== added?.id)).toEqual(before.unplaced);
        expect([after.colocated, after.unplacedColocated]).toEqual([before.colocated, before.unplacedColocated]);
      }),
      all,
    );
  });

  it('no loss leaves fewer nodes of any pool because another was appended', () => {
    fc.assert(
      fc.property(randomSites(), ({ site, at, inputs: given }) => {
        const without = { ...site, nodePools: site.nodePools.slice(0, -1) };
        for (const level of ['rack', 'feed', 'hall'] as const)
          for (const { domain } of domainsOf(without, at, level, given)) {
            const [before, after] = [nodesLost(without, at, [domain], given), nodesLost(site, at, [domain], given)];
            for (const { id } of without.nodePools) expect(after.get(id) ?? 0).toBeLessThanOrEqual(before.get(id) ?? 0);
          }
      }),
      all,
    );
  });

  it('a node never changes its rack while its pool is in service', () => {
    fc.assert(
      fc.property(randomSites(), ({ site, at, inputs: given }) => {
        const before = layoutOf(site, q('2026-Q3'), given);
        const after = layoutOf(site, at, given);
        const still = new Set(after.runs.map((run) => run.pool));
        if (at >= q('2026-Q3')) for (const run of before.runs) if (still.has(run.pool)) expect(after.runs).toContainEqual(run);
      }),
      all,
    );
  });
});
