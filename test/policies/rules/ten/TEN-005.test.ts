import { describe, expect, it } from 'vitest';
import { estateOf } from '../../estate-builder.js';
import { statuses, verdictOn, verdictsOf } from '../../judging.js';
import { add, drop, mapAt } from '../../mutate.js';
import { applied, goodStacks, offline, planset, stackNamed, type StackDraft, type Values } from '../../planset-builder.js';

const tenant = 'ndc-01-tenant-bo-y-te';
const namespace = 'ho-so-prod';
const judged = (change: (stacks: StackDraft[]) => unknown) => {
  const stacks = goodStacks('ndc-01');
  change(stacks);
  return verdictOn(verdictsOf('TEN-005', estateOf(), offline(stacks)), `environment/${namespace}`);
};
const own = (more: Values = {}): Values => ({ name: 'more', namespace, ...more });
const limits = (spec: unknown) => (stacks: StackDraft[]) => Object.assign(mapAt(stacks, tenant, 'kubernetes_limit_range_v1', 'limits'), { spec });
const limit = (more: Values): Values => ({ limit: [{ type: 'Container', default: { cpu: '1', memory: '1Gi' }, default_request: { cpu: '1', memory: '1Gi' }, ...more }] });
const service = (spec: Values, stack = tenant) => (stacks: StackDraft[]) => add(stacks, stack, 'kubernetes_service_v1', 'more', { metadata: own(), spec });
const account = (more: Values) => (stacks: StackDraft[]) => add(stacks, tenant, 'kubernetes_service_account_v1', 'more', { metadata: own(), ...more });
const manifest = (kind: string, apiVersion: string, body: Values, metadata: Values = own()) => (stacks: StackDraft[]) => add(stacks, 'ndc-01-protection', 'kubernetes_manifest', 'more', { manifest: { apiVersion, kind, metadata, ...body } });
const cronJob = (spec: Values) => manifest('CronJob', 'batch/v1', { spec: { jobTemplate: { spec: { template: { spec } } } } });
const without = (stacks: StackDraft[]) => drop(stacks, tenant, 'kubernetes_limit_range_v1', 'limits');
const all = (...changes: ((stacks: StackDraft[]) => unknown)[]) => (stacks: StackDraft[]) => changes.forEach((change) => change(stacks));

describe('TEN-005: what may be there', () => {
  it.each([
    ['nothing more', () => undefined],
    ['a ClusterIP service', service({ type: 'ClusterIP', port: [{ port: 80 }] })],
    ['a service that says no type', service({ port: [{ port: 80 }] })],
    ['a load balancer without node ports', service({ type: 'LoadBalancer', allocate_load_balancer_node_ports: false })],
    ['an account without a token', account({ automount_service_account_token: false })],
    ['a container that names no size: the LimitRange gives it one', cronJob({ containers: [{ name: 'a' }] })],
    ['a container port that is no port of the node', cronJob({ containers: [{ name: 'a', ports: [{ containerPort: 80, hostPort: 0 }] }] })],
    ['defaults in two LimitRanges', all(limits(limit({ default: {} })), manifest('LimitRange', 'v1', { spec: { limits: [{ type: 'Container', default: { cpu: 1, memory: '1Gi' } }] } }))],
    ['a node port in another namespace', manifest('Service', 'v1', { spec: { type: 'NodePort' } }, { name: 'more', namespace: 'ndc-ingress' })],
  ])('%s', (_name, change) => {
    const verdict = judged(change);
    expect(`${verdict.status} ${verdict.finding.en}`).toMatch(/^pass /);
  });
});

