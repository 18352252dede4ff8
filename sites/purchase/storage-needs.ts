import { schemeOf, rawBytes } from '../capacity/storage/scheme.js';
import { healsFromOf, meanFill } from '../capacity/storage/usable.js';
import type { DeepReadonly, Estate } from '../model/estate.js';
import type { Site, StorageClass } from '../model/kinds/site.js';

type Limits = Estate['planning']['storage'];

/** Classes that lie on the same pools: what one takes of their disks the others lack. */
export interface DiskGroup {
  /** Id of the pool they name; `*` for all storage pools of the site. */
  readonly pools: string;
  readonly classes: readonly DeepReadonly<StorageClass>[];
  /** Whether the room of a whole rack, or of one host, is kept free to heal into. */
  readonly heals: 'rack' | 'host';
  /** Failure domains below which no loss could be healed. */
  readonly domains: number;
  readonly failureDomain: 'rack' | 'host';
}

/** A class that names a pool counts for that pool, and for the whole, which has to hold everything. */
export function diskGroups(site: DeepReadonly<Site>, limits: Limits): readonly DiskGroup[] {
  const named = [...new Set(site.storage.flatMap(({ pool }) => pool ?? []))];
  const group = (pools: string, classes: readonly DeepReadonly<StorageClass>[]): DiskGroup => ({
    pools,
    classes,
    heals: classes.some((one) => one.failureDomain === 'rack' || healsFromOf(one, limits) === 'rack') ? 'rack' : 'host',
    domains: Math.max(...classes.map((one) => schemeOf(one).size)) + 1,
    failureDomain: classes.some(({ failureDomain }) => failureDomain === 'rack') ? 'rack' : 'host',
  });
  if (site.storage.length === 0) return [];
  return [group('*', site.storage), ...named.map((pool) => group(pool, site.storage.filter((one) => one.pool === pool)))];
}

/** Disk that data of a class take: with redundancy, and below nearfull on the fullest disk. */
export function diskFor(storage: DeepReadonly<StorageClass>, data: bigint, limits: Limits): bigint {
  const [numerator, denominator] = meanFill(limits.nearfullPercent, limits);
  return (rawBytes(schemeOf(storage), data) * denominator + numerator - 1n) / numerator;
}

/** Whether the site describes storage nodes at all. */
export const describesDisks = (site: Pick<DeepReadonly<Site>, 'nodePools'>): boolean => site.nodePools.some(({ purpose, shape }) => purpose === 'storage' && (shape.disks ?? []).length > 0);
