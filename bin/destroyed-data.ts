import { isUnknown, type KubernetesObject, type ReadPlanSet } from '../policies/planset/read-model.js';

/** Kinds that hold data wherever they stand; a tenant's namespace holds whatever is in it. */
const dataKinds = new Set(['PersistentVolumeClaim', 'PersistentVolume', 'StatefulSet', 'Cluster', 'CephCluster', 'CephBlockPool', 'CephObjectStore', 'ObjectStore', 'BackupStorageLocation']);

function holdsData({ kind, labels }: KubernetesObject): boolean {
  if (dataKinds.has(kind)) return true;
  if (kind !== 'Namespace') return false;
  // Labels that cannot be known are no proof that the namespace is nobody's.
  const role = isUnknown(labels) ? labels : labels['ndc.gov.vn/role'];
  return isUnknown(role) || role === 'primary' || role === 'standby';
}

/**
 * What a plan set would destroy or replace although it holds data. `prevent_destroy` guards what the configuration still
 * names; it goes with the block when an entry vanishes from the data, so the plans themselves are looked at.
 */
export function destroyedData({ stacks }: Pick<ReadPlanSet, 'stacks'>): readonly { readonly stack: string; readonly address: string; readonly object: string }[] {
  return stacks.flatMap(({ name, resources }) =>
    resources.flatMap(({ action, address, before }) =>
      before !== undefined && (action === 'delete' || action === 'replace') && holdsData(before) ? [{ stack: name, address, object: `${before.kind} ${before.namespace === undefined ? '' : `${before.namespace}/`}${before.name}` }] : [],
    ),
  );
}
