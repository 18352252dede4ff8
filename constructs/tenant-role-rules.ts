export type TenantRoleName = 'operate' | 'view';

export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

const read = ['get', 'list', 'watch'] as const;
const write = [...read, 'create', 'update', 'patch', 'delete', 'deletecollection'] as const;

/** What both roles read: everything of the namespace but its secrets. */
const view: readonly Rule[] = [
  {
    apiGroups: [''],
    resources: ['configmaps', 'endpoints', 'events', 'limitranges', 'persistentvolumeclaims', 'pods', 'pods/log', 'pods/status', 'resourcequotas', 'serviceaccounts', 'services'],
    verbs: read,
  },
  { apiGroups: ['apps'], resources: ['daemonsets', 'deployments', 'replicasets', 'statefulsets'], verbs: read },
  { apiGroups: ['batch'], resources: ['cronjobs', 'jobs'], verbs: read },
  { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: read },
  { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: read },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses', 'networkpolicies'], verbs: read },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: read },
  { apiGroups: ['events.k8s.io'], resources: ['events'], verbs: read },
  { apiGroups: ['rbac.authorization.k8s.io'], resources: ['rolebindings', 'roles'], verbs: read },
  { apiGroups: ['metrics.k8s.io'], resources: ['pods'], verbs: read },
];

/**
 * What operators change. The stock `admin` and `edit` roles are not used: they write NetworkPolicies, and `admin`
 * RoleBindings. Quotas, limits, roles, bindings, network policies, endpoints and tokens stay the platform's; so do
 * DaemonSets, whose size follows the platform's nodes.
 */
const operate: readonly Rule[] = [
  ...view,
  { apiGroups: [''], resources: ['configmaps', 'persistentvolumeclaims', 'pods', 'secrets', 'serviceaccounts', 'services'], verbs: write },
  // `get` beside `create`: kubectl speaks WebSocket, which begins as a GET.
  { apiGroups: [''], resources: ['pods/attach', 'pods/exec', 'pods/portforward'], verbs: ['create', 'get'] },
  { apiGroups: [''], resources: ['pods/eviction'], verbs: ['create'] },
  { apiGroups: [''], resources: ['pods/ephemeralcontainers'], verbs: ['get', 'patch', 'update'] },
  { apiGroups: ['apps'], resources: ['deployments', 'replicasets', 'statefulsets'], verbs: write },
  { apiGroups: ['apps'], resources: ['deployments/scale', 'replicasets/scale', 'statefulsets/scale'], verbs: ['get', 'patch', 'update'] },
  { apiGroups: ['batch'], resources: ['cronjobs', 'jobs'], verbs: write },
  { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: write },
  { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: write },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses'], verbs: write },
];

export const rulesOf = (role: TenantRoleName): readonly Rule[] => ({ operate, view })[role];
