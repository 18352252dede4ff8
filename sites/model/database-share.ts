import type { DeepReadonly, Estate } from './estate.js';
import type { Protection } from './kinds/protection.js';
import type { Site } from './kinds/site.js';
import type { Bytes, MilliCpu } from './units.js';

/** Whether the platform's operator runs and replicates an engine. Every other one lies on its owner's volumes. */
export const isOperated = ({ engine }: { readonly engine: string }): boolean => engine === 'postgresql';

/** What the archiver beside each instance takes, of the same quota: it compresses and sends log, one segment at a time. */
export const archiverSize = { cpu: 200n as MilliCpu, memory: (512n << 20n) as Bytes };

/** What one database's cluster takes of its environment's quota. */
export interface DatabaseShare {
  readonly instances: number;
  readonly storageClass: string;
  /** Of each instance's volume. */
  readonly disk: Bytes;
  /** Of each instance's database process, requested and the most it gets. */
  readonly cpu: MilliCpu;
  readonly memory: Bytes;
}

/** What was granted, as far as clusters are cut from it. */
interface Granted {
  readonly cpu: bigint;
  readonly memory: bigint;
  readonly storage: Readonly<Record<string, bigint>>;
}

const gibi = 1n << 30n;
const mebi = 1n << 20n;
const roundedUp = (value: bigint, to: bigint): bigint => ((value + to - 1n) / to) * to;
const roundedDown = (value: bigint, to: bigint): bigint => (value / to) * to;
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const percentOf = (value: bigint, percent: number): bigint => (value * BigInt(Math.round(percent * 100))) / 10_000n;

/** Class of block storage databases lie in: of those granted at the primary the largest; none where no block storage was granted. */
export function databaseClass({ sites }: Pick<Estate, 'sites'>, primary: string, storage: Granted['storage']): string | undefined {
  const granted = (sites[primary]?.storage ?? []).filter(({ backend, class: name }) => backend === 'ceph-rbd' && (storage[name] ?? 0n) > 0n).map((entry) => entry.class);
  return granted.sort((a, b) => ((storage[b] ?? 0n) > (storage[a] ?? 0n) ? 1 : -1))[0];
}

/**
 * Clusters of databases cut from a quota, in the order of their sizes' list: a share of CPU and memory split by the sizes,
 * and as many instances as the tier wants and the storage admits, yet one at least. An instance is no larger than three
 * quarters of the largest node of the site, or no node could take it beside what runs on each.
 */
export function databaseShares({ sites, recovery }: Pick<Estate, 'sites' | 'recovery'>, sizes: readonly bigint[], of: { readonly tier: Protection; readonly storageClass: string; readonly site: string; readonly quota: Granted }): readonly DatabaseShare[] {
  const { tier, storageClass, site, quota } = of;
  const { instances: wanted, spareDiskPercent, computePercent } = recovery.databaseClusters;
  const disks = sizes.map((size) => roundedUp(percentOf(size, 100 + spareDiskPercent), gibi));
  const together = disks.reduce((sum, disk) => sum + disk, 0n);
  const admitted = together === 0n ? 1n : (quota.storage[storageClass] ?? 0n) / together;
  const instances = Number(most(1n, least(BigInt(wanted[tier]), admitted)));
  const node = largestNode(sites[site]);
  const part = (granted: bigint, disk: bigint, ofNode: bigint, archiver: bigint, step: bigint): bigint => {
    const share = together === 0n ? 0n : (percentOf(granted, computePercent) * disk) / together / BigInt(instances);
    return most(step, roundedDown(least(share, (ofNode * 3n) / 4n) - archiver, step));
  };
  return disks.map((disk): DatabaseShare => ({
    instances,
    storageClass,
    disk: disk as Bytes,
    cpu: part(quota.cpu, disk, node.cpu, archiverSize.cpu, 100n) as MilliCpu,
    memory: part(quota.memory, disk, node.memory, archiverSize.memory, 64n * mebi) as Bytes,
  }));
}

/** What the largest node for tenants' pods can carry; without any, nothing bounds an instance but its quota. */
function largestNode(site: DeepReadonly<Site> | undefined): { readonly cpu: bigint; readonly memory: bigint } {
  const general = (site?.nodePools ?? []).filter(({ purpose }) => purpose === 'general');
  const largest = (all: readonly bigint[]): bigint => all.reduce(most, 0n) || (1n << 60n);
  return {
    cpu: largest(general.map(({ shape, allocatableReserve }) => shape.cpu - allocatableReserve.cpu)),
    memory: largest(general.map(({ shape, allocatableReserve }) => shape.memory - allocatableReserve.memory)),
  };
}

/** What one replica of each database takes at a site that holds nothing else of the environment. */
export interface ThirdReplicas {
  readonly cpu: MilliCpu;
  readonly memory: Bytes;
  readonly storage: Readonly<Record<string, Bytes>>;
  readonly pods: number;
}

/** The quota of one replica of each: pods for one more than there are, since the operator joins a new one before the old one goes. */
export function thirdReplicas(shares: readonly DatabaseShare[]): ThirdReplicas {
  const sum = (of: (share: DatabaseShare) => bigint): bigint => shares.reduce((total, share) => total + of(share), 0n);
  const storage: Record<string, Bytes> = {};
  for (const { storageClass, disk } of shares) storage[storageClass] = ((storage[storageClass] ?? 0n) + disk) as Bytes;
  return {
    cpu: sum(({ cpu }) => 2n * (cpu + archiverSize.cpu)) as MilliCpu,
    memory: sum(({ memory }) => 2n * (memory + archiverSize.memory)) as Bytes,
    storage,
    pods: 2 * shares.length,
  };
}
