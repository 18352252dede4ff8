import { asStart, quarterOf, type Day } from '../model/calendar.js';
import type { DeepReadonly } from '../model/estate.js';
import type { Site, StorageClass } from '../model/kinds/site.js';
import type { Bytes, MilliCpu } from '../model/units.js';

/** What a site can give or is asked for. Storage is usable bytes per class. */
export interface Amount {
  readonly cpu: MilliCpu;
  readonly memory: Bytes;
  readonly gpu: bigint;
  readonly storage: Readonly<Record<string, Bytes>>;
}

/**
 * Fill above which Ceph warns; usable space ends there, not at full.
 * Source: mon_osd_nearfull_ratio, https://docs.ceph.com/en/latest/rados/configuration/mon-config-ref/
 */
const nearfullPercent = 85n;

/** Bytes tenants can use of a class: raw, less redundancy, up to nearfull. */
export function usableBytes(storage: DeepReadonly<StorageClass>): Bytes {
  const logical =
    'replicas' in storage.redundancy
      ? storage.raw / BigInt(storage.redundancy.replicas)
      : (storage.raw * BigInt(storage.redundancy.data)) / BigInt(storage.redundancy.data + storage.redundancy.coding);
  return ((logical * nearfullPercent) / 100n) as Bytes;
}

/** Allocatable of a site on a day: pools in service, nodes less what the node itself reserves. Dedicated pools count for nobody else. */
export function allocatable(site: DeepReadonly<Site>, asOf: Day): Amount {
  const now = quarterOf(asOf);
  const pools = site.nodePools.filter(
    (pool) => pool.available <= now && (pool.retires === undefined || asOf < asStart(pool.retires)) && (pool.purpose === 'general' || pool.purpose === 'gpu') && pool.dedicatedTo === undefined,
  );
  let cpu = 0n;
  let memory = 0n;
  let gpu = 0n;
  for (const pool of pools) {
    const nodes = BigInt(pool.count);
    cpu += nodes * atLeastZero(pool.shape.cpu - pool.allocatableReserve.cpu);
    memory += nodes * atLeastZero(pool.shape.memory - pool.allocatableReserve.memory);
    gpu += nodes * BigInt(pool.shape.gpu ?? 0);
  }
  const classes = site.storage.filter((storage) => storage.available === undefined || storage.available <= now);
  return { cpu: cpu as MilliCpu, memory: memory as Bytes, gpu, storage: Object.fromEntries(classes.map((storage) => [storage.class, usableBytes(storage)])) };
}

const atLeastZero = (value: bigint): bigint => (value < 0n ? 0n : value);
