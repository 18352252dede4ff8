import { bareFacility } from '../capacity/facility-inputs.js';
import type { Plan } from '../capacity/headroom.js';
import { layoutOf } from '../capacity/layout.js';
import { inService } from '../model/pools-in-service.js';
import { rawIn } from '../capacity/storage/raw.js';
import { diskBytes } from '../capacity/storage/topology.js';
import { plusQuarters, type Quarter } from '../model/calendar.js';
import { deepFreeze, type DeepReadonly, type Estate } from '../model/estate.js';
import type { NodePool, Site } from '../model/kinds/site.js';
import type { EstateProblem } from './build.js';
import type { Purchases } from './problem.js';
import { describesDisks, diskFor } from './storage-needs.js';

/** What came in one quarter of one thing: a pool of its own. */
export interface Lot {
  readonly thing: number;
  readonly quarter: number;
  readonly pool: DeepReadonly<NodePool>;
}

/** The pools that purchases make, in the order in which they come. */
export function lotsOf({ things, quarters, owned }: EstateProblem, { serving }: Purchases): readonly Lot[] {
  const taken = new Set([...owned.values()].flatMap(({ id, nodePools }) => nodePools.map((pool) => `${id}/${pool.id}`)));
  return quarters.flatMap((quarter, at) =>
    things.flatMap((thing, index): Lot[] => {
      const count = serving[index]?.[at] ?? 0;
      if (count === 0) return [];
      let id = `${thing.template.id}-${quarter.toLowerCase()}`;
      while (taken.has(`${thing.site}/${id}`)) id = `${id}-b`;
      taken.add(`${thing.site}/${id}`);
      const { ordered: _ordered, ...template } = thing.template;
      return [{ thing: index, quarter: at, pool: { ...template, id, hall: thing.hall, count, available: quarter, retires: plusQuarters(quarter, thing.life) } }];
    }),
  );
}

/** The plan over the estate as it stands in one quarter once everything was bought. */
export function planIn(plan: Plan, problem: EstateProblem, lots: readonly Lot[], at: number): Plan {
  const quarter = problem.quarters[at];
  if (quarter === undefined) throw new RangeError(`the problem has no quarter ${at}`);
  const sites = Object.fromEntries(Object.values(plan.estate.sites).map((site) => [site.id, siteIn(plan, problem, lots, site, quarter, at)]));
  return { ...plan, estate: { ...plan.estate, sites } satisfies Estate };
}

/** What a storage class is to declare of its site's disks from a quarter on. */
export interface Declared {
  readonly site: string;
  readonly class: string;
  readonly quarter: Quarter;
  readonly raw: bigint;
}

/** Declarations of every class at every site whose disks change, in the quarters in which they do, where its file does not say so already. */
export function declaredBy(plan: Plan, problem: EstateProblem, lots: readonly Lot[]): readonly Declared[] {
  const all = problem.quarters.flatMap((quarter, at) =>
    Object.values(plan.estate.sites).flatMap(({ id }): Declared[] => {
      const bought = lots.filter((lot) => lot.pool.purpose === 'storage' && problem.things[lot.thing]?.site === id);
      // What comes of an earlier contract changes nothing by itself; beside what is bought it is declared together.
      const comes = bought.some((lot) => lot.quarter === at) || (bought.length > 0 && at > 0 && (problem.owned.get(id)?.nodePools ?? []).some(({ purpose, available }) => purpose === 'storage' && available === quarter));
      const goes = [...(problem.owned.get(id)?.nodePools ?? []), ...lots.filter(({ thing }) => problem.things[thing]?.site === id).map(({ pool }) => pool)].some(({ purpose, retires }) => purpose === 'storage' && retires === quarter);
      if (!comes && !goes) return [];
      return (planIn(plan, problem, lots, at).estate.sites[id]?.storage ?? []).map(({ class: name, raw }) => ({ site: id, class: name, quarter, raw }));
    }),
  );
  const changes = new Set(all.flatMap((one) => {
    const said = plan.estate.sites[one.site]?.storage.find((storage) => storage.class === one.class);
    return said === undefined || rawIn(said, one.quarter) === one.raw ? [] : [`${one.site} ${one.class}`];
  }));
  return all.filter((one) => changes.has(`${one.site} ${one.class}`));
}

