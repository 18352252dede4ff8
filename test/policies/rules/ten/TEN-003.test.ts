import { describe, expect, it } from 'vitest';
import { estateOf, system, targetOf, type Changes } from '../../estate-builder.js';
import { verdictOn, verdictsOf } from '../../judging.js';
import { add, drop, mapAt } from '../../mutate.js';
import { applied, goodStacks, offline, planset, stackNamed, type StackDraft, type Values } from '../../planset-builder.js';

const tenant = 'ndc-01-tenant-bo-y-te';
const environment = 'environment/ho-so-prod';
const judged = (change: (stacks: StackDraft[]) => unknown, changes: Changes = {}) => {
  const stacks = goodStacks('ndc-01');
  change(stacks);
  return verdictOn(verdictsOf('TEN-003', estateOf(changes), offline(stacks)), environment);
};
const policy = (spec: Values, name = 'more') => (stacks: StackDraft[]) =>
  add(stacks, tenant, 'kubernetes_network_policy_v1', name, { metadata: { name, namespace: 'ho-so-prod' }, spec: { pod_selector: {}, policy_types: ['Ingress', 'Egress'], ...spec } });
const namespace = (name: string): Values => ({ namespace_selector: { match_labels: { 'kubernetes.io/metadata.name': name } } });
const manifest = (kind: string, body: Values, metadata: Values = { namespace: 'ho-so-prod' }) => (stacks: StackDraft[]) =>
  add(stacks, 'ndc-01-protection', 'kubernetes_manifest', 'more', { manifest: { apiVersion: 'x/v1', kind, metadata: { name: 'more', ...metadata }, ...body } });
const role = (rule: Values) => (stacks: StackDraft[]) => add(stacks, tenant, 'kubernetes_role_v1', 'more', { metadata: { name: 'more', namespace: 'ho-so-prod' }, rule: [rule] });
const binding = (roleRef: Values) => (stacks: StackDraft[]) => Object.assign(mapAt(stacks, tenant, 'kubernetes_role_binding_v1', 'operate'), { role_ref: { api_group: 'rbac.authorization.k8s.io', ...roleRef } });

/** A second tenant system that lets the first one call it. */
const callee: Changes = {
  'tenants/bo-y-te.yaml#/systems/1': {
    id: 'dich-vu', name: 'Dịch vụ', securityLevel: 1, sharing: 'open', importance: 'ordinary', secrecy: 'none', personalData: 'none',
    environments: [{ name: 'prod', quota: { size: 's' }, network: { allowFrom: ['ho-so-prod'] } }],
  },
};
const caller: Changes = { ...callee, [`${system}/environments/0/network/allowFrom`]: ['dich-vu-prod'] };

describe('TEN-003: what may be open', () => {
  it.each([
    ['nothing more', () => undefined, {}],
    ['a declared caller', policy({ ingress: [{ from: [namespace('dich-vu-prod')] }] }), caller],
    ['a callee that declares it', policy({ egress: [{ to: [namespace('dich-vu-prod')] }] }), callee],
    ['names given as an expression', policy({ ingress: [{ from: [{ namespace_selector: { match_expressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['ndc-ingress', 'ho-so-prod'] }] } }] }] }), {}],
    ['some pods of a permitted namespace', policy({ ingress: [{ from: [{ ...namespace('ndc-ingress'), pod_selector: { match_labels: { a: 'b' } } }] }] }), {}],
    ['DNS as state spells it, with a zero for no range', policy({ egress: [{ to: [namespace('kube-system')], ports: [{ port: '53', end_port: 0 }] }] }), {}],
    ['DNS by Cilium', manifest('CiliumNetworkPolicy', { spec: { egress: [{ toEndpoints: [{ matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'kube-system' } }], toPorts: [{ ports: [{ port: '53', protocol: 'ANY' }] }] }] } }), {}],
    ['own endpoints by Cilium', manifest('CiliumNetworkPolicy', { spec: { egress: [{ toEndpoints: [{ matchLabels: { app: 'x' } }] }], ingress: [{ fromEntities: ['ingress'] }, {}] } }), {}],
    ['reading what isolates tenants', role({ api_groups: ['networking.k8s.io', 'rbac.authorization.k8s.io', ''], resources: ['networkpolicies', 'roles', 'resourcequotas'], verbs: ['get', 'list', 'watch'] }), {}],
    ['writing ingresses', role({ api_groups: ['networking.k8s.io'], resources: ['ingresses'], verbs: ['*'] }), {}],
    ['the stock view role', binding({ kind: 'ClusterRole', name: 'view' }), {}],
  ])('%s passes', (_name, change, changes) => {
    const verdict = judged(change, changes);
    expect(`${verdict.status} ${verdict.finding.en}`).toMatch(/^pass /);
  });
});

