import { databaseClass, databaseShares } from '../model/database-share.js';
import type { CellNote } from './cell.js';
import type { Recovery, Subject } from './context.js';

/**
 * Databases with fewer instances at their primary than the tier wants, since the storage granted admits no more: what a lost
 * node costs inside the site, before any site is lost. Below an instance stand three replicas of its volume.
 */
export function fewInstances({ estate }: Pick<Recovery, 'estate'>, { protection }: Subject): readonly CellNote[] {
  const { tier, primary, environment } = protection;
  const operated = protection.databases.filter((one) => one.operated);
  const storageClass = databaseClass(estate, primary.site, environment.quota.storage);
  if (operated.length === 0 || storageClass === undefined) return [];
  const [share] = databaseShares(estate, operated.map(({ database }) => database.size), { tier, storageClass, site: primary.site, quota: environment.quota });
  const wanted = estate.recovery.databaseClusters.instances[tier];
  return share === undefined || share.instances >= wanted ? [] : [{ note: 'few-instances', instances: share.instances, wanted }];
}
