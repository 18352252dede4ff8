import { stackNamed, type StackDraft, type Values } from './planset-builder.js';

/** A way to break a good plan set, and the rule that must notice. */
export interface Mutant {
  readonly name: string;
  /** Rule that must kill it, and the subject it must name. */
  readonly kills: { readonly policy: string; readonly object: string; readonly site?: string };
  /** What the killing verdict must be; losing knowledge ends in unknown, everything else in fail. */
  readonly ends?: 'unknown';
  readonly mutate: (stacks: StackDraft[]) => StackDraft[] | undefined;
}

const tenant = 'ndc-02-tenant-bo-y-te';
const environment = { object: 'environment/ho-so-prod', site: 'ndc-02' };

/** Takes a resource out of a stack. */
export function drop(stacks: readonly StackDraft[], stack: string, type: string, name: string): undefined {
  const named = stackNamed(stacks, stack).resources[type];
  if (named?.[name] === undefined) throw new Error(`${stack} has no ${type}.${name}`);
  Reflect.deleteProperty(named, name);
}

/** Adds a resource to a stack. */
export function add(stacks: readonly StackDraft[], stack: string, type: string, name: string, values: Values): undefined {
  const { resources } = stackNamed(stacks, stack);
  resources[type] = { ...resources[type], [name]: values };
}

/** The map at a path below a resource of a stack, for changing it in place. */
export function mapAt(stacks: readonly StackDraft[], stack: string, type: string, name: string, ...path: readonly string[]): Values {
  let here: unknown = stackNamed(stacks, stack).resources[type]?.[name];
  for (const key of path) here = (here as Values | undefined)?.[key];
  if (typeof here !== 'object' || here === null) throw new Error(`${stack} has nothing at ${type}.${name}.${path.join('.')}`);
  return here as Values;
}

const hard = (stacks: readonly StackDraft[]): Values => mapAt(stacks, tenant, 'kubernetes_resource_quota_v1', 'quota', 'spec', 'hard');
const labels = (stacks: readonly StackDraft[]): Values => mapAt(stacks, tenant, 'kubernetes_namespace_v1', 'environment', 'metadata', 'labels');
const quota = { policy: 'TEN-001', ...environment };
const network = { policy: 'TEN-003', ...environment };
const policy = (spec: Values): Values => ({ metadata: { name: 'open', namespace: 'ho-so-prod' }, spec: { pod_selector: {}, ...spec } });

