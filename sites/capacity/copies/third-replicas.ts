import type { Quarter } from '../../model/calendar.js';
import { databaseClass, databaseShares, thirdReplicas } from '../../model/database-share.js';
import type { Estate } from '../../model/estate.js';
import { pointer } from '../../model/pointer.js';
import { grownWith, type ProtectedEnvironment } from '../backup/protected.js';
import { compartmentOf } from '../compartment.js';
import { guaranteeIn, type Growth } from '../guarantee.js';
import { isStorage } from '../quantities.js';
import type { HeldCopy } from './held.js';

/**
 * Replicas of databases at the site of the backups, each in a namespace and with a quota of its own. They are built once
 * their primary runs, and stay when it is lost.
 */
export function thirdReplicasIn(estate: Pick<Estate, 'sites' | 'recovery'>, environments: readonly ProtectedEnvironment[], quarter: Quarter, growth?: Growth): readonly HeldCopy[] {
  return environments.flatMap(({ promise, databases: all, replicas: { third } }): HeldCopy[] => {
    const databases = all.filter(({ operated }) => operated);
    const site = third === undefined ? undefined : estate.sites[third];
    const guarantee = site === undefined || databases.length === 0 ? undefined : guaranteeIn(promise, quarter, growth);
    if (site === undefined || guarantee === undefined) return [];
    const { amounts, basis, forecast } = guarantee;
    const storage = Object.fromEntries([...amounts].flatMap(([resource, amount]) => (isStorage(resource) ? [[resource.slice('storage/'.length), amount]] : [])));
    const storageClass = databaseClass(estate, promise.primary, storage);
    if (storageClass === undefined) return [];
    const grown = grownWith(promise.quota, amounts);
    const shares = databaseShares(estate, databases.map(({ size }) => grown(size)), { tier: promise.tier, storageClass, site: site.id, quota: { cpu: amounts.get('cpu') ?? 0n, memory: amounts.get('memory') ?? 0n, storage } });
    const { cpu, memory, pods, storage: disks } = thirdReplicas(shares);
    return [
      {
        kind: 'third-replica',
        namespace: promise.namespace,
        tier: promise.tier,
        promise,
        site: site.id,
        compartment: compartmentOf(site, promise),
        amounts: new Map([['cpu', cpu], ['memory', memory], ['pods', BigInt(pods)], ...Object.entries(disks).map(([name, bytes]): [string, bigint] => [`storage/${name}`, bytes])]),
        basis,
        when: ['at-home', 'moved', 'homeless'],
        inputs: [
          ...databases.map((database) => `${database.pointer}/size`),
          ...(forecast === undefined ? [] : [`${promise.pointer}${pointer('forecast', forecast, 'storage')}`]),
          ...(basis === 'growth' ? [pointer('planning', 'growth', 'storagePerYear')] : []),
          ...['spareDiskPercent', 'computePercent'].map((key) => pointer('recovery', 'databaseClusters', key)),
          pointer('protection', 'tiers', promise.tier, 'backup', 'thirdSite'),
        ],
      },
    ];
  });
}
