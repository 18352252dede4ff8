import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headroomIn, holds } from '../../../sites/capacity/headroom.js';
import { demandIn, tiersAt, type Sums } from '../../../sites/capacity/demand.js';
import { addTo } from '../../../sites/capacity/quantities.js';
import { leftAt, siteSupply } from '../../../sites/capacity/left.js';
import { situationIn } from '../../../sites/capacity/loss.js';
import { sumsIn } from '../../../sites/capacity/quarter-demand.js';
import { resourcesIn } from '../../../sites/capacity/resources.js';
import { outcomeOf } from '../../../sites/capacity/shed.js';
import { protections } from '../../../sites/model/kinds/protection.js';
import { naive } from './naive.js';
import { estateWith, now, planOf, siteIds, somePlan, type Ask } from './plans.js';

const hundredCores = { pools: [{ count: 10, cores: 10, gib: 1000 }] };
const three = { 'ndc-01': hundredCores, 'ndc-02': hundredCores, 'ndc-03': hundredCores };

/** Protected load of `cores` at each primary, each with its standby. */
const load = (cores: number, pairs: readonly (readonly [string, string])[], tier: Ask['tier'] = 'silver'): Ask[] => pairs.map(([primary, standby], index) => ({ name: `env-${index}`, tier, primary, standby, cores }));

const survives = (sites: Parameters<typeof estateWith>[0], asks: readonly Ask[]): boolean =>
  headroomIn(planOf(estateWith(sites), asks), now, ['bronze']).every(({ worst }) => holds(worst.site));

describe('how much of an estate can be protected against a lost site (cold standbys: nothing waits)', () => {
  const two = { 'ndc-01': hundredCores, 'ndc-02': hundredCores, 'ndc-03': { pools: [], operating: false, commissioning: '2030-Q4' } };
  const facing = [['ndc-01', 'ndc-02'], ['ndc-02', 'ndc-01']] as const;
  // Each of three sites in two halves, one for each other site.
  const spread = siteIds.flatMap((a) => siteIds.filter((b) => b !== a).map((b) => [a, b] as const));
  const ring = [['ndc-01', 'ndc-02'], ['ndc-02', 'ndc-03'], ['ndc-03', 'ndc-01']] as const;

  it.each([
    // 100 + 100 cores: 50 at each, 50 more come: 100 of 100. One more does not fit.
    ['two equal sites: half', two, load(50, facing), true],
    ['two equal sites: more than half', two, load(51, facing), false],
    // 3 × 100 cores, 66 at each in two halves of 33: a survivor runs 66 + 33 = 99 of 100. Two thirds.
    ['three, spread over both others: two thirds', three, load(33, spread), true],
    // 34 × 2 = 68, and 34 come: 102 of 100.
    ['three, spread: more than two thirds', three, load(34, spread), false],
    // In a ring all 50 of a lost site go to one survivor: 100 of 100.
    ['three in a ring: half', three, load(50, ring), true],
    ['three in a ring: more than half, though three could do two thirds', three, load(66, ring), false],
  ])('%s', (_name, sites, asks, expected) => {
    expect(survives(sites, asks)).toBe(expected);
  });

  it('one site alone protects nothing: not a green tick', () => {
    const alone = { ...two, 'ndc-02': { pools: [], operating: false, commissioning: '2030-Q4' } };
    const [row] = headroomIn(planOf(estateWith(alone), load(1, [['ndc-01', 'ndc-02']])), now, ['silver']);

    expect(row?.worst.site.homeless.map(({ promise, because }) => [promise.namespace, because])).toEqual([['env-0', 'standby-not-operating']]);
    expect(row?.worst.site.left).toBeUndefined();
  });

  it('a node in maintenance at the survivor takes its share', () => {
    // 50 + 50 of 100 cores fit; of 90, with one of ten nodes out, they do not.
    const [row] = headroomIn(planOf(estateWith(two), load(50, facing)), now, ['silver']);

    expect(row?.worst.site.left?.left).toBe(0n);
    expect(row?.worst['site-and-node'].left?.left).toBe(-10_000n);
  });
});

