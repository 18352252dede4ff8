import { describe, expect, it } from 'vitest';
import { estateOf, targetOf, type Changes } from '../../estate-builder.js';
import { statuses, verdictOn, verdictsOf } from '../../judging.js';
import { add } from '../../mutate.js';
import { applied, goodStacks, offline, planset, stackNamed, type StackDraft, type Values } from '../../planset-builder.js';

const platform = 'ndc-01-platform';
const subject = 'organisation/bo-y-te';
const rbac = 'rbac.authorization.k8s.io';
const group = (name: string): Values => ({ kind: 'Group', name, api_group: rbac });
const account = (name: string, namespace: string): Values => ({ kind: 'ServiceAccount', name, namespace });
const cluster = (subjects: unknown, type = 'kubernetes_cluster_role_binding_v1') => (stacks: StackDraft[]) => add(stacks, platform, type, 'more', { metadata: { name: 'more' }, role_ref: { api_group: rbac, kind: 'ClusterRole', name: 'view' }, subject: subjects });
const namespaced = (namespace: string, subjects: unknown) => (stacks: StackDraft[]) => add(stacks, platform, 'kubernetes_role_binding_v1', 'more', { metadata: { name: 'more', namespace }, role_ref: { api_group: rbac, kind: 'Role', name: 'x' }, subject: subjects });
const manifest = (subjects: unknown) => (stacks: StackDraft[]) => add(stacks, platform, 'kubernetes_manifest', 'more', { manifest: { apiVersion: `${rbac}/v1`, kind: 'ClusterRoleBinding', metadata: { name: 'more' }, subjects } });
const rendered = (subjects: unknown) => (stacks: StackDraft[]) => void stackNamed(stacks, platform).rendered['cilium']?.push({ apiVersion: `${rbac}/v1`, kind: 'ClusterRoleBinding', metadata: { name: 'more' }, subjects });

const judged = async (change: (stacks: StackDraft[]) => unknown, changes: Changes = {}) => {
  const stacks = applied(goodStacks('ndc-01'));
  change(stacks);
  const estate = estateOf(changes);
  return verdictOn(verdictsOf('TEN-004', estate, await planset(estate, stacks)), subject, 'ndc-01');
};

