import type { Estate } from '../../sites/model/estate.js';
import { environmentsOf, type DerivedEnvironment } from './placement.js';
import type { SitePairs } from './quota-keys.js';

/** Pairs of sites as storage classes name them, for an environment at a site. */
export type PairsOf = (environment: DerivedEnvironment, site: string) => SitePairs;

interface Pair {
  /** Of every class both sites have. */
  readonly classes: readonly string[];
  readonly own: ReadonlyMap<string, string>;
}

/**
 * The pair an environment's volumes replicate in, as its tier and its sites have it: a pair stands from the first day,
 * whether or not both sites operate. What consumes other sectors' fields stores nothing, so nothing of it replicates.
 */
function pairOf({ recovery, sites }: Estate, { tier, asked: { primary, standby }, consumesOtherSectors, full }: DerivedEnvironment): Pair | undefined {
  if (standby === undefined || standby === primary || consumesOtherSectors || recovery.copies[tier].volumes.mode === 'none') return undefined;
  if ([primary, standby].some((id) => sites[id] === undefined || sites[id].phase === 'retired')) return undefined;
  const blocks = (id: string) => (sites[id]?.storage ?? []).filter(({ backend }) => backend === 'ceph-rbd').map((storage) => storage.class);
  const shared = blocks(primary).filter((name) => blocks(standby).includes(name));
  const pair = [primary, standby].sort().join('-');
  const granted = shared.filter((name) => (full.storage[name] ?? 0n) > 0n);
  return granted.length === 0 ? undefined : { classes: shared.map((name) => `${name}-${pair}`), own: new Map(granted.map((name) => [name, `${name}-${pair}`])) };
}

export function pairsOfEstate(estate: Estate): PairsOf {
  const own = new Map<string, Pair>();
  const at = new Map<string, Set<string>>();
  for (const environment of environmentsOf(estate)) {
    const pair = pairOf(estate, environment);
    if (pair === undefined) continue;
    own.set(environment.namespace, pair);
    for (const site of [environment.asked.primary, environment.asked.standby ?? '']) at.set(site, new Set([...(at.get(site) ?? []), ...pair.classes]));
  }
  return ({ namespace }, site) => ({ here: [...(at.get(site) ?? [])].sort(), own: own.get(namespace)?.own ?? new Map<string, string>() });
}