describe('against the naive walk over small random estates', () => {
  it('agrees on what is left, who has nowhere to run, and who stops, whichever site is lost', () => {
    fc.assert(
      fc.property(somePlan, fc.constantFrom(undefined, ...siteIds), fc.constantFrom(...protections), ({ sites, asks }, lost, tier) => {
        const estate = estateWith(sites);
        const plan = planOf(estate, asks);
        const situation = situationIn(estate, now, new Set(lost === undefined ? [] : [lost]));
        const expected = naive(sites, asks, lost, protections.slice(0, protections.indexOf(tier) + 1));
        const resources = resourcesIn(plan, now, situation, tier);
        for (const [site, { cores, gib, storageGi }] of Object.entries(expected.left)) {
          const of = (resource: string): number => Number(resources.find((left) => left.site === site && left.resource === resource)?.left ?? 0n);
          // Bytes that no double holds exactly differ by a fraction of a GiB at most.
          expect(of('cpu') / 1000).toBeCloseTo(cores, 6);
          expect(of('memory') / 2 ** 30).toBeCloseTo(gib, 6);
          expect(of('storage/ndc-block') / 2 ** 30).toBeCloseTo(storageGi, 4);
        }
        const { unplaced } = demandIn(estate, plan.promises, now, situation);
        const because = (reasons: readonly string[]): string[] => unplaced.filter((one) => reasons.includes(one.because)).map(({ promise }) => promise.namespace);
        // A site that does not operate cannot be lost: its environments wait for it either way.
        const gone = lost !== undefined && sites[lost]?.operating === true;
        expect(gone ? because(['no-standby', 'standby-not-operating', 'standby-lost']) : []).toEqual(gone ? expected.homeless : []);
        expect(gone ? because(['best-effort']) : []).toEqual(gone ? expected.stopped : []);
      }),
      { numRuns: 400 },
    );
  });
});

describe('sums without names', () => {
  it('are those of every environment placed by name, whichever sites are lost', () => {
    fc.assert(
      fc.property(somePlan, fc.subarray([...siteIds]), ({ sites, asks }, lost) => {
        const plan = planOf(estateWith(sites), asks);
        const situation = situationIn(plan.estate, now, new Set(lost));
        const named = demandIn(plan.estate, plan.promises, now, situation, plan.growth);
        const sums = sumsIn(plan, now, situation);
        const bySite: Sums = new Map();
        for (const { site, compartment, promise, amounts } of named.placed) addTo(tiersAt(bySite, site, compartment)[promise.tier], amounts);
        expect(sums.sites).toEqual(bySite);
        expect(sums.unplaced).toEqual(named.unplaced);
      }),
      { numRuns: 300 },
    );
  });
});

describe('who is shed first', () => {
  const one = { ...three, 'ndc-01': { pools: [{ count: 10, cores: 10, gib: 1000 }] } };
  const shed = (asks: readonly Ask[]): string[] => outcomeOf(planOf(estateWith(one), asks), now, []).shed.map(({ placed }) => placed.promise.namespace);
  const ask = (name: string, cores: number, more: Partial<Ask> = {}): Ask => ({ name, tier: 'bronze', primary: 'ndc-01', cores, ...more });

  it.each<[string, Ask[], string[]]>([
    // 100 cores. 60 + 60 are 20 too many: either would do.
    ['the least important, though it is smaller', [ask('core', 60, { importance: 'core' }), ask('ordinary', 50)], ['ordinary']],
    ['among equally important, the lowest level', [ask('level-4', 60, { securityLevel: 4 }), ask('level-2', 50, { securityLevel: 2 })], ['level-2']],
    ['importance before the level', [ask('important', 60, { importance: 'important', securityLevel: 1 }), ask('ordinary', 50, { securityLevel: 5 })], ['ordinary']],
    ['among those alike, the largest: few are shed', [ask('a', 30), ask('b', 30), ask('c', 50)], ['c']],
    ['the tier before all of it', [ask('core', 60, { importance: 'core', securityLevel: 5 }), ask('gold', 50, { tier: 'gold' })], ['core']],
  ])('%s', (_, asks, expected) => {
    expect(shed(asks)).toEqual(expected);
  });
});

