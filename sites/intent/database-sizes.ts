import { databaseClass, databaseShares, thirdReplicas, type DatabaseShare } from '../model/database-share.js';
import type { Estate } from '../model/estate.js';
import type { Bytes } from '../model/units.js';
import type { Quota } from './environment.js';
import type { DatabaseProtection, EnvironmentProtection } from './protection.js';

/** How large one database's cluster is at a site. */
export interface DatabaseSize extends DatabaseShare {
  readonly protection: DatabaseProtection;
}

/** Clusters of the databases that the platform's operator runs, cut from a quota. */
export function databaseSizes(estate: Pick<Estate, 'sites' | 'recovery'>, { tier, environment, databases }: EnvironmentProtection, site: string, quota: Quota): readonly DatabaseSize[] {
  const operated = databases.filter((database) => database.operated);
  // Where it came from: a cluster's volumes stay in the class they were made in.
  const storageClass = databaseClass(estate, (environment.recorded ?? environment).primary.site, environment.quota.storage);
  if (operated.length === 0 || storageClass === undefined) return [];
  const shares = databaseShares(estate, operated.map(({ database }) => database.size), { tier, storageClass, site, quota });
  return operated.flatMap((protection, index): DatabaseSize[] => {
    const share = shares[index];
    return share === undefined ? [] : [{ protection, ...share }];
  });
}

/** What one replica of each database takes at a site that holds nothing else of the environment. */
export const thirdCopyQuota = (sizes: readonly DatabaseSize[]): Quota => ({ ...thirdReplicas(sizes), gpu: 0, loadBalancers: 0, backup: 0n as Bytes });