describe('TEN-003: what may not', () => {
  it.each([
    ['a caller nobody declared', policy({ ingress: [{ from: [namespace('dich-vu-prod')] }] }), callee, 'opens ingress with dich-vu-prod, which no request declares'],
    ['a callee that does not declare it', policy({ egress: [{ to: [namespace('dich-vu-prod')] }] }), { ...callee, 'tenants/bo-y-te.yaml#/systems/1/environments/0/network': {} }, 'opens egress with dich-vu-prod'],
    ['namespaces picked by a label', policy({ ingress: [{ from: [{ namespace_selector: { match_labels: { 'ndc.gov.vn/organisation': 'bo-y-te' } } }] }] }), {}, 'which no list of names bounds'],
    ['namespaces picked by exclusion', policy({ ingress: [{ from: [{ namespace_selector: { match_expressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['x'] }] } }] }] }), {}, 'which no list of names bounds'],
    ['one bad peer among good ones', policy({ ingress: [{ from: [{ pod_selector: {} }, { ip_block: { cidr: '10.0.0.0/8' } }] }] }), {}, 'opens ingress by address range 10.0.0.0/8'],
    ['an empty list of peers', policy({ ingress: [{ from: [] }] }), {}, 'opens ingress to everywhere'],
    ['ports without peers', policy({ egress: [{ ports: [{ port: '443' }] }] }), {}, 'opens egress to everywhere'],
    ['kube-system on another port', policy({ egress: [{ to: [namespace('kube-system')], ports: [{ port: '53' }, { port: '443' }] }] }), {}, 'opens egress with kube-system'],
    ['kube-system on a range of ports', policy({ egress: [{ to: [namespace('kube-system')], ports: [{ port: '53', end_port: 65535 }] }] }), {}, 'opens egress with kube-system'],
    ['kube-system coming in', policy({ ingress: [{ from: [namespace('kube-system')], ports: [{ port: '53' }] }] }), {}, 'opens ingress with kube-system'],
    ['a declared host on an undeclared port', manifest('CiliumNetworkPolicy', { spec: { egress: [{ toFQDNs: [{ matchName: 'api.example.vn' }], toPorts: [{ ports: [{ port: '22' }] }] }] } }), {}, 'opens port 22 of api.example.vn'],
    ['a declared host on every port', manifest('CiliumNetworkPolicy', { spec: { egress: [{ toFQDNs: [{ matchName: 'api.example.vn' }] }] } }), {}, 'opens every port of api.example.vn'],
    ['a pattern where a name was declared', manifest('CiliumNetworkPolicy', { spec: { egress: [{ toFQDNs: [{ matchPattern: '*.example.vn' }], toPorts: [{ ports: [{ port: '443' }] }] }] } }), {}, 'opens egress to *.example.vn'],
    ['the second of several specs', manifest('CiliumNetworkPolicy', { specs: [{ egress: [] }, { egress: [{ toCIDR: ['0.0.0.0/0'] }] }] }), {}, 'uses toCIDR'],
    ['another namespace by Cilium', manifest('CiliumNetworkPolicy', { spec: { ingress: [{ fromEndpoints: [{ matchLabels: { 'io.kubernetes.pod.namespace': 'khac' } }] }] } }), {}, 'opens ingress with khac'],
    ['namespaces by a Cilium expression', manifest('CiliumNetworkPolicy', { spec: { ingress: [{ fromEndpoints: [{ matchExpressions: [{ key: 'k8s:io.kubernetes.pod.namespace', operator: 'Exists' }] }] }] } }), {}, 'which no list of names bounds'],
    ['ports by Cilium without a peer', manifest('CiliumNetworkPolicy', { spec: { ingress: [{ toPorts: [{ ports: [{ port: '80' }] }] }] } }), {}, 'opens ports to everywhere'],
    ['writing RoleBindings', role({ api_groups: ['rbac.authorization.k8s.io'], resources: ['rolebindings'], verbs: ['create'] }), {}, 'Role more may write rolebindings'],
    ['writing quotas by a wildcard resource', role({ api_groups: [''], resources: ['*'], verbs: ['delete'] }), {}, 'may write resourcequotas, limitranges'],
    ['a wildcard verb', role({ api_groups: ['cilium.io'], resources: ['ciliumnetworkpolicies'], verbs: ['*'] }), {}, 'may write ciliumnetworkpolicies'],
    ['the stock edit role', binding({ kind: 'ClusterRole', name: 'edit' }), {}, 'binds ClusterRole edit'],
    ['cluster-admin', binding({ kind: 'ClusterRole', name: 'cluster-admin' }), {}, 'binds ClusterRole cluster-admin'],
    ['a ClusterRole of the set that writes too much', (stacks: StackDraft[]) => (binding({ kind: 'ClusterRole', name: 'big' })(stacks), add(stacks, 'ndc-01-platform', 'kubernetes_cluster_role_v1', 'big', { metadata: { name: 'big' }, rule: [{ api_groups: ['*'], resources: ['networkpolicies'], verbs: ['update'] }] })), {}, 'ClusterRole big may write networkpolicies'],
  ])('%s fails', (_name, change, changes, finding) => {
    const verdict = judged(change, changes);
    expect(verdict.status).toBe('fail');
    expect(verdict.finding.en).toContain(finding);
    expect(verdict.finding.vi).not.toBe(verdict.finding.en);
  });

  it.each([
    ['both directions', (stacks: StackDraft[]) => drop(stacks, tenant, 'kubernetes_network_policy_v1', 'deny'), 'denies ingress and egress by default'],
    ['egress', (stacks: StackDraft[]) => Object.assign(mapAt(stacks, tenant, 'kubernetes_network_policy_v1', 'deny', 'spec'), { policy_types: ['Ingress'] }), 'denies egress by default'],
  ])('no default deny for %s', (_name, change, finding) => {
    expect(judged(change)).toMatchObject({ status: 'fail' });
    expect(judged(change).finding.en).toContain(finding);
  });

  it('two policies may deny one direction each', () => {
    const halves = (stacks: StackDraft[]) => {
      Object.assign(mapAt(stacks, tenant, 'kubernetes_network_policy_v1', 'deny', 'spec'), { policy_types: ['Ingress'] });
      policy({ policy_types: ['Egress'] })(stacks);
    };
    expect(judged(halves).status).toBe('pass');
  });
});