function siteIn(plan: Plan, problem: EstateProblem, lots: readonly Lot[], site: DeepReadonly<Site>, quarter: Quarter, at: number): DeepReadonly<Site> {
  const owned = problem.owned.get(site.id) ?? site;
  const bought = lots.filter(({ thing }) => problem.things[thing]?.site === site.id).map(({ pool }) => pool);
  const nodePools = joined([...owned.nodePools, ...bought], site, quarter);
  const built: DeepReadonly<Site> = { ...owned, nodePools };
  return deepFreeze({ ...built, storage: declaredIn(plan, problem, site, built, quarter, at) });
}

/** A class names one pool: nodes that are bought for it join that pool. */
function joined(pools: readonly DeepReadonly<NodePool>[], { storage }: DeepReadonly<Site>, quarter: Quarter): readonly DeepReadonly<NodePool>[] {
  const named = new Set(storage.flatMap(({ pool }) => pool ?? []));
  if (named.size === 0) return pools;
  const own = (pool: DeepReadonly<NodePool>): string => [...named].find((id) => pool.purpose === 'storage' && (pool.id === id || pool.id.startsWith(`${id}-20`))) ?? pool.id;
  const groups = new Map<string, DeepReadonly<NodePool>[]>();
  for (const pool of pools) groups.set(own(pool), [...(groups.get(own(pool)) ?? []), pool]);
  return [...groups].flatMap(([id, members]) => {
    const [first] = members;
    if (first === undefined || !named.has(id)) return members;
    const serving = members.filter((pool) => inService(pool, quarter));
    const { retires: _retires, hall: _hall, ...pool } = serving[0] ?? first;
    return [{ ...pool, id, count: serving.reduce((sum, { count }) => sum + count, 0), available: serving[0] === undefined ? first.available : quarter }];
  });
}

/** Down to whole GiB, as people write sizes; what is left of it is declared by nobody. */
const wholeGiB = (bytes: bigint): bigint => (bytes > 1n << 40n ? (bytes >> 30n) << 30n : bytes);

/**
 * What each class declares of the disks that stand: in proportion to what it needs, so that none starves beside another's
 * spare room. Declaring is a setting, not a purchase.
 */
function declaredIn(plan: Plan, { stored }: EstateProblem, site: DeepReadonly<Site>, built: DeepReadonly<Site>, quarter: Quarter, at: number): DeepReadonly<Site>['storage'] {
  if (!describesDisks(site)) return site.storage;
  const { planning } = plan.estate;
  const needs = site.storage.map((storage) => (storage.available === undefined || storage.available <= quarter ? diskFor(storage, stored.get(`${site.id} ${at} storage/${storage.class}`) ?? 0n, planning.storage) : 0n));
  const total = needs.reduce((sum, one) => sum + one, 0n);
  const pools = new Map(built.nodePools.filter(({ purpose }) => purpose === 'storage').map((pool) => [pool.id, diskBytes(pool)]));
  const disks = layoutOf(built, quarter, plan.facility.get(site.id) ?? bareFacility).runs.reduce((sum, { pool, nodes }) => sum + BigInt(nodes) * (pools.get(pool) ?? 0n), 0n);
  const apart = site.storage.some(({ pool }) => pool !== undefined);
  return site.storage.map(({ rawFrom, ...storage }, index) => ({ ...storage, raw: (total === 0n ? (disks === 0n ? 0n : rawIn({ raw: storage.raw, rawFrom }, quarter)) : apart ? (needs[index] ?? 0n) : wholeGiB((disks * (needs[index] ?? 0n)) / total)) as typeof storage.raw }));
}
