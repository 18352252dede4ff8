import { zonedClass } from '../../sites/model/object-zone.js';
import { cephNamespace, cephPools } from '../ceph-storage.js';
import { mirrored, type ComponentInput, type PlatformComponent } from './component.js';

/**
 * The site's Ceph cluster with its pools. Mirroring between sites belongs to the protection stack.
 * Source: https://github.com/rook/rook/blob/release-1.20/deploy/charts/rook-ceph-cluster/values.yaml
 */
export const rookCephCluster: PlatformComponent = {
  podSecurity: 'privileged',
  holdsData: true,
  values: (input) => {
    const { site, labels } = input;
    const zoned = zonedClass(site);
    return {
      operatorNamespace: cephNamespace,
      cephImage: { repository: mirrored(site, 'quay.io/ceph/ceph') },
      cephClusterMetadata: { labels: { ...labels } },
      cephClusterSpec: {
        mon: { count: monitors(input), allowMultiplePerNode: false },
        mgr: { count: 2, allowMultiplePerNode: false },
        network: { connections: { encryption: { enabled: true }, requireMsgr2: true } },
        storage: {
          useAllNodes: true,
          useAllDevices: true,
          ...(site.storage.some(({ encrypted }) => encrypted) ? { config: { encryptedDevice: 'true' } } : {}),
        },
      },
      ...cephPools(site.storage, zoned === undefined ? undefined : { name: site.id, storageClass: zoned.class }),
    };
  },
};

/** A quorum of five outlives the loss of one node during the maintenance of another; it needs five nodes. */
function monitors({ site }: ComponentInput): number {
  const nodes = site.nodePools.filter(({ purpose }) => purpose === 'storage').reduce((sum, { count }) => sum + count, 0);
  return nodes >= 5 ? 5 : 3;
}
