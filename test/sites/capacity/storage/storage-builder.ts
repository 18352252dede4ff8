import { classLoss, hostsLost, type ClassLoss } from '../../../../sites/capacity/storage/loss.js';
import { usableClasses, type StorageLimits, type UsableClass } from '../../../../sites/capacity/storage/usable.js';
import type { DeepReadonly, Estate } from '../../../../sites/model/estate.js';
import type { NodePool, Site, StorageClass } from '../../../../sites/model/kinds/site.js';
import { parseBytes, type Bytes } from '../../../../sites/model/units.js';
import { estateOf } from '../../model/estate-files.js';
import { hall, pool, q, siteWith } from '../site-builder.js';

export const now = q('2026-Q3');

const planning = estateOf().planning;

/** Ceph's own limits, disks filled evenly. */
export const withLimits = (changes: Partial<StorageLimits> = {}): Pick<Estate, 'planning'> => ({ planning: { ...planning, storage: { ...planning.storage, ...changes } } });

export const tebi = (count: number): bigint => BigInt(count) << 40n;
/** Bytes as a count of TiB to a millionth: a byte that was rounded away does not show. */
export const inTebi = (bytes: bigint): number => Math.round((Number(bytes) / 2 ** 40) * 1e6) / 1e6;

/** A class of three replicas over racks, 300 TiB raw. */
export const storageClass = (changes: Partial<StorageClass> = {}): StorageClass => ({
  class: 'block',
  backend: 'ceph-rbd',
  redundancy: { replicas: 3 },
  failureDomain: 'rack',
  encrypted: true,
  raw: parseBytes('300Ti'),
  ...changes,
});

export const erasure = (data: number, coding: number, changes: Partial<StorageClass> = {}): StorageClass => storageClass({ class: 'object', backend: 'rgw', redundancy: { data, coding }, ...changes });

/** Storage nodes of one disk each, so many to a rack. */
export const storagePool = (count: number, changes: Partial<NodePool> & { readonly disk?: string } = {}): NodePool => {
  const { disk = '10Ti', ...rest } = changes;
  return pool({ id: 'storage', purpose: 'storage', count, nodesPerRack: 1, shape: { ...pool().shape, disks: [{ count: 1, size: parseBytes(disk) }] }, ...rest });
};

/** A site of one hall of 40 racks with these pools and classes. */
export function storageSite(pools: readonly NodePool[], classes: readonly StorageClass[] = [storageClass()]): DeepReadonly<Site> {
  return { ...siteWith([hall({ racks: 40, rackKw: 20, feeds: [{ id: 'f1', kw: 1000 }, { id: 'f2', kw: 1000 }] })], pools), storage: [...classes] };
}

/** The one class of a site. */
export function usableOf(site: DeepReadonly<Site>, limits: Partial<StorageLimits> = {}): UsableClass {
  const [only] = usableClasses(withLimits(limits), site, now);
  if (only === undefined) throw new Error('the site has no class in service');
  return only;
}

/** What becomes of the one class of a site, holding `bytes`, when domains are lost together. */
export function lossOfClass(site: DeepReadonly<Site>, domains: readonly string[], bytes: bigint = usableOf(site).usable, limits: Partial<StorageLimits> = {}): ClassLoss {
  const usable = usableOf(site, limits);
  const loss = classLoss(withLimits(limits), usable, hostsLost(site, usable.topology?.hosts ?? [], now, domains), bytes);
  if (loss === undefined) throw new Error('nothing is known of the hosts');
  return loss;
}

export const bytesOf = (count: number): Bytes => tebi(count) as Bytes;
