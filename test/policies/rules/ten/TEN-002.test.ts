import { describe, expect, it } from 'vitest';
import { estateOf } from '../../estate-builder.js';
import { verdictOn, verdictsOf } from '../../judging.js';
import { add, drop, mapAt } from '../../mutate.js';
import { goodStacks, offline, type StackDraft, type Values } from '../../planset-builder.js';

const enforce = 'pod-security.kubernetes.io/enforce';
const tenant = 'ndc-01-tenant-bo-y-te';
const judged = (change: (stacks: StackDraft[]) => unknown) => {
  const stacks = goodStacks('ndc-01');
  change(stacks);
  return verdictOn(verdictsOf('TEN-002', estateOf(), offline(stacks)), 'environment/ho-so-prod');
};
const label = (value: unknown) => (stacks: StackDraft[]) => Object.assign(mapAt(stacks, tenant, 'kubernetes_namespace_v1', 'environment', 'metadata', 'labels'), { [enforce]: value });

describe('TEN-002', () => {
  it.each([
    ['restricted', label('restricted'), 'pass', 'it enforces restricted'],
    ['baseline', label('baseline'), 'fail', 'enforces "baseline" only'],
    ['privileged', label('privileged'), 'fail', 'enforces "privileged" only'],
    ['another spelling is another value', label('Restricted'), 'fail', 'enforces "Restricted" only'],
    ['not known', label('${x.y}'), 'unknown', 'is not known: references x.y'],
    ['no label', (stacks: StackDraft[]) => Reflect.deleteProperty(mapAt(stacks, tenant, 'kubernetes_namespace_v1', 'environment', 'metadata', 'labels'), enforce), 'fail', 'enforces no Pod Security level'],
    ['labels unknown as a whole', (stacks: StackDraft[]) => Object.assign(mapAt(stacks, tenant, 'kubernetes_namespace_v1', 'environment', 'metadata'), { labels: '${x.y}' }), 'unknown', 'references x.y'],
    ['no namespace', (stacks: StackDraft[]) => drop(stacks, tenant, 'kubernetes_namespace_v1', 'environment'), 'fail', 'There is no namespace ho-so-prod'],
  ])('%s', (_name, change, status, finding) => {
    const verdict = judged(change);
    expect(verdict.status).toBe(status);
    expect(verdict.finding.en).toContain(finding);
  });

  it('a hostile label does not reach the reader', () => {
    expect(judged(label('\u001b[2Jbaseline')).finding.en).toContain('\\u001b[2Jbaseline');
  });

  it('is not applicable without requests', () => {
    expect(verdictsOf('TEN-002', estateOf({ 'tenants/bo-y-te.yaml#': undefined }), offline([])).map(({ status }) => status)).toEqual(['not-applicable']);
  });
});

const metadata = { name: 'more', namespace: 'ho-so-prod', labels: {} };
const typed = (pod: Values) => (stacks: StackDraft[]) => add(stacks, tenant, 'kubernetes_deployment_v1', 'more', { metadata, spec: { template: { spec: pod } } });
const container = (security_context: unknown): Values => ({ container: [{ name: 'a' }, { name: 'b', security_context }] });
const manifest = (kind: string, apiVersion: string, body: Values, stack = tenant) => (stacks: StackDraft[]) => add(stacks, stack, 'kubernetes_manifest', 'more', { manifest: { apiVersion, kind, metadata, ...body } });
const cronJob = (pod: Values, stack = tenant) => manifest('CronJob', 'batch/v1', { spec: { jobTemplate: { spec: { template: { spec: pod } } } } }, stack);
const podOf: Readonly<Record<string, (pod: Values) => (stacks: StackDraft[]) => unknown>> = {
  Pod: (pod) => manifest('Pod', 'v1', { spec: pod }),
  StatefulSet: (pod) => manifest('StatefulSet', 'apps/v1', { spec: { template: { spec: pod } } }),
  DaemonSet: (pod) => manifest('DaemonSet', 'apps/v1', { spec: { template: { spec: pod } } }),
  Job: (pod) => manifest('Job', 'batch/v1', { spec: { template: { spec: pod } } }),
  CronJob: (pod) => cronJob(pod),
};

