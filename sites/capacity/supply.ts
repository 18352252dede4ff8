import type { Quarter } from '../model/calendar.js';
import type { DeepReadonly } from '../model/estate.js';
import type { NodePool, Site } from '../model/kinds/site.js';
import { compartmentOfPool, type Compartment } from './compartment.js';
import { inService } from '../model/pools-in-service.js';
import type { Quantities } from './quantities.js';

/** Pods a node takes where its pool does not say: https://kubernetes.io/docs/setup/best-practices/cluster-large/ */
const podsPerNode = 110;

/** What one node offers tenants: its shape less kube-reserved, system-reserved, eviction threshold and DaemonSets. */
export function nodeOffer(pool: Offering): Quantities {
  const before = offers.get(pool);
  if (before !== undefined) return before;
  const { shape, allocatableReserve, maxPods = podsPerNode } = pool;
  const offer: Quantities = new Map([
    ['cpu', atLeastZero(shape.cpu - allocatableReserve.cpu)],
    ['memory', atLeastZero(shape.memory - allocatableReserve.memory)],
    ['gpu', BigInt(shape.gpu ?? 0)],
    ['pods', BigInt(maxPods)],
  ]);
  offers.set(pool, offer);
  return offer;
}

type Offering = Pick<DeepReadonly<NodePool>, 'shape' | 'allocatableReserve' | 'maxPods'>;

/** Pools are never changed: one that differs is another. */
const offers = new WeakMap<Offering, Quantities>();

/** What a site's nodes offer in a quarter, by compartment, less the nodes that are lost (by pool id). */
export function nodeSupply(site: DeepReadonly<Site>, quarter: Quarter, lost: ReadonlyMap<string, number> = new Map()): ReadonlyMap<Compartment, Quantities> {
  const all = new Map<Compartment, Map<string, bigint>>();
  for (const pool of site.nodePools) {
    const compartment = compartmentOfPool(pool);
    if (compartment === undefined || !inService(pool, quarter)) continue;
    const left = BigInt(Math.max(0, pool.count - (lost.get(pool.id) ?? 0)));
    const total = all.get(compartment) ?? new Map<string, bigint>();
    all.set(compartment, total);
    for (const [resource, amount] of nodeOffer(pool)) total.set(resource, (total.get(resource) ?? 0n) + left * amount);
  }
  return all;
}

const atLeastZero = (value: bigint): bigint => (value < 0n ? 0n : value);