/** Mutants that the first rules must kill; each is applied to a fresh copy of the good stacks. */
export const mutants: readonly Mutant[] = [
  { name: 'the namespace is dropped', kills: quota, mutate: (stacks) => drop(stacks, tenant, 'kubernetes_namespace_v1', 'environment') },
  { name: 'the quota is dropped', kills: quota, mutate: (stacks) => drop(stacks, tenant, 'kubernetes_resource_quota_v1', 'quota') },
  ...['requests.cpu', 'limits.memory', 'requests.storage', 'requests.nvidia.com/gpu', 'pods', 'secrets', 'services.nodeports', 'ndc-file.storageclass.storage.k8s.io/requests.storage'].map(
    (key): Mutant => ({ name: `the quota key ${key} is dropped`, kills: quota, mutate: (stacks) => void Reflect.deleteProperty(hard(stacks), key) }),
  ),
  { name: 'a quota is raised', kills: quota, mutate: (stacks) => void Object.assign(hard(stacks), { 'requests.cpu': '2001m' }) },
  { name: 'a quota is lowered', kills: quota, mutate: (stacks) => void Object.assign(hard(stacks), { 'requests.memory': '8191Mi' }) },
  { name: 'a quota key is added', kills: quota, mutate: (stacks) => void Object.assign(hard(stacks), { 'requests.amd.com/gpu': '8' }) },
  { name: 'the quota is scoped', kills: quota, mutate: (stacks) => void Object.assign(mapAt(stacks, tenant, 'kubernetes_resource_quota_v1', 'quota', 'spec'), { scopes: ['BestEffort'] }) },
  { name: 'the quota becomes unknown', kills: quota, ends: 'unknown', mutate: (stacks) => void Object.assign(hard(stacks), { 'requests.cpu': '${terraform_data.later.output}' }) },
  { name: 'Pod Security is lowered', kills: { policy: 'TEN-002', ...environment }, mutate: (stacks) => void Object.assign(labels(stacks), { 'pod-security.kubernetes.io/enforce': 'baseline' }) },
  { name: 'Pod Security only warns', kills: { policy: 'TEN-002', ...environment }, mutate: (stacks) => void (Reflect.deleteProperty(labels(stacks), 'pod-security.kubernetes.io/enforce'), Object.assign(labels(stacks), { 'pod-security.kubernetes.io/warn': 'restricted' })) },
  { name: 'the default deny is dropped', kills: network, mutate: (stacks) => drop(stacks, tenant, 'kubernetes_network_policy_v1', 'deny') },
  { name: 'the default deny loses a direction', kills: network, mutate: (stacks) => void Object.assign(mapAt(stacks, tenant, 'kubernetes_network_policy_v1', 'deny', 'spec'), { policy_types: ['Ingress'] }) },
  { name: 'the default deny selects some pods', kills: network, mutate: (stacks) => void Object.assign(mapAt(stacks, tenant, 'kubernetes_network_policy_v1', 'deny', 'spec'), { pod_selector: { match_labels: { app: 'a' } } }) },
  { name: 'everything may come in', kills: network, mutate: (stacks) => add(stacks, tenant, 'kubernetes_network_policy_v1', 'open', policy({ policy_types: ['Ingress'], ingress: [{}] })) },
  { name: 'every namespace may come in', kills: network, mutate: (stacks) => add(stacks, tenant, 'kubernetes_network_policy_v1', 'open', policy({ policy_types: ['Ingress'], ingress: [{ from: [{ namespace_selector: {} }] }] })) },
  { name: 'another tenant may come in', kills: network, mutate: (stacks) => add(stacks, tenant, 'kubernetes_network_policy_v1', 'open', policy({ policy_types: ['Ingress'], ingress: [{ from: [{ namespace_selector: { match_labels: { 'kubernetes.io/metadata.name': 'khac-prod' } } }] }] })) },
  { name: 'the internet is open', kills: network, mutate: (stacks) => add(stacks, tenant, 'kubernetes_network_policy_v1', 'open', policy({ policy_types: ['Egress'], egress: [{ to: [{ ip_block: { cidr: '0.0.0.0/0' } }] }] })) },
  { name: 'DNS is opened on every port', kills: network, mutate: (stacks) => void Reflect.deleteProperty((mapAt(stacks, tenant, 'kubernetes_network_policy_v1', 'dns', 'spec')['egress'] as Values[])[0] ?? {}, 'ports') },
  { name: 'the platform stack opens the namespace', kills: network, mutate: (stacks) => add(stacks, 'ndc-02-platform', 'kubernetes_network_policy', 'open', policy({ policy_types: ['Ingress'], ingress: [{}] })) },
  { name: 'an undeclared host is opened', kills: network, mutate: (stacks) => void ((mapAt(stacks, 'ndc-02-protection', 'kubernetes_manifest', 'egress', 'manifest', 'spec')['egress'] as Values[])[0] = { toFQDNs: [{ matchName: 'evil.example' }], toPorts: [{ ports: [{ port: '443' }] }] }) },
  { name: 'the world is opened by Cilium', kills: network, mutate: (stacks) => void ((mapAt(stacks, 'ndc-02-protection', 'kubernetes_manifest', 'egress', 'manifest', 'spec')['egress'] as Values[])[0] = { toEntities: ['world'] }) },
  { name: 'a Role writes NetworkPolicies', kills: network, mutate: (stacks) => add(stacks, tenant, 'kubernetes_role_v1', 'more', { metadata: { name: 'more', namespace: 'ho-so-prod' }, rule: [{ api_groups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: ['patch'] }] }) },
  { name: 'a Role writes everything by wildcard', kills: network, mutate: (stacks) => add(stacks, tenant, 'kubernetes_role_v1', 'more', { metadata: { name: 'more', namespace: 'ho-so-prod' }, rule: [{ api_groups: ['*'], resources: ['*'], verbs: ['*'] }] }) },
  { name: 'the stock admin role is bound', kills: network, mutate: (stacks) => void Object.assign(mapAt(stacks, tenant, 'kubernetes_role_binding_v1', 'operate'), { role_ref: { api_group: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'admin' } }) },
  { name: 'two sites are one cluster', kills: { policy: 'RED-001', object: 'site/ndc-02' }, mutate: (stacks) => void stacks.forEach((stack) => { if (stack.site === 'ndc-02') stack.uid = stackNamed(stacks, 'ndc-01-platform').uid; }) },
  { name: 'the uids are gone', kills: { policy: 'RED-001', object: 'site/ndc-02' }, ends: 'unknown', mutate: (stacks) => void stacks.forEach((stack) => { stack.uid = null; }) },
  { name: 'a component is dropped at one site', kills: { policy: 'RED-006', object: 'relation/ndc-01--ndc-02' }, mutate: (stacks) => drop(stacks, 'ndc-02-platform', 'helm_release', 'cilium') },
  { name: 'a component is two minors behind at one site', kills: { policy: 'RED-006', object: 'relation/ndc-01--ndc-02' }, mutate: (stacks) => void Object.assign(mapAt(stacks, 'ndc-02-platform', 'helm_release', 'cilium'), { version: '1.18.0' }) },
  { name: 'a stack is deleted from the set', kills: { policy: 'CHG-002', object: 'stack/ndc-02-tenant-bo-y-te' }, mutate: (stacks) => stacks.filter(({ name }) => name !== tenant) },
  { name: 'a stack is deleted, its environment with it', kills: quota, mutate: (stacks) => stacks.filter(({ name }) => name !== tenant) },
  { name: 'the plan is of another stack', kills: { policy: 'CHG-002', object: 'stack/ndc-02-platform' }, mutate: (stacks) => void Object.assign(stackNamed(stacks, 'ndc-02-platform').outputs, { ndc_site: 'ndc-03' }) },
  { name: 'the plan is partial', kills: { policy: 'CHG-002', object: 'stack/ndc-02-platform' }, mutate: (stacks) => void (stackNamed(stacks, 'ndc-02-platform').plan = { resource_changes: [] }) },
  { name: 'an object carries the label of another site', kills: { policy: 'CHG-002', object: 'stack/ndc-02-tenant-bo-y-te' }, mutate: (stacks) => void Object.assign(labels(stacks), { 'ndc.gov.vn/site': 'ndc-01' }) },
];
