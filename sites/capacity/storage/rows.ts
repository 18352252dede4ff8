import { protections, type Protection } from '../../model/kinds/protection.js';
import type { Quarter } from '../../model/calendar.js';
import { pointer, type Pointer } from '../../model/pointer.js';
import type { Bytes } from '../../model/units.js';
import { bytesKept, repositoryOf } from '../backup/bytes.js';
import { retainedBackups, type RetainedBackup } from '../backup/retained.js';
import type { ProtectedEnvironment } from '../backup/protected.js';
import { bucketCopies } from '../copies/bucket-copies.js';
import { isHeld } from '../copies/held.js';
import { localBackups } from '../copies/local-backups.js';
import { thirdReplicasIn } from '../copies/third-replicas.js';
import { demandIn, type Use } from '../demand.js';
import type { Plan } from '../headroom.js';
import { interval, less, type Interval } from '../interval.js';
import { lossOf, situationIn } from '../loss.js';
import { isStorage } from '../quantities.js';
import { poolsOf } from './topology.js';
import { usableClasses, type UsableClass } from './usable.js';

/** One storage class of one site in one quarter. Bytes of data, redundancy taken off, but for `raw` and `missing`. */
export interface StorageRow {
  readonly site: string;
  readonly class: string;
  readonly quarter: Quarter;
  /** Absent where something is promised in a class that the site has not, or not yet. */
  readonly there?: UsableClass;
  readonly usable: Bytes;
  /** What environments that run here, wait here, or have moved here are owed. */
  readonly promised: Readonly<Record<Use, Bytes>>;
  /** Backups whose copies lie in the class: those of other sites, and short ones of the site's own. */
  readonly backups: Interval;
  /** Replicas of databases at the site of their backups, and buckets of other sites. */
  readonly replicas: Bytes;
  /** Negative where more is promised than may be. */
  readonly left: Interval<bigint>;
  readonly inputs: readonly Pointer[];
}

/** Storage in a quarter, with whole sites of the scenario lost: their systems have moved where they move. */
export interface StorageQuarter {
  readonly quarter: Quarter;
  readonly rows: readonly StorageRow[];
  readonly backups: readonly RetainedBackup[];
}

const prefix = 'storage/';

type Owed = { readonly promised: Record<Use, bigint>; readonly inputs: Set<Pointer>; backups: { low: bigint; mid: bigint; high: bigint }; replicas: bigint };

/**
 * What every class of every site that serves in a quarter holds, owes and has left, in order of site and class.
 *
 * @param least only what is owed to this tier and those protected better; every tier where left out.
 */
