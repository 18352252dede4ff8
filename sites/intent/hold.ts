import type { Day } from '../model/calendar.js';
import type { DeepReadonly, Estate } from '../model/estate.js';
import type { CordonLimit } from '../model/kinds/offboarding.js';
import type { TenantEnvironment } from '../model/kinds/tenancy-request.js';
import type { Cordon } from '../model/offboarding.js';
import type { Bytes, MilliCpu } from '../model/units.js';
import { pairPool } from './derive-protection.js';
import type { EnvironmentIntent, Quota } from './environment.js';
import { resolveQuota, standbyQuota } from './quota.js';

/** Why an environment has less than its request says. */
export type Hold = { readonly is: 'cordoned'; readonly transition: string } | { readonly is: 'expired'; readonly on: Day };

/** What of an environment's intent is other than its request while it is held. */
export interface Held {
  readonly hold: Hold;
  readonly quota: Quota;
  readonly standbyQuota: Quota;
}

const nothing: Omit<Quota, 'backup'> = { cpu: 0n as MilliCpu, memory: 0n as Bytes, gpu: 0, storage: {}, pods: 0, loadBalancers: 0 };

/** Where an environment runs and waits. */
interface Places {
  readonly primary: string;
  readonly standby?: string | undefined;
}

/** What its request grants an environment, whether or not it is held. */
export interface Grant {
  readonly quota: Quota;
  readonly standbyQuota: Quota;
}

/**
 * The quotas of an environment that is cordoned, or whose last day has gone by; undefined for every other one. Neither
 * takes anything away that is there: Kubernetes keeps what runs and what is stored above its quota, and lets nothing new
 * start. A cordon's figures go before an expiry: they are what was in use. Where more was in use than is granted, as after
 * a quota shrank, what is granted stays: a cordon never gives.
 */
export function heldQuotas({ expiresAt }: DeepReadonly<TenantEnvironment>, cordon: Cordon | undefined, sites: Places, grant: Grant, asOf: Day): Held | undefined {
  const { backup } = grant.quota;
  if (cordon !== undefined) {
    const at = (site: string | undefined, granted: Quota): Omit<Quota, 'backup'> => {
      const limit = cordon.limits.find((one) => one.site === site);
      return limit === undefined ? nothing : withinGrant(limit, granted, sites);
    };
    return { hold: { is: 'cordoned', transition: cordon.transition }, quota: { ...at(sites.primary, grant.quota), backup }, standbyQuota: { ...at(sites.standby, grant.standbyQuota), backup: 0n as Bytes } };
  }
  if (expiresAt === undefined || expiresAt >= asOf) return undefined;
  return { hold: { is: 'expired', on: expiresAt }, quota: { ...nothing, backup }, standbyQuota: { ...nothing, backup: 0n as Bytes } };
}

/** What a request grants an environment at one of its sites. */
export function grantedAt(estate: Pick<Estate, 'quotaSizes' | 'protection'>, { environment, primary, tier, system }: Pick<EnvironmentIntent, 'environment' | 'primary' | 'tier' | 'system'>, site: string): Quota {
  const quota = resolveQuota(estate, environment.quota, system);
  return site === primary.site ? quota : standbyQuota(quota, estate.protection.tiers[tier].standbyShare);
}

/** Figures of a cordon, none above what is granted. Both classes a volume may lie in share the grant of one. */
export function withinGrant(limit: DeepReadonly<CordonLimit>, granted: DeepReadonly<Quota>, sites: Places): Omit<Quota, 'backup'> {
  const left = new Map<string, bigint>(Object.entries(granted.storage));
  const take = (name: string, size: Bytes): Bytes => {
    const of = grantOf(name, granted, sites);
    const rest = of === undefined ? 0n : (left.get(of) ?? 0n);
    const taken = size < rest ? size : rest;
    if (of !== undefined) left.set(of, rest - taken);
    return taken as Bytes;
  };
  const own = (name: string): number => (Object.hasOwn(granted.storage, name) ? 0 : 1);
  const storage = Object.entries(limit.storage).sort(([a], [b]) => own(a) - own(b)).map(([name, size]): [string, Bytes] => [name, take(name, size)]);
  return {
    cpu: limit.cpu < granted.cpu ? limit.cpu : granted.cpu,
    memory: limit.memory < granted.memory ? limit.memory : granted.memory,
    gpu: Math.min(limit.gpu ?? 0, granted.gpu),
    storage: Object.fromEntries(storage.filter(([name]) => grantOf(name, granted, sites) !== undefined)),
    pods: Math.min(limit.pods, granted.pods),
    loadBalancers: Math.min(limit.loadBalancers ?? 0, granted.loadBalancers),
  };
}

/** The granted storage class whose volumes lie in a class: itself, or the one that a pair of sites replicates. */
export const grantOf = (name: string, { storage }: Pick<DeepReadonly<Quota>, 'storage'>, { primary, standby }: Places): string | undefined =>
  Object.keys(storage).find((granted) => name === granted || (standby !== undefined && name === pairPool(granted, primary, standby)));
