import type { ClusterReader, ObjectMetadata, ServedKind } from '../edge/cluster.js';
import { visible } from '../edge/visible.js';
import { rulesOf } from '../../constructs/tenant-role-rules.js';
import { clusterWide, isOfKubernetes } from './cluster-wide.js';
import type { HeldNamespace, Inventory } from './inventory.js';
import { inScope, type Scope } from './scope.js';

/** An object in a namespace of ours, or of the whole cluster, that nobody declared. */
export interface ForeignObject {
  readonly site: string;
  /** Absent where the object belongs to no namespace. */
  readonly namespace?: string;
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

/** Kinds that tenants may make themselves in their namespaces: it is their software, and nobody is to declare it here. */
const tenantsOwnKinds: ReadonlySet<string> = new Set(rulesOf('operate').flatMap(({ apiGroups, resources, verbs }) => (verbs.includes('create') ? apiGroups.flatMap((group) => resources.filter((name) => !name.includes('/')).map((name) => `${group}/${name}`)) : [])));

const isTenantsOwn = ({ apiVersion, plural }: ServedKind): boolean => tenantsOwnKinds.has(`${apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : ''}/${plural}`);

export interface ForeignOptions {
  /** Namespaces outside it are left out; what belongs to none goes with the site's platform. */
  readonly scope: Scope;
  /** Also lists what tenants may make themselves. */
  readonly tenantsOwn: boolean;
}

/**
 * Whether a namespace lies in a scope. The third copies of an environment have theirs from the site's protection stack,
 * and are their organisation's all the same.
 */
const isHeldIn = ({ stack, organisation }: HeldNamespace, scope: Scope): boolean => inScope({ name: stack.name, site: stack.site, ...(organisation === undefined ? {} : { organisation }), ...(stack.organisation === undefined ? {} : { organisation: stack.organisation }) }, scope);

/**
 * Foreign objects of a site, in the namespaces of its states and of the whole cluster: neither in a state, nor rendered
 * from a release in one, nor owned by another object, nor standard, nor what tenants may make in their own. Only metadata
 * is read, never content.
 */
export async function foreignObjects(site: string, reader: ClusterReader, inventory: Inventory, { scope, tenantsOwn }: ForeignOptions): Promise<ForeignObject[]> {
  const found: ForeignObject[] = [];
  const wholeCluster = inScope({ name: `${site}-platform`, site }, scope);
  for (const apiVersion of await reader.apiVersions())
    for (const kind of await reader.kinds(apiVersion)) {
      if (!kind.listable || bookkeeping.has(kind.kind)) continue;
      if (!kind.namespaced && !(wholeCluster && clusterWide(kind))) continue;
      for (const object of await reader.list(kind)) {
        if (!kind.namespaced) {
          if ((object.ownerReferences?.length ?? 0) > 0 || isOfKubernetes(kind, object) || isOurs(inventory, kind, object)) continue;
          found.push({ site, kind: visible(kind.kind, 80), apiVersion, name: visible(object.name, 260) });
          continue;
        }
        const { name, namespace, ownerReferences } = object;
        const held = namespace === undefined ? undefined : inventory.namespaces.get(namespace);
        if (namespace === undefined || held === undefined || !isHeldIn(held, scope)) continue;
        if (!tenantsOwn && held.stack.kind === 'tenant' && isTenantsOwn(kind)) continue;
        if ((ownerReferences?.length ?? 0) > 0 || isStandard(kind.kind, object) || isOurs(inventory, kind, object)) continue;
        found.push({ site, namespace, kind: visible(kind.kind, 80), apiVersion, name: visible(name, 260) });
      }
    }
  const key = ({ namespace = '', kind, name }: ForeignObject): string => `${namespace}/${kind}/${name}`;
  return found.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