export function storageIn(plan: Plan, environments: readonly ProtectedEnvironment[], quarter: Quarter, least: Protection = 'bronze'): StorageQuarter {
  const { estate, growth } = plan;
  const counts = (tier: Protection): boolean => protections.indexOf(tier) <= protections.indexOf(least);
  const situation = situationIn(estate, quarter, lossOf(estate.scenario.lose).sites);
  const owed = new Map<string, Map<string, Owed>>([...situation.serving].map((id) => [id, new Map<string, Owed>()]));
  const owedIn = (site: string, name: string): Owed | undefined => {
    const classes = owed.get(site);
    const found = classes?.get(name) ?? { promised: { primary: 0n, standby: 0n, moved: 0n }, inputs: new Set<Pointer>(), backups: { low: 0n, mid: 0n, high: 0n }, replicas: 0n };
    classes?.set(name, found);
    return classes === undefined ? undefined : found;
  };
  const promises = plan.promises.filter(({ tier }) => counts(tier));
  for (const { site, use, amounts, promise, guarantee } of demandIn(estate, promises, quarter, situation, growth).placed)
    for (const [resource, amount] of amounts) {
      if (!isStorage(resource) || amount === 0n) continue;
      const there = owedIn(site, resource.slice(prefix.length));
      if (there === undefined) continue;
      there.promised[use] += amount;
      there.inputs.add(`${promise.pointer}/quota`);
      if (guarantee.forecast !== undefined) there.inputs.add(`${promise.pointer}${pointer('forecast', guarantee.forecast)}`);
      if (guarantee.basis === 'growth') there.inputs.add(pointer('planning', 'growth', 'storagePerYear'));
      if (use === 'standby') there.inputs.add(pointer('protection', 'tiers', promise.tier, 'standbyShare', 'storage'));
    }
  const counted = environments.filter(({ promise }) => counts(promise.tier));
  const backups = retainedBackups(estate, counted, quarter, situation, growth);
  const local = localBackups(estate, counted, quarter, growth)
    .filter(({ site, environment: { promise }, when }) => isHeld({ site, promise, when: [when] }, situation))
    .map(({ site, class: name, data, keeps, age, inputs }) => ({ site, class: name, retained: bytesKept(repositoryOf(estate, data), keeps, age), inputs }));
  for (const { site, class: name, retained, inputs } of [...backups, ...local]) {
    const there = site === undefined || name === undefined ? undefined : owedIn(site, name);
    if (there === undefined) continue;
    there.backups = interval((bound) => (there.backups[bound] + retained[bound]) as Bytes);
    inputs.forEach((input) => there.inputs.add(input));
  }
  for (const copy of [...thirdReplicasIn(estate, counted, quarter, growth), ...bucketCopies(estate, counted, quarter, growth)])
    for (const [resource, amount] of copy.amounts) {
      const there = isStorage(resource) && isHeld(copy, situation) ? owedIn(copy.site, resource.slice(prefix.length)) : undefined;
      if (there === undefined) continue;
      there.replicas += amount;
      copy.inputs.forEach((input) => there.inputs.add(input));
    }
  const rows = [...owed].flatMap(([id, classes]): StorageRow[] => {
    const site = estate.sites[id];
    if (site === undefined) return [];
    const usable = usableClasses(estate, site, quarter, plan.facility.get(id));
    const names = [...site.storage.map((storage) => storage.class), ...[...classes.keys()].sort()];
    return [...new Set(names)].flatMap((name): StorageRow[] => {
      const there = usable.find(({ storage }) => storage.class === name);
      const debt = classes.get(name);
      if (there === undefined && debt === undefined) return [];
      return [rowOf({ site: id, class: name, quarter, there, debt, pools: there === undefined ? [] : pointersOf(site.nodePools, id, poolsOf(site, there.storage).map((pool) => pool.id)) })];
    });
  });
  return { quarter, rows, backups };
}

const pointersOf = (all: readonly { readonly id: string }[], site: string, ids: readonly string[]): readonly Pointer[] => all.flatMap(({ id }, index) => (ids.includes(id) ? [pointer('sites', site, 'nodePools', index)] : []));

function rowOf({ site, class: name, quarter, there, debt, pools }: { site: string; class: string; quarter: Quarter; there: UsableClass | undefined; debt: Owed | undefined; pools: readonly Pointer[] }): StorageRow {
  const promised = (debt?.promised ?? { primary: 0n, standby: 0n, moved: 0n }) as Record<Use, Bytes>;
  const backups = (debt?.backups ?? { low: 0n, mid: 0n, high: 0n }) as Interval;
  const replicas = (debt?.replicas ?? 0n) as Bytes;
  const usable = there?.usable ?? (0n as Bytes);
  const own = there === undefined ? [] : [pointer('sites', site, 'storage', there.index), ...pools, ...['nearfullPercent', 'unevenPercent', 'healsFrom'].map((key) => pointer('planning', 'storage', key))];
  return {
    site,
    class: name,
    quarter,
    ...(there === undefined ? {} : { there }),
    usable,
    promised,
    backups,
    replicas,
    left: less(usable - promised.primary - promised.standby - promised.moved - replicas, backups),
    inputs: [...own, ...(debt?.inputs ?? [])],
  };
}

/** Bytes a class holds when everything promised is there: what a loss is judged with. The likely size of the backups counts. */
export const heldBytes = ({ promised, backups, replicas }: Pick<StorageRow, 'promised' | 'backups' | 'replicas'>): Bytes => (promised.primary + promised.standby + promised.moved + replicas + backups.mid) as Bytes;
