/** A kind of custom resource: its definition must exist on a cluster before an object of it can be planned. */
export interface CustomKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** API groups every cluster serves. Source: https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.35/ */
const builtIn: ReadonlySet<string> = new Set([
  '',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'apps',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'resource.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
]);

/** Kinds outside the API groups every cluster serves, each once, in order. */
export function customKinds(objects: readonly CustomKind[]): readonly CustomKind[] {
  const custom = objects.filter(({ apiVersion }) => !builtIn.has(apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : ''));
  const byName = new Map(custom.map(({ apiVersion, kind }) => [`${apiVersion} ${kind}`, { apiVersion, kind }]));
  return [...byName.keys()].sort().flatMap((name) => byName.get(name) ?? []);
}