describe('TEN-004', () => {
  it.each([
    ['nothing more', () => undefined],
    ['a group of the platform, cluster-wide', cluster([group('ndc:platform')])],
    ["a component's own account, cluster-wide", cluster([account('velero', 'velero')])],
    ['a single user, cluster-wide: no tenant', cluster([{ kind: 'User', name: 'admin', api_group: rbac }])],
    ['accounts of another namespace', cluster([group('system:serviceaccounts:velero')])],
    ['its own account, in its own namespace', namespaced('ho-so-prod', [account('default', 'ho-so-prod')])],
    ["somebody else's group, in somebody else's namespace", namespaced('velero', [group('ndc:platform')])],
  ])('%s passes', async (_name, change) => {
    expect((await judged(change)).status).toBe('pass');
  });

  it.each([
    ['its group, cluster-wide', cluster([group('bo-y-te:platform')]), 'ClusterRoleBinding more grants Group "bo-y-te:platform" rights on the whole cluster'],
    ['the same by the old resource name', cluster([group('bo-y-te:platform')], 'kubernetes_cluster_role_binding'), 'Group "bo-y-te:platform"'],
    ['the same by a manifest', manifest([{ kind: 'Group', name: 'bo-y-te:platform' }]), 'Group "bo-y-te:platform"'],
    ['the same in a rendered chart', rendered([{ kind: 'Group', name: 'bo-y-te:platform' }]), 'Group "bo-y-te:platform"'],
    ['its account, cluster-wide', cluster([account('default', 'ho-so-prod')]), 'ServiceAccount ho-so-prod/default'],
    ['its account written as a user', cluster([{ kind: 'User', name: 'system:serviceaccount:ho-so-prod:default', api_group: rbac }]), 'ServiceAccount ho-so-prod/default'],
    ['all accounts of its namespace', cluster([group('system:serviceaccounts:ho-so-prod')]), 'system:serviceaccounts:ho-so-prod'],
    ['everybody who signed in', cluster([group('system:authenticated')]), 'system:authenticated'],
    ['everybody at all', cluster([group('system:unauthenticated')]), 'system:unauthenticated'],
    ['every account of the cluster', cluster([group('system:serviceaccounts')]), 'system:serviceaccounts'],
    ['it among others', cluster([group('ndc:platform'), group('bo-y-te:platform')]), 'Group "bo-y-te:platform"'],
    ['its group, in a namespace of the platform', namespaced('kube-system', [group('bo-y-te:platform')]), 'RoleBinding kube-system/more grants Group "bo-y-te:platform" rights outside the organisation\'s namespaces'],
    ['a group of the system, in its namespace', namespaced('ho-so-prod', [group('system:masters')]), 'grants rights to the system\'s Group "system:masters"'],
  ])('%s fails', async (_name, change, finding) => {
    const verdict = await judged(change);
    expect(verdict).toMatchObject({ status: 'fail', blocks: true });
    expect(verdict.finding.en).toContain(finding);
  });

  it('a declared group of the system fails', async () => {
    const masters = { 'catalogue/organisations.yaml#/organisations/1/groups': ['system:masters'], 'tenants/bo-y-te.yaml#/groups': [] };
    expect((await judged(() => undefined, masters)).finding.en).toContain('its declared group "system:masters" is one of the system\'s');
  });

  it.each([
    ['subjects that are known later', cluster('${x.y}'), 'ClusterRoleBinding more: references x.y'],
    ['one name that is known later', cluster([{ kind: 'Group', name: '${x.y}', api_group: rbac }]), 'ClusterRoleBinding more: references x.y'],
    ['a binding of its group whose namespace is known later', namespaced('${x.y}', [group('bo-y-te:platform')]), 'kubernetes_role_binding_v1.more: its namespace is not known'],
    ['a chart nobody rendered', (stacks: StackDraft[]) => void Reflect.deleteProperty(stackNamed(stacks, platform).rendered, 'cilium'), 'helm_release.cilium: no helm_template data source renders it'],
    ['a stack that was not read', (stacks: StackDraft[]) => void (stackNamed(stacks, 'ndc-01-protection').status = { is: 'failed', reason: 'exit 1' }), 'planning stack ndc-01-protection failed'],
    ['a plan that is not whole', (stacks: StackDraft[]) => void (stackNamed(stacks, 'ndc-01-protection').plan = { errored: true }), 'is not whole'],
  ])('%s: unknown', async (_name, change, finding) => {
    const verdict = await judged(change);
    expect(verdict).toMatchObject({ status: 'unknown', blocks: true });
    expect(verdict.finding.en).toContain(finding);
  });

  it('what is wrong is not hidden by what is unknown', async () => {
    expect((await judged((stacks) => (cluster([group('bo-y-te:platform')])(stacks), void Reflect.deleteProperty(stackNamed(stacks, platform).rendered, 'cilium')))).status).toBe('fail');
  });

  it('offline no chart is rendered: what the configuration declares passes, and nothing is recorded', () => {
    expect(statuses(verdictsOf('TEN-004', estateOf(), offline(goodStacks('ndc-01'))))).toEqual({ [`${subject}@ndc-01`]: 'pass (now unknown)' });
  });

  it('a row stands for each site an organisation runs at, and for a site of which nothing was read', async () => {
    const target = targetOf(estateOf());
    const verdicts = verdictsOf('TEN-004', target, await planset(target, applied(goodStacks('ndc-01'))));
    expect(statuses(verdicts)).toEqual({ [`${subject}@ndc-01`]: 'pass', [`${subject}@ndc-02`]: 'unknown' });
  });

  it('is not applicable without requests, and unknown without anything read', () => {
    expect(verdictsOf('TEN-004', estateOf({ 'tenants/bo-y-te.yaml#': undefined }), offline(goodStacks('ndc-01'))).map(({ status }) => status)).toEqual(['not-applicable']);
    expect(verdictsOf('TEN-004', estateOf()).map(({ status }) => status)).toEqual(['unknown']);
  });

  it('a binding that is recorded and goes away is no fault after apply', async () => {
    const stacks = applied(goodStacks('ndc-01'));
    const draft = stackNamed(stacks, platform);
    (draft.recorded ?? {})['kubernetes_cluster_role_binding_v1'] = { more: { metadata: { name: 'more' }, subject: [group('bo-y-te:platform')] } };
    const estate = estateOf();
    expect(statuses(verdictsOf('TEN-004', estate, await planset(estate, stacks)))).toEqual({ [`${subject}@ndc-01`]: 'pass (now fail)' });
  });
});