describe('TEN-005: what fails', () => {
  it.each([
    ['no LimitRange', without, 'there is no LimitRange'],
    ['no defaults for containers', limits({ limit: [{ type: 'Pod', max: { cpu: '1' } }] }), 'no LimitRange gives containers default.cpu, default.memory, defaultRequest.cpu, defaultRequest.memory'],
    ['a default of zero', limits(limit({ default: { cpu: '0', memory: '1Gi' } })), 'gives containers default.cpu'],
    ['no request by default', limits(limit({ default_request: { cpu: '1' } })), 'gives containers defaultRequest.memory'],
    ['no managed default account', (stacks: StackDraft[]) => drop(stacks, tenant, 'kubernetes_default_service_account_v1', 'account'), 'the service account "default" is not managed'],
    ['a default account that says nothing of its token', (stacks: StackDraft[]) => Reflect.deleteProperty(mapAt(stacks, tenant, 'kubernetes_default_service_account_v1', 'account'), 'automount_service_account_token'), 'ServiceAccount default mounts its token'],
    ['another account with a token', account({}), 'ServiceAccount more mounts its token'],
    ['a node port', service({ type: 'NodePort' }), 'Service more opens a port on every node'],
    ['a node port opened by another stack', service({ type: 'NodePort' }, 'ndc-01-platform'), 'Service more opens a port on every node'],
    ['a load balancer that says nothing of node ports', service({ type: 'LoadBalancer' }), 'LoadBalancer more still opens ports'],
    ['external addresses', service({ external_ips: ['10.0.0.1'] }), 'Service more takes external addresses 10.0.0.1'],
    ['a port of the node', cronJob({ initContainers: [{ name: 'a', ports: [{ hostPort: 443 }] }] }), 'CronJob more, init container a opens port 443 of its node'],
    ["the node's network", cronJob({ hostNetwork: true }), 'CronJob more uses the network of its node'],
    ['a pod that asks for a token', cronJob({ automountServiceAccountToken: true }), 'CronJob more mounts the token of its account'],
    ['a container without a size where nothing gives it one', all(without, cronJob({ containers: [{ name: 'a', resources: { limits: { cpu: '1', memory: '1Gi' } } }, { name: 'b' }] })), 'CronJob more, container b has no requests.cpu, requests.memory, limits.cpu, limits.memory'],
  ])('%s', (_name, change, finding) => {
    const verdict = judged(change);
    expect(verdict).toMatchObject({ status: 'fail', blocks: true });
    expect(verdict.finding.en).toContain(finding);
  });
});

describe('TEN-005: what cannot be known', () => {
  it.each([
    ['an unknown LimitRange', limits('${x.y}'), 'LimitRange ndc-limits: references x.y'],
    ['an unknown default', limits(limit({ default: { cpu: '${x.y}', memory: '1Gi' } })), 'LimitRange ndc-limits default.cpu: references x.y'],
    ['an unknown service type', service({ type: '${x.y}' }), 'Service more type: references x.y'],
    ['an unknown token', account({ automount_service_account_token: '${x.y}' }), 'ServiceAccount more automountServiceAccountToken: references x.y'],
    ['an unknown host port', cronJob({ containers: [{ name: 'a', ports: [{ hostPort: '${x.y}' }] }] }), 'hostPort: references x.y'],
    ['unknown containers', cronJob({ containers: '${x.y}' }), 'CronJob more: containers: references x.y'],
    ['a service whose namespace is unknown', manifest('Service', 'v1', { spec: { type: 'NodePort' } }, { name: 'more', namespace: '${x.y}' }), 'kubernetes_manifest.more: its namespace is not known'],
    ['a workload whose namespace is unknown', manifest('Pod', 'v1', { spec: {} }, { name: 'more', namespace: '${x.y}' }), 'kubernetes_manifest.more: its namespace is not known'],
    ['a chart in the namespace', (stacks: StackDraft[]) => add(stacks, tenant, 'helm_release', 'x', { name: 'x', namespace, chart: 'ndc/x', version: '1.0.0' }), 'helm_release.x: synthesised JSON holds no rendered chart'],
    ['nothing of what is missing where a chart may hold it', all(without, (stacks: StackDraft[]) => add(stacks, tenant, 'helm_release', 'x', { name: 'x', namespace, chart: 'ndc/x', version: '1.0.0' })), 'there is no LimitRange in what was read'],
  ])('%s', (_name, change, finding) => {
    const verdict = judged(change);
    expect(verdict).toMatchObject({ status: 'unknown', blocks: true });
    expect(verdict.finding.en).toContain(finding);
  });

  it('a partial plan proves no absence', async () => {
    const stacks = applied(goodStacks('ndc-01'));
    drop(stacks, tenant, 'kubernetes_limit_range_v1', 'limits');
    const estate = estateOf();
    const on = async () => verdictOn(verdictsOf('TEN-005', estate, await planset(estate, stacks)), `environment/${namespace}`);
    expect(await on()).toMatchObject({ status: 'fail', recorded: 'pass' });
    stackNamed(stacks, tenant).plan = { errored: true };
    expect((await on()).status).toBe('unknown');
  });

  it('is not applicable without environments; an all-create set shows nothing now', async () => {
    const estate = estateOf();
    expect(verdictsOf('TEN-005', estateOf({ 'tenants/bo-y-te.yaml#': undefined }), offline(goodStacks('ndc-01'))).map(({ status }) => status)).toEqual(['not-applicable']);
    expect(statuses(verdictsOf('TEN-005', estate, await planset(estate, goodStacks('ndc-01'))))).toEqual({ [`environment/${namespace}@ndc-01`]: 'pass (now fail)' });
  });
});
