import type { Mutator } from '../../policies/engine/mutators.js';
import type { Changes } from './estate-builder.js';
import type { PlanSetFile } from '../../policies/planset/format.js';
import { stackNamed, type StackDraft, type Values } from './planset-builder.js';

/** A way to break a good estate or plan set, and the rule that must notice. */
export interface Mutant {
  readonly name: string;
  /** What kind of breaking it is: the rule that must notice declares it. */
  readonly mutator: Mutator;
  /** Rule that must kill it, and the subject it must name. */
  readonly kills: { readonly policy: string; readonly object: string; readonly site?: string };
  /** What the killing verdict must be; losing knowledge ends in unknown, everything else in fail. */
  readonly ends?: 'unknown';
  /** Set where the killing verdict is a warning, or an unknown of a rule that asks for documents: it is reported and blocks nothing. */
  readonly reports?: true;
  /** Set where the good stacks are recorded already: what vanishes is then deleted. */
  readonly applied?: true;
  /** How the estate is broken. @default - the good one */
  readonly changes?: Changes;
  /** How the stacks are broken. @default - the good ones */
  readonly mutate?: (stacks: StackDraft[]) => StackDraft[] | undefined;
  /** What `planset.json` says otherwise. @default - the good one */
  readonly file?: Partial<PlanSetFile>;
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
  { name: 'the namespace is dropped', mutator: 'drop-object', kills: quota, mutate: (stacks) => drop(stacks, tenant, 'kubernetes_namespace_v1', 'environment') },
  { name: 'the quota is dropped', mutator: 'drop-object', kills: quota, mutate: (stacks) => drop(stacks, tenant, 'kubernetes_resource_quota_v1', 'quota') },
  ...['requests.cpu', 'limits.memory', 'requests.storage', 'requests.nvidia.com/gpu', 'pods', 'secrets', 'services.nodeports', 'ndc-file.storageclass.storage.k8s.io/requests.storage'].map(
    (key): Mutant => ({ name: `the quota key ${key} is dropped`, mutator: 'drop-quota-key', kills: quota, mutate: (stacks) => void Reflect.deleteProperty(hard(stacks), key) }),
  ),
  { name: 'a quota is raised', mutator: 'change-figure', kills: quota, mutate: (stacks) => void Object.assign(hard(stacks), { 'requests.cpu': '2001m' }) },
  { name: 'a quota is lowered', mutator: 'change-figure', kills: quota, mutate: (stacks) => void Object.assign(hard(stacks), { 'requests.memory': '8191Mi' }) },
  { name: 'a quota key is added', mutator: 'widen', kills: quota, mutate: (stacks) => void Object.assign(hard(stacks), { 'requests.amd.com/gpu': '8' }) },
  { name: 'the quota is scoped', mutator: 'weaken', kills: quota, mutate: (stacks) => void Object.assign(mapAt(stacks, tenant, 'kubernetes_resource_quota_v1', 'quota', 'spec'), { scopes: ['BestEffort'] }) },
  { name: 'the quota becomes unknown', mutator: 'known-to-unknown', kills: quota, ends: 'unknown', mutate: (stacks) => void Object.assign(hard(stacks), { 'requests.cpu': '${terraform_data.later.output}' }) },
  { name: 'Pod Security is lowered', mutator: 'weaken', kills: { policy: 'TEN-002', ...environment }, mutate: (stacks) => void Object.assign(labels(stacks), { 'pod-security.kubernetes.io/enforce': 'baseline' }) },
  { name: 'Pod Security only warns', mutator: 'weaken', kills: { policy: 'TEN-002', ...environment }, mutate: (stacks) => void (Reflect.deleteProperty(labels(stacks), 'pod-security.kubernetes.io/enforce'), Object.assign(labels(stacks), { 'pod-security.kubernetes.io/warn': 'restricted' })) },
  { name: 'Pod Security becomes unknown', mutator: 'known-to-unknown', kills: { policy: 'TEN-002', ...environment }, ends: 'unknown', mutate: (stacks) => void Object.assign(labels(stacks), { 'pod-security.kubernetes.io/enforce': '${terraform_data.later.output}' }) },
  { name: 'the default deny is dropped', mutator: 'drop-object', kills: network, mutate: (stacks) => drop(stacks, tenant, 'kubernetes_network_policy_v1', 'deny') },
  { name: 'the default deny loses a direction', mutator: 'weaken', kills: network, mutate: (stacks) => void Object.assign(mapAt(stacks, tenant, 'kubernetes_network_policy_v1', 'deny', 'spec'), { policy_types: ['Ingress'] }) },
  { name: 'the default deny selects some pods', mutator: 'weaken', kills: network, mutate: (stacks) => void Object.assign(mapAt(stacks, tenant, 'kubernetes_network_policy_v1', 'deny', 'spec'), { pod_selector: { match_labels: { app: 'a' } } }) },
  { name: 'everything may come in', mutator: 'widen', kills: network, mutate: (stacks) => add(stacks, tenant, 'kubernetes_network_policy_v1', 'open', policy({ policy_types: ['Ingress'], ingress: [{}] })) },
  { name: 'every namespace may come in', mutator: 'widen', kills: network, mutate: (stacks) => add(stacks, tenant, 'kubernetes_network_policy_v1', 'open', policy({ policy_types: ['Ingress'], ingress: [{ from: [{ namespace_selector: {} }] }] })) },
  { name: 'another tenant may come in', mutator: 'widen', kills: network, mutate: (stacks) => add(stacks, tenant, 'kubernetes_network_policy_v1', 'open', policy({ policy_types: ['Ingress'], ingress: [{ from: [{ namespace_selector: { match_labels: { 'kubernetes.io/metadata.name': 'khac-prod' } } }] }] })) },
  { name: 'the internet is open', mutator: 'widen', kills: network, mutate: (stacks) => add(stacks, tenant, 'kubernetes_network_policy_v1', 'open', policy({ policy_types: ['Egress'], egress: [{ to: [{ ip_block: { cidr: '0.0.0.0/0' } }] }] })) },
  { name: 'DNS is opened on every port', mutator: 'widen', kills: network, mutate: (stacks) => void Reflect.deleteProperty((mapAt(stacks, tenant, 'kubernetes_network_policy_v1', 'dns', 'spec')['egress'] as Values[])[0] ?? {}, 'ports') },
  { name: 'the platform stack opens the namespace', mutator: 'widen', kills: network, mutate: (stacks) => add(stacks, 'ndc-02-platform', 'kubernetes_network_policy', 'open', policy({ policy_types: ['Ingress'], ingress: [{}] })) },
  { name: 'an undeclared host is opened', mutator: 'widen', kills: network, mutate: (stacks) => void ((mapAt(stacks, 'ndc-02-protection', 'kubernetes_manifest', 'egress', 'manifest', 'spec')['egress'] as Values[])[0] = { toFQDNs: [{ matchName: 'evil.example' }], toPorts: [{ ports: [{ port: '443' }] }] }) },
  { name: 'the world is opened by Cilium', mutator: 'widen', kills: network, mutate: (stacks) => void ((mapAt(stacks, 'ndc-02-protection', 'kubernetes_manifest', 'egress', 'manifest', 'spec')['egress'] as Values[])[0] = { toEntities: ['world'] }) },
  { name: 'a Role writes NetworkPolicies', mutator: 'widen', kills: network, mutate: (stacks) => add(stacks, tenant, 'kubernetes_role_v1', 'more', { metadata: { name: 'more', namespace: 'ho-so-prod' }, rule: [{ api_groups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: ['patch'] }] }) },
  { name: 'a Role writes everything by wildcard', mutator: 'widen', kills: network, mutate: (stacks) => add(stacks, tenant, 'kubernetes_role_v1', 'more', { metadata: { name: 'more', namespace: 'ho-so-prod' }, rule: [{ api_groups: ['*'], resources: ['*'], verbs: ['*'] }] }) },
  { name: 'the stock admin role is bound', mutator: 'widen', kills: network, mutate: (stacks) => void Object.assign(mapAt(stacks, tenant, 'kubernetes_role_binding_v1', 'operate'), { role_ref: { api_group: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'admin' } }) },
  { name: 'peers of a policy become unknown', mutator: 'known-to-unknown', kills: network, ends: 'unknown', mutate: (stacks) => add(stacks, tenant, 'kubernetes_network_policy_v1', 'open', policy({ policy_types: ['Ingress'], ingress: '${terraform_data.later.output}' })) },
  { name: 'two sites are one cluster', mutator: 'same-cluster', kills: { policy: 'RED-001', object: 'site/ndc-02' }, mutate: (stacks) => void stacks.forEach((stack) => { if (stack.site === 'ndc-02') stack.uid = stackNamed(stacks, 'ndc-01-platform').uid; }) },
  { name: 'the uids are gone', mutator: 'drop-uid', kills: { policy: 'RED-001', object: 'site/ndc-02' }, ends: 'unknown', mutate: (stacks) => void stacks.forEach((stack) => { stack.uid = null; }) },
  { name: 'two sites are one cluster, in a failover', mutator: 'same-cluster', kills: { policy: 'CHG-003', object: 'site/ndc-02' }, mutate: (stacks) => void stacks.forEach((stack) => { if (stack.site === 'ndc-02') stack.uid = stackNamed(stacks, 'ndc-01-platform').uid; }) },
  { name: 'the uids are gone, in a failover', mutator: 'drop-uid', kills: { policy: 'CHG-003', object: 'site/ndc-02' }, ends: 'unknown', mutate: (stacks) => void stacks.forEach((stack) => { stack.uid = null; }) },
  { name: 'a component is dropped at one site', mutator: 'drop-object', kills: { policy: 'RED-006', object: 'relation/ndc-01--ndc-02' }, mutate: (stacks) => drop(stacks, 'ndc-02-platform', 'helm_release', 'cilium') },
  { name: 'a component is two minors behind at one site', mutator: 'other-version', kills: { policy: 'RED-006', object: 'relation/ndc-01--ndc-02' }, mutate: (stacks) => void Object.assign(mapAt(stacks, 'ndc-02-platform', 'helm_release', 'cilium'), { version: '1.18.0' }) },
  { name: 'a version becomes unknown', mutator: 'known-to-unknown', kills: { policy: 'RED-006', object: 'relation/ndc-01--ndc-02' }, ends: 'unknown', mutate: (stacks) => void Object.assign(mapAt(stacks, 'ndc-02-platform', 'helm_release', 'cilium'), { version: '${terraform_data.later.output}' }) },
  { name: 'a stack is deleted from the set', mutator: 'drop-stack', kills: { policy: 'CHG-002', object: 'stack/ndc-02-tenant-bo-y-te' }, mutate: (stacks) => stacks.filter(({ name }) => name !== tenant) },
  { name: 'a stack is deleted, its environment with it', mutator: 'drop-stack', kills: quota, mutate: (stacks) => stacks.filter(({ name }) => name !== tenant) },
  { name: 'the plan is of another stack', mutator: 'mislabel', kills: { policy: 'CHG-002', object: 'stack/ndc-02-platform' }, mutate: (stacks) => void Object.assign(stackNamed(stacks, 'ndc-02-platform').outputs, { ndc_site: 'ndc-03' }) },
  { name: 'the plan is partial', mutator: 'partial-plan', kills: { policy: 'CHG-002', object: 'stack/ndc-02-platform' }, mutate: (stacks) => void (stackNamed(stacks, 'ndc-02-platform').plan = { resource_changes: [] }) },
  { name: 'an object carries the label of another site', mutator: 'mislabel', kills: { policy: 'CHG-002', object: 'stack/ndc-02-tenant-bo-y-te' }, mutate: (stacks) => void Object.assign(labels(stacks), { 'ndc.gov.vn/site': 'ndc-01' }) },
];
