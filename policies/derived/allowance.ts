import type { DeepReadonly, Estate } from '../../sites/model/estate.js';
import type { ProtectionTier } from '../../sites/model/kinds/protection.js';
import type { TenantQuota } from '../../sites/model/kinds/tenancy-request.js';

/** What an environment may use at a site: milliCPU, bytes, counts. Storage per class. */
export interface Allowance {
  readonly cpu: bigint;
  readonly memory: bigint;
  readonly gpu: bigint;
  readonly pods: bigint;
  readonly loadBalancers: bigint;
  readonly storage: Readonly<Record<string, bigint>>;
  /** Bytes of backup, at the backup site. */
  readonly backup: bigint;
}

/** A requested quota in figures. */
export function allowanceOf({ quotaSizes }: Pick<Estate, 'quotaSizes'>, quota: DeepReadonly<TenantQuota>): Allowance {
  const figures = 'size' in quota ? { ...quotaSizes.sizes[quota.size], storage: { [quotaSizes.storageClass]: quotaSizes.sizes[quota.size].storage } } : quota;
  return {
    cpu: figures.cpu,
    memory: figures.memory,
    gpu: BigInt(figures.gpu ?? 0),
    pods: BigInt(figures.pods),
    loadBalancers: BigInt('loadBalancers' in figures ? (figures.loadBalancers ?? 0) : 0),
    storage: figures.storage,
    backup: figures.backup ?? 0n,
  };
}

/** A percentage as an exact fraction: `33.5` is 335 / 1000. */
function fraction(percent: number): readonly [bigint, bigint] {
  const [whole = '0', decimals = ''] = percent.toFixed(6).split('.');
  return [BigInt(whole + decimals), 100n * 10n ** BigInt(decimals.length)];
}

/** What waits at a standby: shares rounded up, so that it never waits with less than promised. Load balancers and backups do not wait there. */
export function shareOf(full: Allowance, { compute, storage }: DeepReadonly<ProtectionTier['standbyShare']>): Allowance {
  const part = (value: bigint, percent: number): bigint => {
    const [numerator, denominator] = fraction(percent);
    return (value * numerator + denominator - 1n) / denominator;
  };
  return {
    cpu: part(full.cpu, compute),
    memory: part(full.memory, compute),
    gpu: part(full.gpu, compute),
    pods: part(full.pods, compute),
    loadBalancers: 0n,
    storage: Object.fromEntries(Object.entries(full.storage).map(([name, size]) => [name, part(size, storage)])),
    backup: 0n,
  };
}
