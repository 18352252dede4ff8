import { quarterOf, type Quarter } from './calendar.js';
import type { DeepReadonly, Estate } from './estate.js';
import type { NodePool, Site } from './kinds/site.js';

/** Whether a pool is in service in a quarter: from its first quarter on, until the one in which it retires. */
export const inService = (pool: Pick<DeepReadonly<NodePool>, 'available' | 'retires'>, quarter: Quarter): boolean =>
  pool.available <= quarter && (pool.retires === undefined || quarter < pool.retires);

/** Quarter in which a site's nodes are looked at: the estate's, or the one that it opens in where that is still to come. */
export function quarterOfUse({ scenario }: Pick<Estate, 'scenario'>, { milestones: { commissioning } }: Pick<DeepReadonly<Site>, 'milestones'>): Quarter {
  const now = quarterOf(scenario.asOf);
  return commissioning > now ? commissioning : now;
}

/** Pools whose nodes are there on the estate's day. What is still to come is capacity on paper: nothing runs on it, and nothing asks for its disks. */
export const poolsInService = ({ scenario }: Pick<Estate, 'scenario'>, { nodePools }: Pick<DeepReadonly<Site>, 'nodePools'>): readonly DeepReadonly<NodePool>[] => nodePools.filter((pool) => inService(pool, quarterOf(scenario.asOf)));

/**
 * Pools with disks that are not in service on a day although their site operates and claims each disk: `ndc-01/storage-2`.
 * What is synthesised of a site leaves them out.
 */
export const poolsLeftOut = (sites: Estate['sites'], quarter: Quarter): readonly string[] =>
  Object.values(sites).flatMap(({ id, phase, disks, nodePools }) => (phase !== 'operating' || disks === undefined ? [] : nodePools.filter((pool) => pool.shape.disks !== undefined && !inService(pool, quarter)).map((pool) => `${id}/${pool.id}`)));
