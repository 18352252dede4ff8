import type { Estate } from '../../sites/model/estate.js';
import type { ChartRelease, KubernetesObject } from '../planset/read-model.js';
import { deepField, labelOf } from './values.js';

/** Kinds that hold data, or without which data cannot be reached, wherever they stand. */
export const dataKinds: ReadonlySet<string> = new Set([
  'PersistentVolumeClaim',
  'PersistentVolume',
  'StatefulSet',
  'VolumeSnapshot',
  'VolumeSnapshotContent',
  // CloudNativePG, and the archive of its log.
  'Cluster',
  'Backup',
  'ObjectStore',
  // Rook.
  'CephCluster',
  'CephBlockPool',
  'CephFilesystem',
  'CephFilesystemSubVolumeGroup',
  'CephObjectStore',
  'CephObjectStoreUser',
  'CephObjectRealm',
  'CephObjectZoneGroup',
  'CephObjectZone',
  'ObjectBucketClaim',
  'ObjectBucket',
  // Velero.
  'BackupStorageLocation',
  'BackupRepository',
  'VolumeSnapshotLocation',
  // Replication between sites: without the relation the copy is nobody's.
  'VolumeReplication',
  'VolumeGroupReplication',
]);

/** Groups of custom resources that hold data: with a definition every object of its kind goes. */
const dataGroups: ReadonlySet<string> = new Set(['ceph.rook.io', 'postgresql.cnpg.io', 'barmancloud.cnpg.io', 'velero.io', 'objectbucket.io', 'snapshot.storage.k8s.io', 'replication.storage.openshift.io']);

/** Secrets that are no keys: what an account, a release or a registry is reached with can be made again. */
const spareSecrets: ReadonlySet<string> = new Set(['kubernetes.io/service-account-token', 'kubernetes.io/dockercfg', 'kubernetes.io/dockerconfigjson', 'helm.sh/release.v1', 'bootstrap.kubernetes.io/token']);

/** Charts that take no data along when they go. Of any other nobody said so. */
const spareCharts: ReadonlySet<string> = new Set(['cilium', 'cert-manager', 'trust-manager', 'ceph-csi-drivers', 'metrics-server']);

/** Types of other providers that make keys: a new one opens nothing the old one closed. */
const keyTypes: ReadonlySet<string> = new Set(['random_password', 'random_bytes', 'tls_private_key', 'tls_self_signed_cert']);

/** Types that hold nothing: they steer the engine, or patch a part of an object that stays. */
const spareTypes = /^(terraform_data|null_resource|time_.*|kubernetes_(labels|annotations|env|node_taint)|kubernetes_config_map(_v1)?_data|random_(id|integer|pet|shuffle|string|uuid))$/;

/** Namespaces that can be made again: the catalogue installs something there, and nothing but charts that take no data along. */
export function spareNamespaces({ components }: Pick<Estate, 'components'>): ReadonlySet<string> {
  const installed = Object.values(components);
  const holding = new Set(installed.flatMap(({ chart, namespace }) => (spareCharts.has(chart) ? [] : [namespace])));
  return new Set(installed.flatMap(({ namespace }) => (holding.has(namespace) ? [] : [namespace])));
}

/** Whether an object holds data. What cannot be told counts as holding it: to be careful costs two signatures, to be wrong costs the data. */
export function holdsData({ kind, name, labels, body }: KubernetesObject, spare: ReadonlySet<string>): boolean {
  if (dataKinds.has(kind)) return true;
  switch (kind) {
    case 'Namespace': {
      // It takes everything in it along, whoever made it: a label may make it an environment's, none makes it empty.
      const role = labelOf(labels, 'ndc.gov.vn/role');
      return !spare.has(name) || !(role === undefined || role === 'platform');
    }
    case 'Secret': {
      const type = deepField(body, 'type');
      return !(typeof type === 'string' && spareSecrets.has(type));
    }
    case 'CustomResourceDefinition':
      return !name.includes('.') || dataGroups.has(name.slice(name.indexOf('.') + 1));
    default:
      return false;
  }
}

/** Whether uninstalling a release takes data along. */
export const releaseHoldsData = ({ chart }: ChartRelease): boolean => !(typeof chart === 'string' && spareCharts.has(chart));

/** Whether a resource of another provider holds data: yes, no, or nobody can tell. */
export function typeHoldsData(type: string): boolean | undefined {
  if (keyTypes.has(type)) return true;
  return spareTypes.test(type) ? false : undefined;
}
