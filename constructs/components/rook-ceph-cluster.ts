import { diskKeysAt, type DiskKeys } from '../../sites/model/disk-keys.js';
import { zonedClass } from '../../sites/model/object-zone.js';
import { poolsInService } from '../../sites/model/pools-in-service.js';
import { cephNamespace, cephPools } from '../ceph-storage.js';
import { kmipPort } from '../key-services.js';
import type { Json } from '../literals.js';
import { bytesQuantity } from '../quantities.js';
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
      // Runbooks and ceremonies speak to Ceph through deployment rook-ceph-tools, which runs the image above.
      toolbox: { enabled: true },
      cephClusterMetadata: { labels: { ...labels } },
      cephClusterSpec: {
        mon: { count: monitors(input), allowMultiplePerNode: false },
        mgr: { count: 2, allowMultiplePerNode: false },
        network: { connections: { encryption: { enabled: true }, requireMsgr2: true } },
        ...disks(input),
      },
      ...cephPools(site.storage, zoned === undefined ? undefined : { name: site.id, storageClass: zoned.class }),
    };
  },
};

/**
 * Disks by claims, whose keys Rook keeps in a key service, where the site declares their class and the inventory a key;
 * else every raw device, whose key Ceph keeps. Disks of nodes that are not there yet are not claimed: their claims would wait,
 * and the operator with them.
 * Source: https://rook.io/docs/rook/latest/CRDs/Cluster/pvc-cluster/#local-storage-example
 */
function disks({ estate, site }: ComponentInput): Readonly<Record<string, Json>> {
  const encrypted = site.storage.some((storage) => storage.encrypted);
  if (site.disks === undefined) return { storage: { useAllNodes: true, useAllDevices: true, ...(encrypted ? { config: { encryptedDevice: 'true' } } : {}) } };
  const { class: storageClassName } = site.disks;
  const keys = encrypted ? diskKeysAt(estate, site.id) : undefined;
  return {
    storage: {
      useAllNodes: false,
      useAllDevices: false,
      storageClassDeviceSets: poolsInService(estate, site).flatMap(({ id, count, shape }) =>
        (count === 0 ? [] : (shape.disks ?? [])).map((disk, index) => ({
          name: `${id}-${index + 1}`,
          count: count * disk.count,
          // A disk stays in its node.
          portable: false,
          encrypted,
          volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { storageClassName, volumeMode: 'Block', accessModes: ['ReadWriteOnce'], resources: { requests: { storage: bytesQuantity(disk.size) } } } }],
        })),
      ),
    },
    ...(keys === undefined ? {} : { security: { kms: keyService(keys), ...(keys.kms === 'vault' ? { keyRotation: { enabled: true, schedule: neverComes } } : {}) } }),
  };
}

/**
 * Passphrases in a store are changed by Rook's own jobs, one for each OSD. A ceremony runs them, with a snapshot of the store
 * right after: one that ran by itself would leave the snapshots at hand without what opens the disks. The 31st of February.
 */
const neverComes = '0 0 31 2 *';

/** Secrets with what Rook proves itself by, or knows the service by: whoever runs the service writes them, no state holds them. */
const [kmipCredentials, storeAuthority] = ['rook-kmip', 'rook-vault-ca'];

const keyService = (keys: DiskKeys): Readonly<Record<string, Json>> =>
  keys.kms === 'kmip'
    ? { connectionDetails: { KMS_PROVIDER: 'kmip', KMIP_ENDPOINT: `${keys.host}:${kmipPort}`, TLS_SERVER_NAME: keys.host }, tokenSecretName: kmipCredentials }
    : { connectionDetails: { KMS_PROVIDER: 'vault', VAULT_ADDR: `https://${keys.host}:8200`, VAULT_BACKEND_PATH: keys.path, VAULT_SECRET_ENGINE: 'kv', VAULT_AUTH_METHOD: 'kubernetes', VAULT_AUTH_KUBERNETES_ROLE: cephNamespace, VAULT_CACERT: storeAuthority } };

/** A quorum of five outlives the loss of one node during the maintenance of another; it needs five nodes. */
function monitors({ estate, site }: ComponentInput): number {
  const nodes = poolsInService(estate, site).filter(({ purpose }) => purpose === 'storage').reduce((sum, { count }) => sum + count, 0);
  return nodes >= 5 ? 5 : 3;
}
