import type { Quarter } from '../../model/calendar.js';
import type { DeepReadonly } from '../../model/estate.js';
import type { NodePool, Site, StorageClass } from '../../model/kinds/site.js';
import type { FacilityInputs } from '../facility-inputs.js';
import { layoutOf, type Layout } from '../layout.js';
import { inService } from '../../model/pools-in-service.js';

/** A storage node in its rack. */
export interface StorageHost {
  readonly pool: string;
  /** From 1, as in `node/SITE/POOL/1`. */
  readonly node: number;
  /** `<hall>/<number>`, as in `rack/SITE/HALL/1`. */
  readonly rack: string;
  readonly hall: string;
  /** Of all its disks. */
  readonly bytes: bigint;
}

/** The hosts whose disks hold a class. A pool's node that stands in no rack holds nothing. */
export interface Topology {
  /** The same ids for every class that lies on the same pools. */
  readonly pools: readonly string[];
  readonly hosts: readonly StorageHost[];
  /** Disks of all hosts. */
  readonly bytes: bigint;
}

/** Pools a class lies on: the one it names, else every storage pool of the site. */
export const poolsOf = (site: Pick<DeepReadonly<Site>, 'nodePools'>, { pool }: Pick<DeepReadonly<StorageClass>, 'pool'>): readonly DeepReadonly<NodePool>[] =>
  site.nodePools.filter(({ id, purpose }) => purpose === 'storage' && (pool === undefined || id === pool));

/** Bytes of one node's disks. */
export const diskBytes = ({ shape }: Pick<DeepReadonly<NodePool>, 'shape'>): bigint => (shape.disks ?? []).reduce((sum, { count, size }) => sum + BigInt(count) * size, 0n);

const known = new WeakMap<Layout, Map<string, Topology>>();

/**
 * Where a class lies in a quarter, or `undefined` where the site describes no storage nodes with disks at all: then
 * nothing can be said of its hosts. Computed once for each layout.
 */
export function topologyOf(site: DeepReadonly<Site>, storage: Pick<DeepReadonly<StorageClass>, 'pool'>, quarter: Quarter, facility?: FacilityInputs): Topology | undefined {
  const pools = poolsOf(site, storage).filter((pool) => diskBytes(pool) > 0n);
  if (pools.length === 0) return undefined;
  const layout = layoutOf(site, quarter, facility);
  const ofLayout = known.get(layout) ?? new Map<string, Topology>();
  known.set(layout, ofLayout);
  const serving = pools.filter((pool) => inService(pool, quarter));
  const key = serving.map(({ id }) => id).join(' ');
  const found = ofLayout.get(key) ?? built(layout, serving);
  ofLayout.set(key, found);
  return found;
}

function built({ runs }: Layout, pools: readonly DeepReadonly<NodePool>[]): Topology {
  const disks = new Map(pools.map((pool) => [pool.id, diskBytes(pool)]));
  const hosts = runs.flatMap((run): StorageHost[] => {
    const bytes = disks.get(run.pool);
    if (bytes === undefined) return [];
    return Array.from({ length: run.nodes }, (_, index) => ({
      pool: run.pool,
      node: run.firstNode + index,
      rack: `${run.hall}/${run.firstRack + Math.floor(index / run.perRack)}`,
      hall: run.hall,
      bytes,
    }));
  });
  return { pools: [...disks.keys()], hosts, bytes: hosts.reduce((sum, host) => sum + host.bytes, 0n) };
}
