import { describe, expect, it } from 'vitest';
import { estateOf, system, type Changes } from '../../estate-builder.js';
import { statuses, verdictOn, verdictsOf } from '../../judging.js';
import { add, mapAt } from '../../mutate.js';
import { applied, goodStacks, offline, planset, stackNamed, type StackDraft, type Values } from '../../planset-builder.js';

const tenant = 'ndc-01-tenant-bo-y-te';
const rbac = 'rbac.authorization.k8s.io';
const environment = 'environment/ho-so-prod';
const group = (name: string): Values => ({ kind: 'Group', name, api_group: rbac });
const subjects = (list: unknown) => (stacks: StackDraft[]) => void Object.assign(mapAt(stacks, tenant, 'kubernetes_role_binding_v1', 'operate'), { subject: list });
const cluster = (list: unknown) => (stacks: StackDraft[]) => add(stacks, 'ndc-01-platform', 'kubernetes_cluster_role_binding_v1', 'more', { metadata: { name: 'more' }, subject: list });
const ingress = (host: unknown, annotations: Values = {}) => (stacks: StackDraft[]) => add(stacks, tenant, 'kubernetes_ingress_v1', 'web', { metadata: { name: 'web', namespace: 'ho-so-prod', annotations }, spec: { rule: [{ host }] } });
const route = (spec: Values, annotations: Values = {}) => (stacks: StackDraft[]) => add(stacks, 'ndc-01-protection', 'kubernetes_manifest', 'web', { manifest: { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata: { name: 'web', namespace: 'ho-so-prod', annotations }, spec } });
const asks = { 'nginx.ingress.kubernetes.io/auth-url': 'https://identity.ndc-01.internal/auth' };

const published: Changes = { [`${system}/environments/0/network/ingressHosts`]: ['ho-so.example.vn'] };
const open: Changes = { ...published, [`${system}/sharing`]: 'open', [`${system}/personalData`]: 'basic' };
const judged = (change: (stacks: StackDraft[]) => unknown, changes: Changes = {}, object = environment) => {
  const stacks = goodStacks('ndc-01');
  change(stacks);
  return verdictOn(verdictsOf('ACC-001', estateOf(changes), offline(stacks)), object);
};

describe('ACC-001: who comes in', () => {
  it.each([
    ['its own group', () => undefined, 'pass', "only the organisation's own groups come in"],
    ['its own account', subjects([{ kind: 'ServiceAccount', name: 'job', namespace: 'ho-so-prod' }]), 'pass', ''],
    ['an account that names no namespace is its own', subjects([{ kind: 'ServiceAccount', name: 'job' }]), 'pass', ''],
    ["somebody else's group", subjects([group('bo-cong-an:platform')]), 'fail', 'Group "bo-cong-an:platform" of bo-cong-an'],
    ['a group nobody owns', subjects([group('khac:platform')]), 'fail', 'which belongs to no organisation'],
    ['a single user', subjects([{ kind: 'User', name: 'nguyen', api_group: rbac }]), 'fail', 'a single user, not a group of the organisation'],
    ['an account of another namespace', subjects([{ kind: 'ServiceAccount', name: 'default', namespace: 'velero' }]), 'fail', 'of another namespace'],
    ['whoever does not sign in', subjects([{ kind: 'User', name: 'system:anonymous', api_group: rbac }]), 'fail', 'lets in whoever does not sign in'],
    ['a second subject among good ones', subjects([group('bo-y-te:platform'), group('system:unauthenticated')]), 'fail', 'system:unauthenticated'],
    ['subjects that are known later', subjects('${x.y}'), 'unknown', 'RoleBinding operate: references x.y'],
  ])('%s: %s', (_name, change, status, finding) => {
    const verdict = judged(change, { 'catalogue/organisations.yaml#/organisations/0/groups': ['bo-cong-an:platform'] });
    expect(verdict).toMatchObject({ status, blocks: status !== 'pass' });
    expect(verdict.finding.en).toContain(finding);
  });
});

describe('ACC-001: routes', () => {
  it.each([
    ['a declared host that asks first', ingress('ho-so.example.vn', asks), published, 'pass', ''],
    ['a declared host where nothing asks', ingress('ho-so.example.vn'), published, 'unknown', 'nothing on the route asks who is there'],
    ['open data may be read by anybody', ingress('ho-so.example.vn'), open, 'pass', ''],
    ['open but sensitive', ingress('ho-so.example.vn'), { ...open, [`${system}/personalData`]: 'sensitive' }, 'unknown', 'nothing on the route asks'],
    ['an undeclared host', ingress('khac.example.vn', asks), published, 'fail', 'Ingress web answers for khac.example.vn, which the request does not declare'],
    ['every host', ingress('', asks), published, 'fail', 'answers for *'],
    ['a default backend answers for every host', (stacks: StackDraft[]) => add(stacks, tenant, 'kubernetes_ingress_v1', 'web', { metadata: { name: 'web', namespace: 'ho-so-prod', annotations: asks }, spec: { default_backend: { service: { name: 'x' } } } }), published, 'fail', 'answers for *'],
    ['a host that is known later', ingress('${x.y}', asks), published, 'unknown', 'Ingress web host: references x.y'],
    ['a Gateway route to a declared host', route({ hostnames: ['ho-so.example.vn'] }, { 'ndc.gov.vn/sign-in': 'identity' }), published, 'pass', ''],
    ['a Gateway route without hosts', route({}), published, 'fail', 'HTTPRoute web answers for *'],
    ['a route whose namespace is known later', (stacks: StackDraft[]) => add(stacks, tenant, 'kubernetes_ingress_v1', 'web', { metadata: { name: 'web', namespace: '${x.y}' }, spec: {} }), published, 'unknown', 'kubernetes_ingress_v1.web: its namespace is not known'],
  ])('%s: %s', (_name, change, changes, status, finding) => {
    const verdict = judged(change, changes);
    expect(verdict.status).toBe(status);
    expect(verdict.finding.en).toContain(finding);
  });
});

describe('ACC-001: the whole cluster', () => {
  it.each([
    ['nobody is let in unseen', () => undefined, 'pass'],
    ['everybody who signed in: TEN-004 speaks of that', cluster([group('system:authenticated')]), 'pass'],
    ['a group of whoever does not sign in', cluster([group('system:unauthenticated')]), 'fail'],
    ['its user', cluster([{ kind: 'User', name: 'system:anonymous', api_group: rbac }]), 'fail'],
    ['known later', cluster('${x.y}'), 'unknown'],
  ])('%s: %s', (_name, change, status) => {
    expect(judged(change, {}, 'site/ndc-01').status).toBe(status);
  });

  it('a chart nobody rendered may let somebody in', async () => {
    const stacks = applied(goodStacks('ndc-01'));
    const estate = estateOf();
    expect(statuses(verdictsOf('ACC-001', estate, await planset(estate, stacks)))).toEqual({ 'site/ndc-01': 'pass', [`${environment}@ndc-01`]: 'pass' });
    Reflect.deleteProperty(stackNamed(stacks, 'ndc-01-platform').rendered, 'cilium');
    expect(statuses(verdictsOf('ACC-001', estate, await planset(estate, stacks)))).toEqual({ 'site/ndc-01': 'unknown', [`${environment}@ndc-01`]: 'pass' });
  });

  it('is not applicable where no site operates', () => {
    expect(verdictsOf('ACC-001', estateOf({ 'ndc-01.yaml#/phase': 'planned' })).map(({ status }) => status)).toEqual(['not-applicable']);
  });
});
