/** How an object that stands on a cluster is taken into a state: which object it is, and the provider's name for it. */
export interface Importable {
  readonly apiVersion: string;
  readonly kind: string;
  /** Absent for what lies in no namespace. */
  readonly namespace?: string;
  readonly name: string;
  /** What the provider's `import` takes. */
  readonly id: string;
}

/** Values of a resource as they are synthesised. */
type Values = Readonly<Record<string, unknown>>;

/** Kinds a tenant's stack holds, by resource type. */
const kinds: Readonly<Record<string, readonly [apiVersion: string, kind: string]>> = {
  kubernetes_namespace_v1: ['v1', 'Namespace'],
  kubernetes_resource_quota_v1: ['v1', 'ResourceQuota'],
  kubernetes_limit_range_v1: ['v1', 'LimitRange'],
  kubernetes_default_service_account_v1: ['v1', 'ServiceAccount'],
  kubernetes_network_policy_v1: ['networking.k8s.io/v1', 'NetworkPolicy'],
  kubernetes_role_v1: ['rbac.authorization.k8s.io/v1', 'Role'],
  kubernetes_role_binding_v1: ['rbac.authorization.k8s.io/v1', 'RoleBinding'],
};

/**
 * The object of a resource: `<name>` for a namespace, `<namespace>/<name>` inside one, and for manifests the four parts
 * that name an object of any kind.
 * Source: the provider's pages of each resource, https://registry.terraform.io/providers/hashicorp/kubernetes/2.38.0/docs,
 * section "Import"; of manifests https://registry.terraform.io/providers/hashicorp/kubernetes/2.38.0/docs/resources/manifest#import
 * @throws Error for a type that nobody looked up: what a tenant's stack holds must be known here.
 */
export function importable(type: string, values: Values): Importable {
  if (type === 'kubernetes_manifest') return ofManifest(objectAt(values['manifest']));
  const known = kinds[type];
  if (known === undefined) throw new Error(`how a ${type} is imported is not known: add it to stacks/importable.ts`);
  const [apiVersion, kind] = known;
  const { namespace, name } = objectAt(values['metadata']);
  // The account every namespace has carries no name in its configuration.
  const called = type === 'kubernetes_default_service_account_v1' ? 'default' : name;
  if (typeof called !== 'string' || (kind !== 'Namespace' && typeof namespace !== 'string')) throw new Error(`a ${type} without a name or namespace cannot be imported`);
  return typeof namespace === 'string' ? { apiVersion, kind, namespace, name: called, id: `${namespace}/${called}` } : { apiVersion, kind, name: called, id: called };
}

function ofManifest({ apiVersion, kind, metadata }: Values): Importable {
  const { namespace, name } = objectAt(metadata);
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || typeof name !== 'string') throw new Error('a manifest without apiVersion, kind or name cannot be imported');
  const within = typeof namespace === 'string' ? { namespace } : {};
  return { apiVersion, kind, ...within, name, id: [`apiVersion=${apiVersion}`, `kind=${kind}`, ...(typeof namespace === 'string' ? [`namespace=${namespace}`] : []), `name=${name}`].join(',') };
}

const objectAt = (value: unknown): Values => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Values) : {});