describe('invariants', () => {
  it('nothing is created or lost: every environment that is owed something runs, is shed, or has nowhere to go', () => {
    fc.assert(
      fc.property(somePlan, fc.subarray([...siteIds]), ({ sites, asks }, lost) => {
        const outcome = outcomeOf(planOf(estateWith(sites), asks), now, lost.map((id) => `site/${id}`));
        const running = outcome.running.filter(({ use }) => use !== 'standby').map(({ promise }) => promise.namespace);
        const shed = outcome.shed.filter(({ placed }) => placed.use !== 'standby').map(({ placed }) => placed.promise.namespace);
        const gone = outcome.unplaced.map(({ promise }) => promise.namespace);

        expect([...running, ...shed, ...gone].sort()).toEqual(asks.map(({ name }) => name).sort());
      }),
      { numRuns: 300 },
    );
  });

  it('whoever goes on running fits, and nobody is shed who would still fit beside them', () => {
    fc.assert(
      fc.property(somePlan, fc.subarray([...siteIds]), ({ sites, asks }, lost) => {
        const estate = estateWith(sites);
        const outcome = outcomeOf(planOf(estate, asks), now, lost.map((id) => `site/${id}`));
        const supply = (id: string) => {
          const site = estate.sites[id];
          return site === undefined ? undefined : siteSupply(estate, site, now, []).get('open');
        };
        const used = (id: string, resource: string): bigint => outcome.running.filter(({ site }) => site === id).reduce((sum, { amounts }) => sum + (amounts.get(resource) ?? 0n), 0n);
        for (const { site } of outcome.running) for (const resource of ['cpu', 'memory', 'pods']) expect(used(site, resource) <= (supply(site)?.get(resource) ?? 0n) || outcome.running.every((one) => one.site !== site || (one.amounts.get(resource) ?? 0n) === 0n)).toBe(true);
        for (const { placed } of outcome.shed)
          expect(['cpu', 'memory', 'pods'].some((resource) => used(placed.site, resource) + (placed.amounts.get(resource) ?? 0n) > (supply(placed.site)?.get(resource) ?? 0n))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('a better protected tier is shed only after every worse one that uses what is scarce', () => {
    // 100 cores: bronze 60, gold 60. Bronze goes, gold stays.
    const asks: Ask[] = [
      { name: 'gold', tier: 'gold', primary: 'ndc-01', cores: 60 },
      { name: 'bronze', tier: 'bronze', primary: 'ndc-01', cores: 60 },
    ];
    expect(outcomeOf(planOf(estateWith(three), asks), now, []).shed.map(({ placed, resource }) => [placed.promise.namespace, resource])).toEqual([['bronze', 'cpu']]);
  });

  it('more supply never lowers headroom, and losing more never raises it', () => {
    fc.assert(
      fc.property(somePlan, fc.constantFrom(...siteIds), fc.constantFrom(...protections), ({ sites, asks }, at, tier) => {
        const more = { ...sites, [at]: { ...sites[at], pools: [...(sites[at]?.pools ?? []), { count: 2, cores: 4, gib: 8 }] } } as typeof sites;
        const before = resourcesIn(planOf(estateWith(sites), asks), now, situationIn(estateWith(sites), now, new Set()), tier);
        const after = resourcesIn(planOf(estateWith(more), asks), now, situationIn(estateWith(more), now, new Set()), tier);
        for (const { site, resource, left } of before) expect((after.find((one) => one.site === site && one.resource === resource)?.left ?? 0n) >= left).toBe(true);
        for (const row of headroomIn(planOf(estateWith(sites), asks), now, [tier])) {
          const nothing = row.worst.nothing.left;
          for (const level of ['node', 'rack', 'hall'] as const) {
            const worst = row.worst[level].left;
            if (nothing !== undefined && worst !== undefined && nothing.whole > 0n && worst.whole > 0n) expect(worst.left * nothing.whole <= nothing.left * worst.whole).toBe(true);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('the order of environments and pools says nothing', () => {
    fc.assert(
      fc.property(somePlan, ({ sites, asks }) => {
        const backwards = Object.fromEntries(Object.entries(sites).map(([id, site]) => [id, { ...site, pools: [...site.pools].reverse() }]));
        const said = (input: typeof sites, list: readonly Ask[]): unknown =>
          headroomIn(planOf(estateWith(input), list), now).map(({ site, tier, resources, worst }) => [site, tier, resources.map(({ resource, left }) => [resource, left]).sort(), worst.site.homeless.map(({ promise }) => promise.namespace).sort(), worst.site.left?.left]);
        expect(said(backwards, [...asks].reverse())).toEqual(said(sites, asks));
      }),
      { numRuns: 100 },
    );
  });

  it('demand without any supply is all debt', () => {
    const none = estateWith({ ...three, 'ndc-01': { pools: [] } });
    const plan = planOf(none, [{ name: 'a', tier: 'gold', primary: 'ndc-01', cores: 3 }]);
    const [row] = headroomIn(plan, now, ['gold']);

    expect(row?.worst.nothing.left).toMatchObject({ resource: 'cpu', whole: 0n, left: -3_000n });
    expect(leftAt('ndc-01', undefined, 'gold', new Map(), new Map())).toEqual([]);
  });
});
