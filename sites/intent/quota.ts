import type { Estate } from '../model/estate.js';
import type { ProtectionTier } from '../model/kinds/protection.js';
import type { DeepReadonly } from '../model/estate.js';
import type { TenantQuota, TenantSystem } from '../model/kinds/tenancy-request.js';
import type { Bytes, Unit } from '../model/units.js';
import type { Quota } from './environment.js';
import { sessionOnly } from './session-only.js';

/** A requested quota in figures, as it is granted: sizes are looked up, what was left out is zero, and so is what a system that stores nothing would store. */
export function resolveQuota(estate: Pick<Estate, 'quotaSizes'>, requested: DeepReadonly<TenantQuota>, system: DeepReadonly<Pick<TenantSystem, 'flows'>>): Quota {
  const quota = figures(estate, requested);
  return sessionOnly(system) ? { ...quota, storage: {}, backup: 0n as Bytes } : quota;
}

function figures(estate: Pick<Estate, 'quotaSizes'>, requested: DeepReadonly<TenantQuota>): Quota {
  if ('size' in requested) {
    const { cpu, memory, gpu = 0, storage, pods, backup } = estate.quotaSizes.sizes[requested.size];
    return { cpu, memory, gpu, storage: { [estate.quotaSizes.storageClass]: storage }, pods, loadBalancers: 0, backup };
  }
  const { cpu, memory, gpu = 0, storage, pods, loadBalancers = 0, backup = 0n as Bytes } = requested;
  return { cpu, memory, gpu, storage, pods, loadBalancers, backup };
}

/** Share of a quantity in percent, rounded up: a standby never gets less than its share. */
function shareOf<T extends Unit<string>>(value: T, percent: number): T {
  // Percentages are written with at most two decimals, so hundredths of a percent are exact.
  const hundredths = BigInt(Math.round(percent * 100));
  return ((value * hundredths + 9_999n) / 10_000n) as T;
}

/** What a standby holds before a failover. Load balancers come with the failover; backups lie elsewhere. */
export function standbyQuota(full: Quota, share: DeepReadonly<ProtectionTier['standbyShare']>): Quota {
  return {
    cpu: shareOf(full.cpu, share.compute),
    memory: shareOf(full.memory, share.compute),
    gpu: Number(shareOf(BigInt(full.gpu) as Unit<'gpu'>, share.compute)),
    storage: Object.fromEntries(Object.entries(full.storage).map(([name, size]) => [name, shareOf(size, share.storage)])),
    pods: Number(shareOf(BigInt(full.pods) as Unit<'pods'>, share.compute)),
    loadBalancers: 0,
    backup: 0n as Bytes,
  };
}
