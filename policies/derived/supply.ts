import type { Quarter } from '../../sites/model/calendar.js';
import type { DeepReadonly, Estate } from '../../sites/model/estate.js';
import type { NodePool, Site, StorageClass } from '../../sites/model/kinds/site.js';
import type { DerivedEnvironment } from './placement.js';

/** Quantities by resource: `cpu` (milliCPU), `memory` (bytes), `gpu`, `pods`, `storage/<class>` (bytes). */
export type Quantities = ReadonlyMap<string, bigint>;

/** Nodes that share load: `open`, `secret` (state secrets, Q III.5), or those dedicated to one organisation or system. */
export type Compartment = string;

/** Pods a node takes where a pool does not say: https://kubernetes.io/docs/setup/best-practices/cluster-large/ */
const podsPerNode = 110;

/** Share of usable storage that may be filled: Ceph's nearfull, https://docs.ceph.com/en/latest/rados/configuration/mon-config-ref/ */
const nearfullPercent = 85n;

const compartmentOfPool = ({ purpose, dedicatedTo }: DeepReadonly<NodePool>): Compartment => (dedicatedTo !== undefined ? `dedicated/${dedicatedTo}` : purpose === 'secret' ? 'secret' : 'open');

/** Where an environment runs at a site. */
export function compartmentOf(site: DeepReadonly<Site>, { system, organisation }: Pick<DerivedEnvironment, 'system' | 'organisation'>): Compartment {
  const own = site.nodePools.find(({ dedicatedTo }) => dedicatedTo === system.id) ?? site.nodePools.find(({ dedicatedTo }) => dedicatedTo === organisation);
  return own !== undefined ? compartmentOfPool(own) : system.secrecy === 'none' ? 'open' : 'secret';
}

/**
 * What a site can allocate in a quarter: nodes less what each keeps for itself; storage after redundancy, filled to
 * nearfull. Storage nodes run no tenants. A pool counts from its quarter until the one it retires in.
 */
export function allocatable(site: DeepReadonly<Site>, quarter: Quarter, compartment: Compartment): Quantities {
  const total = new Map<string, bigint>();
  const add = (resource: string, value: bigint): unknown => total.set(resource, (total.get(resource) ?? 0n) + value);
  for (const pool of site.nodePools) {
    const { purpose, shape, count, maxPods = podsPerNode, allocatableReserve, available, retires } = pool;
    if (purpose === 'storage' || compartmentOfPool(pool) !== compartment || available > quarter || (retires !== undefined && retires <= quarter)) continue;
    const nodes = BigInt(count);
    add('cpu', nodes * (shape.cpu - allocatableReserve.cpu));
    add('memory', nodes * (shape.memory - allocatableReserve.memory));
    add('gpu', nodes * BigInt(shape.gpu ?? 0));
    add('pods', nodes * BigInt(maxPods));
  }
  if (compartment === 'open')
    for (const storage of site.storage) if (storage.available === undefined || storage.available <= quarter) add(`storage/${storage.class}`, usable(storage));
  return total;
}

function usable({ raw, redundancy }: DeepReadonly<StorageClass>): bigint {
  const [data, whole] = 'replicas' in redundancy ? [1n, BigInt(redundancy.replicas)] : [BigInt(redundancy.data), BigInt(redundancy.data + redundancy.coding)];
  return (raw * data * nearfullPercent) / (whole * 100n);
}

/** First quarter a site is judged in: now, or when it is commissioned. */
export const firstQuarter = (site: Pick<Estate['sites'][string], 'milestones'>, now: Quarter): Quarter => (site.milestones.commissioning > now ? site.milestones.commissioning : now);
