import type { Day } from '../model/calendar.js';
import type { DeepReadonly } from '../model/estate.js';
import type { TenantEnvironment } from '../model/kinds/tenancy-request.js';
import type { Cordon } from '../model/offboarding.js';
import type { Bytes, MilliCpu } from '../model/units.js';
import type { Quota } from './environment.js';

/** Why an environment has less than its request says. */
export type Hold = { readonly is: 'cordoned'; readonly transition: string } | { readonly is: 'expired'; readonly on: Day };

/** What of an environment's intent is other than its request while it is held. */
export interface Held {
  readonly hold: Hold;
  readonly quota: Quota;
  readonly standbyQuota: Quota;
}

const nothing: Omit<Quota, 'backup'> = { cpu: 0n as MilliCpu, memory: 0n as Bytes, gpu: 0, storage: {}, pods: 0, loadBalancers: 0 };

/**
 * The quotas of an environment that is cordoned, or whose last day has gone by; undefined for every other one. Neither
 * takes anything away that is there: Kubernetes keeps what runs and what is stored above its quota, and lets nothing new
 * start. A cordon's figures go before an expiry: they are what was in use.
 */
export function heldQuotas({ expiresAt }: DeepReadonly<TenantEnvironment>, cordon: Cordon | undefined, sites: { readonly primary: string; readonly standby?: string | undefined }, { backup }: Quota, asOf: Day): Held | undefined {
  if (cordon !== undefined) {
    const at = (site: string | undefined): Omit<Quota, 'backup'> => {
      const limit = cordon.limits.find((one) => one.site === site);
      return limit === undefined ? nothing : { cpu: limit.cpu, memory: limit.memory, gpu: limit.gpu ?? 0, storage: limit.storage, pods: limit.pods, loadBalancers: limit.loadBalancers ?? 0 };
    };
    return { hold: { is: 'cordoned', transition: cordon.transition }, quota: { ...at(sites.primary), backup }, standbyQuota: { ...at(sites.standby), backup: 0n as Bytes } };
  }
  if (expiresAt === undefined || expiresAt >= asOf) return undefined;
  return { hold: { is: 'expired', on: expiresAt }, quota: { ...nothing, backup }, standbyQuota: { ...nothing, backup: 0n as Bytes } };
}
