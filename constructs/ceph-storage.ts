import type { DeepReadonly } from '../sites/model/estate.js';
import type { StorageClass } from '../sites/model/kinds/site.js';
import type { Json } from './literals.js';

/** A storage class of a site. */
export type SiteStorage = DeepReadonly<StorageClass>;

/** Namespace of Rook, its cluster and its drivers; also the name Rook gives the cluster. */
export const cephNamespace = 'rook-ceph';

/** Pool of the files of a Ceph file system, by the name Rook gives it. */
const filesPool = 'data0';

const isErasureCoded = (storage: SiteStorage): boolean => 'data' in storage.redundancy;

/** Pool that keeps what an erasure-coded RBD pool cannot: image metadata needs a replicated one. */
const imagesPool = (storage: SiteStorage): string => `${storage.class}-images`;

/** Copies of metadata beside erasure-coded data: as many as failures the data survives, and one. */
function copies({ redundancy }: SiteStorage): number {
  return 'replicas' in redundancy ? redundancy.replicas : redundancy.coding + 1;
}

function poolSpec(storage: SiteStorage): Record<string, Json> {
  const { redundancy, failureDomain } = storage;
  return 'replicas' in redundancy
    ? { failureDomain, replicated: { size: redundancy.replicas, requireSafeReplicaSize: true } }
    : { failureDomain, erasureCoded: { dataChunks: redundancy.data, codingChunks: redundancy.coding } };
}

const metadataSpec = (storage: SiteStorage): Record<string, Json> => ({ failureDomain: storage.failureDomain, replicated: { size: copies(storage), requireSafeReplicaSize: true } });

/** The class of a pair of sites, cut from one of the site's: same redundancy, pools of its own. */
export const pairStorage = (storage: SiteStorage, pool: string): SiteStorage => ({ ...storage, class: pool });

/** Block pools behind a class. Images, and with them what is mirrored, live in the first. */
export const blockPools = (storage: SiteStorage): readonly { readonly name: string; readonly spec: Readonly<Record<string, Json>> }[] =>
  isErasureCoded(storage)
    ? [
        { name: imagesPool(storage), spec: metadataSpec(storage) },
        { name: storage.class, spec: poolSpec(storage) },
      ]
    : [{ name: storage.class, spec: poolSpec(storage) }];

/** Pools of a zone of objects: where stores share a zone, the pools are the zone's. */
export const zonePools = (storage: SiteStorage): Readonly<Record<string, Json>> => ({ metadataPool: metadataSpec(storage), dataPool: poolSpec(storage), preservePoolsOnDelete: true });

/** Pools, file systems and object stores of the chart rook-ceph-cluster. Its own storage classes stay off: ours are resources of their own. */
export function cephPools(storage: readonly SiteStorage[], zone?: { readonly name: string; readonly storageClass: string }): Record<string, Json> {
  const off = { storageClass: { enabled: false } };
  const of = (backend: SiteStorage['backend']) => storage.filter((entry) => entry.backend === backend);
  return {
    cephBlockPools: of('ceph-rbd').flatMap((entry) => [
      { name: entry.class, spec: poolSpec(entry), ...off },
      ...(isErasureCoded(entry) ? [{ name: imagesPool(entry), spec: metadataSpec(entry), ...off }] : []),
    ]),
    cephFileSystems: of('cephfs').map((entry) => ({
      name: entry.class,
      spec: {
        metadataPool: metadataSpec(entry),
        // CephFS wants its first data pool replicated.
        dataPools: [...(isErasureCoded(entry) ? [{ name: 'default', ...metadataSpec(entry) }] : []), { name: filesPool, ...poolSpec(entry) }],
        metadataServer: { activeCount: 1, activeStandby: true, priorityClassName: 'system-cluster-critical' },
      },
      ...off,
    })),
    cephObjectStores: of('rgw').map((entry) => ({
      name: entry.class,
      spec: {
        // In a zone the pools are the zone's, which is a custom resource of the protection stack.
        ...(zone?.storageClass === entry.class ? { zone: { name: zone.name } } : zonePools(entry)),
        // Clients' gateways take no part in synchronisation between sites: those get their own.
        gateway: { port: 80, instances: 2, disableMultisiteSyncTraffic: true, priorityClassName: 'system-cluster-critical' },
      },
      ...off,
    })),
  };
}

/** Secrets Rook creates for its drivers, as the drivers look them up. */
function secrets(driver: 'rbd' | 'cephfs'): Record<string, string> {
  const users = { provisioner: 'provisioner', 'controller-expand': 'provisioner', 'controller-publish': 'provisioner', 'node-stage': 'node' };
  return Object.fromEntries(
    Object.entries(users).flatMap(([purpose, user]) => [
      [`csi.storage.k8s.io/${purpose}-secret-name`, `rook-csi-${driver}-${user}`],
      [`csi.storage.k8s.io/${purpose}-secret-namespace`, cephNamespace],
    ]),
  );
}

/**
 * Provisioner and parameters of a StorageClass.
 * Source: https://rook.io/docs/rook/latest/Storage-Configuration/Block-Storage-RBD/block-storage/ and its siblings
 */
export function provisioning(storage: SiteStorage): { provisioner: string; parameters: Record<string, string> } {
  switch (storage.backend) {
    case 'ceph-rbd':
      return {
        provisioner: `${cephNamespace}.rbd.csi.ceph.com`,
        parameters: {
          clusterID: cephNamespace,
          ...(isErasureCoded(storage) ? { pool: imagesPool(storage), dataPool: storage.class } : { pool: storage.class }),
          imageFormat: '2',
          imageFeatures: 'layering',
          'csi.storage.k8s.io/fstype': 'ext4',
          ...secrets('rbd'),
        },
      };
    case 'cephfs':
      return {
        provisioner: `${cephNamespace}.cephfs.csi.ceph.com`,
        parameters: { clusterID: cephNamespace, fsName: storage.class, pool: `${storage.class}-${filesPool}`, ...secrets('cephfs') },
      };
    case 'rgw':
      return {
        provisioner: `${cephNamespace}.ceph.rook.io/bucket`,
        parameters: { objectStoreName: storage.class, objectStoreNamespace: cephNamespace },
      };
  }
}
