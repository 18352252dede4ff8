import type { Estate } from '../model/estate.js';
import type { Bytes } from '../model/units.js';
import { databaseSizes } from './database-sizes.js';
import { pairPool } from './derive-protection.js';
import type { Quota } from './environment.js';
import type { EnvironmentProtection } from './protection.js';

/**
 * A quota as storage classes have it: block storage of volumes that replicate lies in the pair's class, but for the part
 * its databases take, which replicate by themselves and would otherwise cross the link twice. Both parts together are what
 * was granted; requests and capacity go on speaking of the class itself.
 */
export function quotaOnPairs(estate: Pick<Estate, 'sites' | 'recovery'>, protection: EnvironmentProtection, site: string, quota: Quota): Quota {
  const { pair: own } = protection;
  if (own === undefined) return quota;
  const databases = databaseSizes(estate, protection, site, quota);
  const storage: Record<string, Bytes> = {};
  for (const [name, granted] of Object.entries(quota.storage)) {
    const pair = pairPool(name, ...own.sites);
    if (!own.pools.includes(pair)) {
      storage[name] = granted;
      continue;
    }
    const taken = databases.filter(({ storageClass }) => storageClass === name).reduce((sum, { disk, instances }) => sum + disk * BigInt(instances), 0n);
    storage[name] = (taken < granted ? taken : granted) as Bytes;
    storage[pair] = (granted - storage[name]) as Bytes;
  }
  return { ...quota, storage };
}
