import type { DeepReadonly } from '../../model/estate.js';
import type { StorageClass } from '../../model/kinds/site.js';
import type { Bytes } from '../../model/units.js';

/** How a class spreads each placement group: `size` replicas or chunks, any `data` of which hold everything. */
export interface Scheme {
  readonly size: number;
  readonly data: number;
  /** Fewest that must be there for a group to serve at all: below it Ceph stops reads and writes alike. */
  readonly minSize: number;
}

/**
 * The scheme of a class, with Ceph's defaults where the file sets no `minSize`.
 * Sources: replicated pools take size − ⌊size/2⌋ (osd_pool_default_min_size 0,
 * https://docs.ceph.com/en/latest/rados/configuration/pool-pg-config-ref/); erasure-coded pools take k + min(1, m − 1)
 * (OSDMonitor::prepare_pool_size).
 */
export function schemeOf({ redundancy, minSize }: Pick<DeepReadonly<StorageClass>, 'redundancy' | 'minSize'>): Scheme {
  if ('replicas' in redundancy) {
    const { replicas } = redundancy;
    return { size: replicas, data: 1, minSize: minSize ?? replicas - Math.floor(replicas / 2) };
  }
  const { data, coding } = redundancy;
  return { size: data + coding, data, minSize: minSize ?? data + Math.min(1, coding - 1) };
}

/** Bytes of data that raw bytes hold, rounded down. */
export const logicalBytes = ({ size, data }: Scheme, raw: bigint): Bytes => ((raw * BigInt(data)) / BigInt(size)) as Bytes;

/** Raw bytes that data take, rounded up. */
export const rawBytes = ({ size, data }: Scheme, logical: bigint): Bytes => ((logical * BigInt(size) + BigInt(data) - 1n) / BigInt(data)) as Bytes;
