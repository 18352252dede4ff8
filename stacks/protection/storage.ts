import { Construct } from 'constructs';
import { ObjectMultisite } from '../../constructs/protection/object-multisite.js';
import { PairPools } from '../../constructs/protection/pair-pools.js';
import { RbdMirror } from '../../constructs/protection/rbd-mirror.js';
import { GroupReplicationClass, ReplicationClass } from '../../constructs/protection/replication-class.js';
import type { ProtectionIntent } from '../../sites/intent/protection.js';
import type { DeepReadonly, Estate } from '../../sites/model/estate.js';
import { protections } from '../../sites/model/kinds/protection.js';
import type { Site } from '../../sites/model/kinds/site.js';
import { zonedClass } from '../../sites/model/object-zone.js';

/** Pools of the site's pairs, what mirrors them, the classes by which volumes are replicated, and the site's zone of objects. */
export function storageBetweenSites(scope: Construct, estate: Estate, site: DeepReadonly<Site>, { pairs, environments }: ProtectionIntent): void {
  const here = pairs.filter(({ a, b }) => a === site.id || b === site.id);
  const pools = new Construct(scope, 'Pools');
  for (const { a, b, operating, cut, pools: named, intervals } of here) {
    const peer = a === site.id ? b : a;
    for (const { pool, storageClass } of named) {
      const storage = site.storage.find((entry) => entry.class === storageClass);
      if (storage !== undefined) new PairPools(pools, `pool-${pool}`, { pool, storage, ...(operating ? { mirroring: { peer, intervals } } : cut ? { mirroring: { intervals: [] } } : {}) });
    }
  }
  if (here.some(({ operating, cut }) => operating || cut)) {
    new RbdMirror(pools, 'rbd-mirror');
    new GroupReplicationClass(pools, 'replication-groups');
    const used = new Set(environments.filter(({ pair }) => pair?.sites.includes(site.id) === true).map(({ tier }) => tier));
    for (const tier of protections) {
      const { volumes } = estate.recovery.copies[tier];
      if (used.has(tier) && volumes.mode !== 'none') new ReplicationClass(pools, `replication-${tier}`, { tier, mode: volumes.mode, ...(volumes.mode === 'snapshot' ? { intervalMinutes: volumes.intervalMinutes } : {}) });
    }
  }
  const storage = zonedClass(site);
  if (storage === undefined || site.interSite === undefined) return;
  const master = realmSite(estate);
  const objects = new Construct(scope, 'Objects');
  new ObjectMultisite(objects, 'object', { site: site.id, storage, host: site.interSite.objects, ...(master === undefined || master.id === site.id ? {} : { master: master.host }) });
}

/**
 * The realm is held by the first site, by number, that operates and has a zone; others pull it. A loss changes nothing of
 * that: another master is made with `radosgw-admin`, and Ceph does not follow these objects.
 */
function realmSite({ sites }: Estate): { readonly id: string; readonly host: string } | undefined {
  const [first] = Object.values(sites)
    .filter((site) => site.phase === 'operating' && zonedClass(site) !== undefined)
    .sort((a, b) => a.number - b.number);
  return first?.interSite === undefined ? undefined : { id: first.id, host: first.interSite.objects };
}