describe('TEN-002: what workloads may ask for', () => {
  it.each([
    ['nothing', typed(container({ privileged: false, allow_privilege_escalation: false, run_as_user: '1000', capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] } }))],
    ['volumes of the allowed types, however they are spelled', typed({ ...container({}), volume: [{ name: 'a', downward_api: { default_mode: '0644' } }, { name: 'b', empty_dir: {} }, { name: 'c', persistent_volume_claim: { claim_name: 'x' }, host_path: [] }] })],
    ['the same in a manifest', cronJob({ volumes: [{ name: 'a', downwardAPI: {} }, { name: 'b', projected: {} }, { name: 'c', hostPath: null }] })],
    ['a privileged pod in another namespace', (stacks: StackDraft[]) => add(stacks, 'ndc-01-platform', 'kubernetes_manifest', 'more', { manifest: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'more', namespace: 'rook-ceph' }, spec: { containers: [{ name: 'a', securityContext: { privileged: true } }] } } })],
    ['a Pod of another project', manifest('Job', 'example.com/v1', { spec: { template: { spec: { hostPID: true } } } })],
  ])('%s', (_name, change) => {
    const verdict = judged(change);
    expect(`${verdict.status} ${verdict.finding.en}`).toMatch(/^pass /);
  });

  it.each([
    ['a privileged container, the second', typed(container({ privileged: true })), 'Deployment more, container b is privileged'],
    ['a privileged init container', typed({ init_container: [{ name: 'i', security_context: { privileged: true } }] }), 'Deployment more, init container i is privileged'],
    ['a privileged ephemeral container', cronJob({ ephemeralContainers: [{ name: 'e', securityContext: { privileged: true } }] }), 'CronJob more, ephemeral container e is privileged'],
    ['one added by another stack', cronJob({ containers: [{ name: 'a', securityContext: { privileged: true } }] }, 'ndc-01-protection'), 'CronJob more, container a is privileged'],
    ['privileges to be gained', typed(container({ allow_privilege_escalation: true })), 'container b may gain privileges'],
    ['root', typed(container({ run_as_user: '0' })), 'container b runs as root'],
    ['root for the whole pod', cronJob({ securityContext: { runAsUser: 0 } }), 'CronJob more runs as root'],
    ['a capability', typed(container({ capabilities: { add: ['NET_BIND_SERVICE', 'SYS_ADMIN'] } })), 'container b adds the capability SYS_ADMIN'],
    ['no seccomp', cronJob({ securityContext: { seccompProfile: { type: 'Unconfined' } } }), 'CronJob more turns off the filter of system calls'],
    ['an unmasked /proc', cronJob({ containers: [{ name: 'a', securityContext: { procMount: 'Unmasked' } }] }), 'container a unmasks /proc'],
    ['a process of a Windows node', cronJob({ securityContext: { windowsOptions: { hostProcess: true } } }), 'CronJob more runs as a process of its Windows node'],
    ['the processes of the node', typed({ host_pid: true }), 'Deployment more shares the processes of its node'],
    ['the memory of the node', typed({ host_ipc: true }), 'Deployment more shares the inter-process memory of its node'],
    ['a folder of the node', typed({ volume: [{ name: 'v', host_path: { path: '/etc' } }] }), 'mounts the volume v of type hostPath /etc'],
    ['another kind of volume', cronJob({ volumes: [{ name: 'v', nfs: { server: 'x', path: '/' } }] }), 'mounts the volume v of type nfs'],
    ...Object.entries(podOf).map(([kind, of]): [string, (stacks: StackDraft[]) => unknown, string] => [`a ${kind}`, of({ containers: [{ name: 'a', securityContext: { privileged: true } }] }), `${kind} more, container a is privileged`]),
  ])('%s fails', (_name, change, finding) => {
    const verdict = judged(change);
    expect(verdict).toMatchObject({ status: 'fail', blocks: true });
    expect(verdict.finding.en).toContain(finding);
  });

  it.each([
    ['an unknown container', cronJob({ containers: ['${x.y}'] }), 'securityContext: references x.y'],
    ['unknown containers', cronJob({ containers: '${x.y}' }), 'CronJob more: containers: references x.y'],
    ['an unknown privilege', typed(container({ privileged: '${x.y}' })), 'container b privileged: references x.y'],
    ['unknown volumes', cronJob({ volumes: '${x.y}' }), 'CronJob more volumes: references x.y'],
    ['an unknown type of volume', cronJob({ volumes: [{ name: 'v', hostPath: '${x.y}' }] }), 'volume v hostPath: references x.y'],
    ['an unknown capability', cronJob({ containers: [{ name: 'a', securityContext: { capabilities: { add: ['${x.y}'] } } }] }), 'capabilities.add: references x.y'],
    ['a chart nobody rendered', (stacks: StackDraft[]) => add(stacks, tenant, 'helm_release', 'x', { name: 'x', namespace: 'ho-so-prod', chart: 'ndc/x', version: '1.0.0' }), 'helm_release.x: synthesised JSON holds no rendered chart'],
    ['a workload whose namespace is unknown', (stacks: StackDraft[]) => add(stacks, tenant, 'kubernetes_manifest', 'more', { manifest: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'more', namespace: '${x.y}' }, spec: {} } }), 'kubernetes_manifest.more: its namespace is not known'],
  ])('%s is unknown', (_name, change, finding) => {
    const verdict = judged(change);
    expect(verdict).toMatchObject({ status: 'unknown', blocks: true });
    expect(verdict.finding.en).toContain(finding);
  });

  it('what is wrong fails whatever else is unknown', () => {
    expect(judged((stacks) => [label('${x.y}')(stacks), typed(container({ privileged: true }))(stacks)]).status).toBe('fail');
  });
});
