import type { ClusterReader, ObjectMetadata, ServedKind } from '../edge/cluster.js';
import { visible } from '../edge/visible.js';
import type { Inventory } from './inventory.js';

/** An object in a namespace of ours that nobody declared. */
export interface ForeignObject {
  readonly site: string;
  readonly namespace: string;
  readonly kind: string;
  readonly apiVersion: string;
  readonly name: string;
}

/** Kinds that controllers keep by themselves, or that are no objects at all. */
const bookkeeping = new Set(['Event', 'Endpoints', 'EndpointSlice', 'Lease', 'ControllerRevision', 'PodMetrics']);

/** What Kubernetes puts into every namespace, and helm's own records. */
function isStandard(kind: string, { name, labels }: ObjectMetadata): boolean {
  if (kind === 'ServiceAccount') return name === 'default';
  if (kind === 'ConfigMap') return name === 'kube-root-ca.crt';
  return kind === 'Secret' && name.startsWith('sh.helm.release.v1.') && labels?.['owner'] === 'helm';
}

function isOurs(inventory: Inventory, { kind }: ServedKind, { name, namespace = '', annotations }: ObjectMetadata): boolean {
  if (inventory.holds(kind, namespace, name)) return true;
  const release = annotations?.['meta.helm.sh/release-name'];
  return release !== undefined && inventory.holdsRelease(annotations?.['meta.helm.sh/release-namespace'] ?? namespace, release);
}

/**
 * Foreign objects in the namespaces of a site's states: neither in a state, nor rendered from a release in one, nor owned
 * by another object, nor standard. Only metadata is read, never content.
 */
export async function foreignObjects(site: string, reader: ClusterReader, inventory: Inventory): Promise<ForeignObject[]> {
  const found: ForeignObject[] = [];
  for (const apiVersion of await reader.apiVersions())
    for (const kind of await reader.kinds(apiVersion)) {
      if (!kind.namespaced || !kind.listable || bookkeeping.has(kind.kind)) continue;
      for (const object of await reader.list(kind)) {
        const { name, namespace, ownerReferences } = object;
        if (namespace === undefined || !inventory.namespaces.has(namespace)) continue;
        if ((ownerReferences?.length ?? 0) > 0 || isStandard(kind.kind, object) || isOurs(inventory, kind, object)) continue;
        found.push({ site, namespace, kind: visible(kind.kind, 80), apiVersion, name: visible(name, 260) });
      }
    }
  const key = ({ namespace, kind, name }: ForeignObject): string => `${namespace}/${kind}/${name}`;
  return found.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
