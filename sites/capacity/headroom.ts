import type { Estate } from '../model/estate.js';
import { protectedTiers } from '../model/kinds/protection.js';
import { operatingSites } from '../model/scenario.js';
import type { Bytes, MilliCpu } from '../model/units.js';
import type { EnvironmentIntent, Intent, Quota } from '../intent/environment.js';
import { allocatable, type Amount } from './site-capacity.js';

export interface SiteHeadroom {
  readonly site: string;
  readonly allocatable: Amount;
  readonly committed: Amount;
  /** Negative where more is promised than there is. */
  readonly left: Amount;
}

/** An environment that has nowhere to run when a site is lost, and why. */
export interface Unplaced {
  readonly namespace: string;
  readonly because: 'no-standby' | 'standby-not-operating' | 'best-effort';
}

export interface LossHeadroom {
  readonly lost: string;
  readonly survivors: readonly SiteHeadroom[];
  /** Protected environments that would not run, and best-effort ones that are shed. */
  readonly unplaced: readonly Unplaced[];
}

type Sum = { cpu: bigint; memory: bigint; gpu: bigint; storage: Record<string, bigint> };

const nothing = (): Sum => ({ cpu: 0n, memory: 0n, gpu: 0n, storage: {} });

function add(sum: Sum, quota: Quota): void {
  sum.cpu += quota.cpu;
  sum.memory += quota.memory;
  sum.gpu += BigInt(quota.gpu);
  for (const [name, size] of Object.entries(quota.storage)) sum.storage[name] = (sum.storage[name] ?? 0n) + size;
}

const amount = ({ cpu, memory, gpu, storage }: Sum): Amount => ({ cpu: cpu as MilliCpu, memory: memory as Bytes, gpu, storage: storage as Record<string, Bytes> });

function headroomOf(estate: Estate, promised: ReadonlyMap<string, Sum>): SiteHeadroom[] {
  return operatingSites(estate)
    .filter(({ id }) => promised.has(id))
    .map((site): SiteHeadroom => {
      const have = allocatable(site, estate.scenario.asOf);
      const sum = promised.get(site.id) ?? nothing();
      const classes = [...new Set([...Object.keys(have.storage), ...Object.keys(sum.storage)])].sort();
      return {
        site: site.id,
        allocatable: have,
        committed: amount(sum),
        left: amount({
          cpu: have.cpu - sum.cpu,
          memory: have.memory - sum.memory,
          gpu: have.gpu - sum.gpu,
          storage: Object.fromEntries(classes.map((name) => [name, (have.storage[name] ?? 0n) - (sum.storage[name] ?? 0n)])),
        }),
      };
    });
}

/** Promises against allocatable at every operating site, nothing lost: primaries at full size, standbys at their share. */
export function siteHeadroom(estate: Estate, intent: Intent): SiteHeadroom[] {
  const promised = new Map(operatingSites(estate).map(({ id }) => [id, nothing()]));
  for (const { primary, standby, quota, standbyQuota } of intent.environments) {
    const there = promised.get(primary.site);
    if (there !== undefined) add(there, quota);
    const other = standby === undefined ? undefined : promised.get(standby.site);
    if (other !== undefined && standbyQuota !== undefined) add(other, standbyQuota);
  }
  return headroomOf(estate, promised);
}

/**
 * The same with each operating site lost in turn. Protected environments of the lost site run at full size at their
 * standby; survivors keep their primaries and the reserves whose primary is still alive.
 */
export function lossHeadroom(estate: Estate, intent: Intent): LossHeadroom[] {
  return operatingSites(estate).map(({ id: lost }): LossHeadroom => {
    const promised = new Map(operatingSites(estate).filter(({ id }) => id !== lost).map(({ id }) => [id, nothing()]));
    const unplaced: Unplaced[] = [];
    for (const environment of intent.environments) {
      const where = placeAfterLoss(environment, lost, promised);
      if (where !== undefined) unplaced.push({ namespace: environment.namespace, because: where });
    }
    return { lost, survivors: headroomOf(estate, promised), unplaced };
  });
}

function placeAfterLoss({ primary, standby, tier, quota, standbyQuota }: EnvironmentIntent, lost: string, promised: ReadonlyMap<string, Sum>): Unplaced['because'] | undefined {
  const reserve = standby === undefined ? undefined : promised.get(standby.site);
  if (primary.site !== lost) {
    const there = promised.get(primary.site);
    if (there !== undefined) add(there, quota);
    if (reserve !== undefined && standbyQuota !== undefined) add(reserve, standbyQuota);
    return undefined;
  }
  if (!protectedTiers.includes(tier)) return 'best-effort';
  if (standby === undefined) return 'no-standby';
  if (reserve === undefined) return 'standby-not-operating';
  add(reserve, quota);
  return undefined;
}
