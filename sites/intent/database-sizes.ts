import type { DeepReadonly, Estate } from '../model/estate.js';
import type { Site } from '../model/kinds/site.js';
import type { Bytes, MilliCpu } from '../model/units.js';
import type { Quota } from './environment.js';
import type { DatabaseProtection, EnvironmentProtection } from './protection.js';

/** How large one database's cluster is at a site. */
export interface DatabaseSize {
  readonly protection: DatabaseProtection;
  readonly instances: number;
  readonly storageClass: string;
  /** Of each instance's volume. */
  readonly disk: Bytes;
  /** Of each instance's database process, requested and the most it gets. */
  readonly cpu: MilliCpu;
  readonly memory: Bytes;
}

/** What the archiver beside each instance takes, of the same quota: it compresses and sends log, one segment at a time. */
export const archiverSize = { cpu: 200n as MilliCpu, memory: (512n << 20n) as Bytes };

const gibi = 1n << 30n;
const mebi = 1n << 20n;
const roundedUp = (value: bigint, to: bigint): bigint => ((value + to - 1n) / to) * to;
const roundedDown = (value: bigint, to: bigint): bigint => (value / to) * to;
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const percentOf = (value: bigint, percent: number): bigint => (value * BigInt(Math.round(percent * 100))) / 10_000n;

/** Class of block storage a database lies in: of those granted the largest; none where no block storage was granted. */
export function databaseClass({ sites }: Pick<Estate, 'sites'>, { environment }: Pick<EnvironmentProtection, 'environment'>): string | undefined {
  const { primary, quota } = environment;
  const granted = (sites[primary.site]?.storage ?? []).filter(({ backend, class: name }) => backend === 'ceph-rbd' && (quota.storage[name] ?? 0n) > 0n).map((storage) => storage.class);
  return granted.sort((a, b) => ((quota.storage[b] ?? 0n) > (quota.storage[a] ?? 0n) ? 1 : -1))[0];
}

/**
 * Clusters of the databases that the platform's operator runs, cut from a quota: a share of CPU and memory split by the
 * databases' sizes, and as many instances as the tier wants and the storage admits, yet one at least. An instance is no
 * larger than three quarters of the largest node, or no node could take it beside what runs on each.
 */
export function databaseSizes(estate: Pick<Estate, 'sites' | 'recovery'>, protection: EnvironmentProtection, site: string, quota: Quota): readonly DatabaseSize[] {
  const operated = protection.databases.filter((database) => database.operated);
  const storageClass = databaseClass(estate, protection);
  if (operated.length === 0 || storageClass === undefined) return [];
  const { instances: wanted, spareDiskPercent, computePercent } = estate.recovery.databaseClusters;
  const disks = operated.map(({ database }) => roundedUp(percentOf(database.size, 100 + spareDiskPercent), gibi));
  const together = disks.reduce((sum, disk) => sum + disk, 0n);
  const admitted = together === 0n ? 1n : (quota.storage[storageClass] ?? 0n) / together;
  const instances = Number(most(1n, least(BigInt(wanted[protection.tier]), admitted)));
  const node = largestNode(estate.sites[site]);
  const part = (granted: bigint, disk: bigint, node_: bigint, archiver: bigint, step: bigint): bigint => {
    const share = together === 0n ? 0n : (percentOf(granted, computePercent) * disk) / together / BigInt(instances);
    return most(step, roundedDown(least(share, (node_ * 3n) / 4n) - archiver, step));
  };
  return operated.map((database, index): DatabaseSize => {
    const disk = disks[index] ?? gibi;
    return {
      protection: database,
      instances,
      storageClass,
      disk: disk as Bytes,
      cpu: part(quota.cpu, disk, node.cpu, archiverSize.cpu, 100n) as MilliCpu,
      memory: part(quota.memory, disk, node.memory, archiverSize.memory, 64n * mebi) as Bytes,
    };
  });
}

/** What the largest node for tenants' pods can carry; without any, nothing bounds an instance but its quota. */
function largestNode(site: DeepReadonly<Site> | undefined): { readonly cpu: bigint; readonly memory: bigint } {
  const general = (site?.nodePools ?? []).filter(({ purpose }) => purpose === 'general');
  const largest = (sizes: readonly bigint[]): bigint => sizes.reduce(most, 0n) || (1n << 60n);
  return {
    cpu: largest(general.map(({ shape, allocatableReserve }) => shape.cpu - allocatableReserve.cpu)),
    memory: largest(general.map(({ shape, allocatableReserve }) => shape.memory - allocatableReserve.memory)),
  };
}

/** What one replica of each database takes at a site that holds nothing else of the environment. */
export function thirdCopyQuota(sizes: readonly DatabaseSize[]): Quota {
  const sum = (of: (size: DatabaseSize) => bigint): bigint => sizes.reduce((total, size) => total + of(size), 0n);
  const storage: Record<string, Bytes> = {};
  for (const { storageClass, disk } of sizes) storage[storageClass] = ((storage[storageClass] ?? 0n) + disk) as Bytes;
  return {
    // One pod more than there are instances: the operator joins a new one before the old one goes.
    cpu: sum(({ cpu }) => 2n * (cpu + archiverSize.cpu)) as MilliCpu,
    memory: sum(({ memory }) => 2n * (memory + archiverSize.memory)) as Bytes,
    gpu: 0,
    storage,
    pods: 2 * sizes.length,
    loadBalancers: 0,
    backup: 0n as Bytes,
  };
}
