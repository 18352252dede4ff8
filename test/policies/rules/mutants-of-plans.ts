import { add, drop, mapAt, type Mutant } from '../mutate.js';
import { stackNamed, type StackDraft, type Values } from '../planset-builder.js';

const tenant = 'ndc-02-tenant-bo-y-te';
const platform = 'ndc-02-platform';
const environment = { object: 'environment/ho-so-prod', site: 'ndc-02' };
const later = '${terraform_data.later.output}';

const binding = (more: Values): Values => ({ metadata: { name: 'more' }, role_ref: { api_group: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' }, ...more });
const group = (name: string): Values => ({ kind: 'Group', name, api_group: 'rbac.authorization.k8s.io' });
const clusterWide = (subject: unknown) => (stacks: StackDraft[]) => add(stacks, platform, 'kubernetes_cluster_role_binding_v1', 'more', binding({ subject }));
const inNamespace = (namespace: string, subject: unknown) => (stacks: StackDraft[]) => add(stacks, platform, 'kubernetes_role_binding_v1', 'more', binding({ metadata: { name: 'more', namespace }, subject }));

const cluster = { policy: 'TEN-004', object: 'organisation/bo-y-te', site: 'ndc-02' };
const access = { policy: 'ACC-001', ...environment };
const doors = { policy: 'TEN-005', ...environment };
const data = { policy: 'CHG-001', object: `stack/${tenant}` };
const images = { policy: 'SUP-001', object: 'component/cilium', site: 'ndc-02' };
const racks = { policy: 'RED-008', object: 'component/cilium', site: 'ndc-02' };

/** An object that the platform's chart renders, to be changed in place. */
export function renderedAt(stacks: readonly StackDraft[], kind: string, stack = platform): Values {
  const found = stackNamed(stacks, stack).rendered['cilium']?.find((object) => object['kind'] === kind);
  if (found === undefined) throw new Error(`the chart renders no ${kind}`);
  return found;
}

/** The map at a path below an object. */
export function below(object: Values, ...path: readonly (string | number)[]): Values {
  let here: unknown = object;
  for (const key of path) here = (here as Record<string | number, unknown> | undefined)?.[key];
  if (typeof here !== 'object' || here === null) throw new Error(`nothing stands at ${path.join('.')}`);
  return here as Values;
}

const operator = (stacks: readonly StackDraft[], ...path: readonly (string | number)[]): Values => below(renderedAt(stacks, 'Deployment'), ...path);
const dropRendered = (kind: string) => (stacks: StackDraft[]) => {
  const { rendered } = stackNamed(stacks, platform);
  rendered['cilium'] = (rendered['cilium'] ?? []).filter((object) => object['kind'] !== kind);
  return undefined;
};
const native = (spec: Values) => (stacks: StackDraft[]) => add(stacks, platform, 'kubernetes_deployment_v1', 'own', { metadata: { name: 'own', namespace: 'ndc-system', labels: {} }, spec });
const ceph = (mon: unknown) => (stacks: StackDraft[]) => add(stacks, platform, 'kubernetes_manifest', 'ceph', { manifest: { apiVersion: 'ceph.rook.io/v1', kind: 'CephCluster', metadata: { name: 'ceph', namespace: 'rook-ceph' }, spec: { mon, mgr: { count: 2 } } } });
const service = (spec: Values) => (stacks: StackDraft[]) => add(stacks, tenant, 'kubernetes_service_v1', 'open', { metadata: { name: 'open', namespace: 'ho-so-prod' }, spec });
const claims = { spec: { access_modes: ['ReadWriteOnce'] }, metadata: { name: 'data', namespace: 'ho-so-prod', labels: {} } };

/** The tenant's stack with a volume claim recorded, as `then` plans it. */
const volume = (then: (stack: StackDraft) => unknown) => (stacks: StackDraft[]) => {
  const stack = stackNamed(stacks, tenant);
  add(stacks, tenant, 'kubernetes_persistent_volume_claim_v1', 'data', structuredClone(claims));
  stack.recorded = structuredClone(stack.resources);
  then(stack);
  return undefined;
};
const planned = (actions: readonly string[]) => (stack: StackDraft) => void (stack.actions = { 'kubernetes_persistent_volume_claim_v1.data': actions });

const security = { policy: 'TEN-002', ...environment };
const pod = (spec: Values) => (stacks: StackDraft[]) => add(stacks, tenant, 'kubernetes_manifest', 'more', { manifest: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'more', namespace: 'ho-so-prod' }, spec } });

/** The plan of what is recorded whose configuration says another version: `ignore_changes` leaves no other trace. */
function ignored(stacks: StackDraft[]): undefined {
  const stack = stackNamed(stacks, platform);
  const outputs = Object.fromEntries(Object.keys(stack.outputs).map((id) => [id, {}]));
  const release = { address: 'helm_release.cilium', mode: 'managed', type: 'helm_release', name: 'cilium', expressions: { version: { constant_value: '1.21.0' } } };
  stack.plan = { configuration: { root_module: { outputs, resources: [release] } } };
  return undefined;
}

/** Mutants of the plan set that the rules of issue 5 must kill. */
export const planMutants: readonly Mutant[] = [
  { name: 'a container is privileged', mutator: 'weaken', kills: security, mutate: pod({ containers: [{ name: 'a', securityContext: { privileged: true } }] }) },
  { name: 'a folder of the node is mounted', mutator: 'widen', kills: security, mutate: pod({ volumes: [{ name: 'v', hostPath: { path: '/' } }] }) },
  { name: 'whether a container is privileged becomes unknown', mutator: 'known-to-unknown', kills: security, ends: 'unknown', mutate: pod({ initContainers: [{ name: 'a', securityContext: { privileged: later } }] }) },
  { name: 'a configured version is ignored', mutator: 'weaken', applied: true, kills: { policy: 'CHG-002', object: `stack/${platform}` }, mutate: ignored },

  { name: 'a tenant group is bound cluster-wide', mutator: 'widen', kills: cluster, mutate: clusterWide([group('bo-y-te:platform')]) },
  { name: 'everybody who signed in is bound cluster-wide', mutator: 'widen', kills: cluster, mutate: clusterWide([group('system:authenticated')]) },
  { name: 'a service account of the tenant is bound cluster-wide', mutator: 'widen', kills: cluster, mutate: clusterWide([{ kind: 'ServiceAccount', name: 'default', namespace: 'ho-so-prod' }]) },
  { name: 'a tenant group is bound in a namespace of the platform', mutator: 'widen', kills: cluster, mutate: inNamespace('kube-system', [group('bo-y-te:platform')]) },
  { name: 'a group of the system is bound in the namespace', mutator: 'widen', kills: cluster, mutate: inNamespace('ho-so-prod', [group('system:masters')]) },
  { name: 'who is bound becomes unknown', mutator: 'known-to-unknown', kills: cluster, ends: 'unknown', mutate: clusterWide(later) },

  { name: 'the LimitRange is dropped', mutator: 'drop-object', kills: doors, mutate: (stacks) => drop(stacks, tenant, 'kubernetes_limit_range_v1', 'limits') },
  { name: 'the managed default account is dropped', mutator: 'drop-object', kills: doors, mutate: (stacks) => drop(stacks, tenant, 'kubernetes_default_service_account_v1', 'account') },
  { name: 'the LimitRange loses its defaults', mutator: 'drop-field', kills: doors, mutate: (stacks) => void Reflect.deleteProperty((mapAt(stacks, tenant, 'kubernetes_limit_range_v1', 'limits', 'spec')['limit'] as Values[])[0] ?? {}, 'default') },
  { name: 'the default account mounts its token', mutator: 'weaken', kills: doors, mutate: (stacks) => void Object.assign(mapAt(stacks, tenant, 'kubernetes_default_service_account_v1', 'account'), { automount_service_account_token: true }) },
  { name: 'a service opens node ports', mutator: 'widen', kills: doors, mutate: service({ type: 'NodePort' }) },
  { name: 'a load balancer opens node ports', mutator: 'widen', kills: doors, mutate: service({ type: 'LoadBalancer' }) },
  { name: 'the type of a service becomes unknown', mutator: 'known-to-unknown', kills: doors, ends: 'unknown', mutate: service({ type: later }) },

  { name: 'a single user is bound in the namespace', mutator: 'widen', kills: access, mutate: inNamespace('ho-so-prod', [{ kind: 'User', name: 'nguyen', api_group: 'rbac.authorization.k8s.io' }]) },
  { name: 'a group nobody owns is bound in the namespace', mutator: 'widen', kills: access, mutate: inNamespace('ho-so-prod', [group('khac:platform')]) },
  { name: 'whoever does not sign in is bound cluster-wide', mutator: 'widen', kills: { policy: 'ACC-001', object: 'site/ndc-02' }, mutate: clusterWide([group('system:unauthenticated')]) },
  { name: 'an Ingress answers for an undeclared host', mutator: 'widen', kills: access, mutate: (stacks) => add(stacks, tenant, 'kubernetes_ingress_v1', 'open', { metadata: { name: 'open', namespace: 'ho-so-prod' }, spec: { rule: [{ host: 'khac.example.vn' }] } }) },
  { name: 'who is bound in the namespace becomes unknown', mutator: 'known-to-unknown', kills: access, ends: 'unknown', mutate: inNamespace('ho-so-prod', later) },

  { name: 'a volume claim is deleted', mutator: 'delete', kills: data, mutate: volume((stack) => Reflect.deleteProperty(stack.resources, 'kubernetes_persistent_volume_claim_v1')) },
  { name: 'a volume claim is replaced', mutator: 'replace', kills: data, mutate: volume(planned(['delete', 'create'])) },
  { name: 'a volume claim is replaced the other way round', mutator: 'swap-order', kills: data, mutate: volume(planned(['create', 'delete'])) },
  { name: 'a volume claim leaves management', mutator: 'forget', kills: data, mutate: volume((stack) => { planned(['forget'])(stack); Reflect.deleteProperty(stack.resources, 'kubernetes_persistent_volume_claim_v1'); }) },
  {
    name: 'the key of the namespace is renamed',
    mutator: 'rename-key',
    kills: data,
    applied: true,
    mutate: (stacks) => {
      const { resources } = stackNamed(stacks, tenant);
      resources['kubernetes_namespace_v1'] = { 'ho-so-moi': { metadata: { name: 'ho-so-moi', labels: { 'ndc.gov.vn/role': 'standby' } } } };
      Object.assign(below(stackNamed(stacks, tenant).recorded ?? {}, 'kubernetes_namespace_v1', 'environment', 'metadata', 'labels'), { 'ndc.gov.vn/role': 'standby' });
      return undefined;
    },
  },
  {
    name: 'a namespace without labels is deleted',
    mutator: 'delete',
    kills: data,
    applied: true,
    mutate: (stacks) => {
      (stackNamed(stacks, tenant).recorded ??= {})['kubernetes_namespace_v1'] = { ...stackNamed(stacks, tenant).recorded?.['kubernetes_namespace_v1'], other: { metadata: { name: 'khac' } } };
      return undefined;
    },
  },
  { name: 'a stack is missing, whatever it would change', mutator: 'drop-stack', kills: data, ends: 'unknown', mutate: (stacks) => stacks.filter(({ name }) => name !== tenant) },
  { name: 'a partial plan hides what it deletes', mutator: 'partial-plan', kills: data, ends: 'unknown', mutate: (stacks) => void (stackNamed(stacks, tenant).plan = { resource_changes: [] }) },

  { name: 'an image comes from the internet', mutator: 'foreign-registry', kills: images, mutate: (stacks) => void Object.assign(operator(stacks, 'spec', 'template', 'spec', 'containers', 0), { image: `quay.io/cilium/operator@sha256:${'c'.repeat(64)}` }) },
  { name: 'an image is pinned by nothing', mutator: 'unpin', kills: images, mutate: (stacks) => void Object.assign(operator(stacks, 'spec', 'template', 'spec', 'containers', 0), { image: 'registry.ndc-02.internal/quay.io/cilium/operator:latest' }) },
  { name: 'an image of a chart loses its digest', mutator: 'unpin', kills: images, ends: 'unknown', reports: true, mutate: (stacks) => void Object.assign(operator(stacks, 'spec', 'template', 'spec', 'containers', 0), { image: 'registry.ndc-02.internal/quay.io/cilium/operator:v1.20.0' }) },
  { name: 'a release is dropped', mutator: 'drop-object', kills: images, mutate: (stacks) => drop(stacks, platform, 'helm_release', 'cilium') },
  { name: 'the version of a chart becomes unknown', mutator: 'known-to-unknown', kills: images, ends: 'unknown', reports: true, mutate: (stacks) => void Object.assign(mapAt(stacks, platform, 'helm_release', 'cilium'), { version: later }) },

  { name: 'an operator runs once', mutator: 'change-figure', kills: racks, mutate: (stacks) => void Object.assign(operator(stacks, 'spec'), { replicas: 1 }) },
  { name: 'the spread over racks becomes a wish', mutator: 'weaken', kills: racks, mutate: (stacks) => void Object.assign(operator(stacks, 'spec', 'template', 'spec', 'topologySpreadConstraints', 0), { whenUnsatisfiable: 'ScheduleAnyway' }) },
  { name: 'the disruption budget is dropped', mutator: 'drop-object', kills: racks, mutate: dropRendered('PodDisruptionBudget') },
  { name: 'an init container loses its size', mutator: 'drop-field', kills: { policy: 'RED-008', object: 'containers/cilium', site: 'ndc-02' }, reports: true, mutate: (stacks) => void Reflect.deleteProperty(below(renderedAt(stacks, 'DaemonSet'), 'spec', 'template', 'spec', 'initContainers', 0), 'resources') },
  { name: 'replicas become unknown', mutator: 'known-to-unknown', kills: { policy: 'RED-008', object: 'component/others', site: 'ndc-02' }, ends: 'unknown', mutate: native({ replicas: later, template: { metadata: { labels: { app: 'own' } }, spec: {} } }) },

  { name: 'the monitors are stretched over zones', mutator: 'widen', kills: { policy: 'RED-009', object: 'site/ndc-02' }, mutate: ceph({ count: 5, stretchCluster: { zones: [{ name: 'a' }] } }) },
  { name: 'whether the monitors are stretched becomes unknown', mutator: 'known-to-unknown', kills: { policy: 'RED-009', object: 'site/ndc-02' }, ends: 'unknown', mutate: ceph(later) },
];