describe('TEN-003: databases the platform runs', () => {
  const databases: Changes = {
    [`${system}/databases`]: [{ id: 'ho-so', engine: 'postgresql', size: '10Gi', changeRate: '1Gi' }],
    'catalogue/components.yaml#/components/0': { id: 'cloudnative-pg', namespace: 'cnpg-system', chart: 'cloudnative-pg', version: '1.0.0', appVersion: '1', upstream: 'u' },
  };
  const operator = { matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'cnpg-system' } };
  const rules = {
    ingress: [{ fromEndpoints: [operator], toPorts: [{ ports: [{ port: '8000' }] }] }],
    egress: [{ toEntities: ['kube-apiserver'] }, { toEndpoints: [operator], toPorts: [{ ports: [{ port: '9090' }] }] }, { toFQDNs: [{ matchName: 's3.ndc-03.internal' }], toPorts: [{ ports: [{ port: '443' }] }] }],
  };
  const ofDatabases = { endpointSelector: { matchExpressions: [{ key: 'cnpg.io/cluster', operator: 'Exists' }] } };
  const cilium = (spec: Values) => manifest('CiliumNetworkPolicy', { spec });

  it('may meet their operator, the API server and the stores of their archives', () => {
    const verdict = judged(cilium({ ...ofDatabases, ...rules }), databases);
    expect(`${verdict.status} ${verdict.finding.en}`).toMatch(/^pass /);
  });

  it.each([
    ['pods that are no databases', { endpointSelector: {}, ...rules }, databases, 'opens ingress with cnpg-system'],
    ['some of many pods', { endpointSelector: { matchExpressions: [{ key: 'cnpg.io/cluster', operator: 'DoesNotExist' }] }, ...rules }, databases, 'uses toEntities'],
    ['a request without databases', { ...ofDatabases, ...rules }, {}, 'opens ingress with cnpg-system'],
    ['another engine', { ...ofDatabases, ...rules }, { ...databases, [`${system}/databases`]: [{ id: 'ho-so', engine: 'oracle', size: '10Gi', changeRate: '1Gi' }] }, 'opens ingress with cnpg-system'],
    ['more entities than the API server', { ...ofDatabases, egress: [{ toEntities: ['kube-apiserver', 'world'] }] }, databases, 'uses toEntities'],
    ['another port of a store', { ...ofDatabases, egress: [{ toFQDNs: [{ matchName: 's3.ndc-03.internal' }], toPorts: [{ ports: [{ port: '22' }] }] }] }, databases, 'opens port 22 of s3.ndc-03.internal'],
    ['another host', { ...ofDatabases, egress: [{ toFQDNs: [{ matchName: 'elsewhere.example' }], toPorts: [{ ports: [{ port: '443' }] }] }] }, databases, 'opens egress to elsewhere.example'],
  ])('%s may not', (_name, spec, changes, finding) => {
    const verdict = judged(cilium(spec), changes);
    expect(verdict.status).toBe('fail');
    expect(verdict.finding.en).toContain(finding);
  });
});

describe('TEN-003: what cannot be known', () => {
  it.each([
    ['unknown peers', policy({ ingress: [{ from: '${x.y}' }] }), 'more: references x.y'],
    ['an unknown spec', (stacks: StackDraft[]) => add(stacks, tenant, 'kubernetes_network_policy_v1', 'more', { metadata: { name: 'more', namespace: 'ho-so-prod' }, spec: '${x.y}' }), 'references x.y'],
    ['a policy whose namespace is unknown', (stacks: StackDraft[]) => add(stacks, tenant, 'kubernetes_network_policy_v1', 'more', { metadata: { name: 'more', namespace: '${x.y}' }, spec: { pod_selector: {}, policy_types: ['Ingress'], ingress: [{}] } }), 'kubernetes_network_policy_v1.more: its namespace is not known'],
    ['a cluster-wide policy', manifest('CiliumClusterwideNetworkPolicy', { spec: {} }, {}), 'CiliumClusterwideNetworkPolicy more'],
    ['a chart in the namespace', (stacks: StackDraft[]) => add(stacks, tenant, 'helm_release', 'x', { name: 'x', namespace: 'ho-so-prod', chart: 'ndc/x', version: '1.0.0' }), 'helm_release.x: synthesised JSON holds no rendered chart'],
    ['a ClusterRole nobody read', binding({ kind: 'ClusterRole', name: 'other' }), 'ClusterRole other, which is not among what was read'],
    ['an aggregated ClusterRole', (stacks: StackDraft[]) => (binding({ kind: 'ClusterRole', name: 'big' })(stacks), add(stacks, 'ndc-01-platform', 'kubernetes_cluster_role_v1', 'big', { metadata: { name: 'big' }, aggregation_rule: { cluster_role_selectors: [{ match_labels: { a: 'b' } }] } })), 'aggregates other roles'],
    ['unknown verbs', role({ api_groups: ['*'], resources: ['*'], verbs: '${x.y}' }), 'Role more: references x.y'],
  ])('%s', (_name, change, finding) => {
    const verdict = judged(change);
    expect(verdict.status).toBe('unknown');
    expect(verdict.finding.en).toContain(finding);
    expect(verdict.blocks).toBe(true);
  });

  it('a failure is not hidden by something unknown', () => {
    expect(judged((stacks) => (policy({ ingress: '${x.y}' }, 'a')(stacks), policy({ ingress: [{}] }, 'b')(stacks))).status).toBe('fail');
  });
});

describe('TEN-003 on a plan set', () => {
  const target = targetOf(estateOf());
  const on = async (stacks: StackDraft[], more = {}) => verdictOn(verdictsOf('TEN-003', target, await planset(target, stacks, more)), environment, 'ndc-01');

  it('another stack of the site that was not read leaves it unknown', async () => {
    const stacks = applied(goodStacks());
    stackNamed(stacks, 'ndc-01-protection').status = { is: 'failed', reason: 'exit 1' };
    expect(await on(stacks)).toMatchObject({ status: 'unknown', blocks: true });
  });

  it('so does one left out on purpose, without blocking', async () => {
    const stacks = applied(goodStacks());
    for (const stack of stacks) if (stack.organisation === undefined) stack.status = { is: 'not-selected' };
    expect(await on(stacks, { scope: { sites: 'all', organisations: ['bo-y-te'], stacks: 'all' } })).toMatchObject({ status: 'unknown', blocks: false });
  });

  it('an allow-all that is recorded and goes away is no fault after apply', async () => {
    const stacks = applied(goodStacks());
    const { recorded } = stackNamed(stacks, tenant);
    Object.assign(recorded?.['kubernetes_network_policy_v1'] ?? {}, { open: { metadata: { name: 'open', namespace: 'ho-so-prod' }, spec: { pod_selector: {}, policy_types: ['Ingress'], ingress: [{}] } } });
    expect(await on(stacks)).toMatchObject({ status: 'pass', recorded: 'fail' });
  });
});
