import { describe, expect, it } from 'vitest';
import { survivesRack } from '../../../../policies/derived/ceph.js';
import { estateOf, type Changes } from '../../estate-builder.js';
import { statuses, verdictOn, verdictsOf } from '../../judging.js';
import { add, drop } from '../../mutate.js';
import { applied, goodStacks, offline, planset, stackNamed, type StackDraft, type Values } from '../../planset-builder.js';
import { below, renderedAt } from '../mutants-of-plans.js';

const platform = 'ndc-01-platform';
const judged = async (change: (stacks: StackDraft[]) => unknown, object = 'component/cilium', changes: Changes = {}) => {
  const stacks = applied(goodStacks('ndc-01'));
  change(stacks);
  const estate = estateOf(changes);
  return verdictOn(verdictsOf('RED-008', estate, await planset(estate, stacks)), object, 'ndc-01');
};
const operator = (...path: readonly (string | number)[]) => (more: Values) => (stacks: StackDraft[]) => void Object.assign(below(renderedAt(stacks, 'Deployment', platform), ...path), more);
const spec = operator('spec');
const pod = operator('spec', 'template', 'spec');
const budget = (value: Values) => (stacks: StackDraft[]) => {
  const { selector } = below(renderedAt(stacks, 'PodDisruptionBudget', platform), 'spec');
  Object.assign(renderedAt(stacks, 'PodDisruptionBudget', platform), { spec: { selector, ...value } });
};
const stateful = (replicas: number) => (stacks: StackDraft[]) => (Object.assign(renderedAt(stacks, 'Deployment', platform), { kind: 'StatefulSet' }), below(renderedAt(stacks, 'StatefulSet', platform), 'spec')['replicas'] = replicas);
const all = (...changes: ((stacks: StackDraft[]) => unknown)[]) => (stacks: StackDraft[]) => changes.forEach((change) => change(stacks));
const render = (object: Values) => (stacks: StackDraft[]) => void stackNamed(stacks, platform).rendered['cilium']?.push(object);
const selector = { matchLabels: { app: 'operator' } };
const spread = (more: Values = {}): Values => ({ topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'topology.rook.io/rack', whenUnsatisfiable: 'DoNotSchedule', labelSelector: selector, ...more }] });
const apart = (key: string, labelSelector: Values = selector): Values => ({ topologySpreadConstraints: [], affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: key, labelSelector }] } } });

describe('RED-008: control plane and storage, as declared', () => {
  it.each([
    [1, 'fail'], [2, 'fail'], [3, 'pass'], [4, 'fail'], [5, 'pass'], [7, 'fail'],
  ])('%i control-plane nodes: %s', (nodes, status) => {
    expect(verdictOn(verdictsOf('RED-008', estateOf({ 'ndc-01.yaml#/cluster/controlPlaneNodes': nodes })), 'control-plane/ndc-01').status).toBe(status);
  });

  // A rack takes one part of what is spread over racks, and up to `perRack` parts of what is spread over hosts.
  // Serving with something left to lose needs two replicas, or one chunk more than the data.
  it.each([
    [{ replicas: 3 }, 'rack', 1, true, 1],
    [{ replicas: 2 }, 'rack', 1, false, 1],
    [{ data: 4, coding: 2 }, 'rack', 1, true, 1],
    [{ data: 2, coding: 1 }, 'rack', 1, false, 1],
    [{ replicas: 3 }, 'host', 1, true, 1],
    [{ replicas: 3 }, 'host', 2, false, 2],
    [{ data: 4, coding: 2 }, 'host', 2, false, 2],
    [{ data: 4, coding: 3 }, 'host', 2, true, 2],
    [{ replicas: 3 }, 'host', 20, false, 3],
    [{ replicas: 3 }, 'osd', 1, false, 3],
  ] as const)('%j over %ss, %i nodes to a rack: %s', (shape, domain, perRack, survives, lost) => {
    expect(survivesRack(shape, domain, perRack)).toEqual({ survives, lost });
  });

  it.each([
    ['as declared', {}, 'pass'],
    ['two replicas', { 'ndc-01.yaml#/storage/0/redundancy': { replicas: 2 } }, 'fail'],
    ['over hosts, one to a rack by the planning inputs', { 'ndc-01.yaml#/storage/0/failureDomain': 'host' }, 'pass'],
    ['over hosts, two to a rack', { 'ndc-01.yaml#/storage/0/failureDomain': 'host', 'catalogue/planning.yaml#/facility/nodesPerRack/storage': 2 }, 'fail'],
    ['over hosts, nobody says how many', { 'ndc-01.yaml#/storage/0/failureDomain': 'host', 'catalogue/planning.yaml#/facility/nodesPerRack/storage': undefined }, 'unknown'],
    ["a pool's own figure counts", { 'ndc-01.yaml#/storage/0/failureDomain': 'host', 'ndc-01.yaml#/nodePools/1': { id: 'st', purpose: 'storage', shape: { cpu: 16, memory: '64Gi' }, count: 6, rackUnits: 2, watts: 800, nodesPerRack: 3, allocatableReserve: { cpu: 1, memory: '4Gi' }, available: '2025-Q3' } }, 'fail'],
  ])('storage %s: %s', (_name, changes, status) => {
    expect(verdictOn(verdictsOf('RED-008', estateOf(changes)), 'storage/ndc-01/ndc-block').status).toBe(status);
  });
});

describe('RED-008: components', () => {
  it.each([
    ['nothing changed', () => undefined, 'pass', 'it outlives the loss of a rack'],
    ['one replica', spec({ replicas: 1 }), 'fail', 'Deployment operator runs once only'],
    ['replicas not said', spec({ replicas: undefined }), 'fail', 'runs once only'],
    ['switched off', spec({ replicas: 0 }), 'pass', ''],
    ['two replicas as state has them', spec({ replicas: '2' }), 'pass', ''],
    ['an autoscaler that keeps two', all(spec({ replicas: 1 }), render({ apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'a', namespace: 'cilium-system' }, spec: { minReplicas: 2, scaleTargetRef: { kind: 'Deployment', name: 'operator' } } })), 'pass', ''],
    ['an autoscaler that may keep one', render({ apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'a', namespace: 'cilium-system' }, spec: { minReplicas: 1, scaleTargetRef: { kind: 'Deployment', name: 'operator' } } }), 'fail', 'runs once only'],
    ['no spread', pod({ topologySpreadConstraints: [] }), 'fail', 'nothing keeps the pods of Deployment operator in different racks'],
    ['a wish', pod(spread({ whenUnsatisfiable: 'ScheduleAnyway' })), 'fail', 'nothing keeps'],
    ['over hosts', pod(spread({ topologyKey: 'kubernetes.io/hostname' })), 'fail', 'nothing keeps'],
    ['over zones', pod(spread({ topologyKey: 'topology.kubernetes.io/zone' })), 'pass', ''],
    ['as many in one rack as there are', pod(spread({ maxSkew: 2 })), 'fail', 'nothing keeps'],
    ['one fewer', all(spec({ replicas: 3 }), pod(spread({ maxSkew: 2 }))), 'pass', ''],
    ['without a selector it counts nobody', pod(spread({ labelSelector: undefined })), 'fail', 'nothing keeps'],
    ["somebody else's selector", pod(spread({ labelSelector: { matchLabels: { app: 'x' } } })), 'fail', 'nothing keeps'],
    ['kept apart by racks', pod(apart('topology.rook.io/rack')), 'pass', ''],
    ['kept apart by hosts only', pod(apart('kubernetes.io/hostname')), 'fail', 'nothing keeps'],
    ['a selector by expression', pod(apart('topology.rook.io/rack', { matchExpressions: [{ key: 'app', operator: 'In', values: ['operator'] }] })), 'pass', ''],
    ['no budget', (stacks: StackDraft[]) => { const { rendered } = stackNamed(stacks, platform); rendered['cilium'] = (rendered['cilium'] ?? []).filter(({ kind }) => kind !== 'PodDisruptionBudget'); }, 'fail', 'has no disruption budget'],
    ['a budget that lets all go', budget({ maxUnavailable: 2 }), 'fail', 'keeps 0 of 2 replicas, 1 are needed'],
    ['a budget of half, rounded up', budget({ maxUnavailable: '50%' }), 'pass', ''],
    ['a budget of just over half', budget({ maxUnavailable: '51%' }), 'fail', 'keeps 0 of 2'],
    ['a budget that keeps one', budget({ minAvailable: 1 }), 'pass', ''],
    ['a budget that keeps none', budget({ minAvailable: 0 }), 'fail', 'keeps 0 of 2'],
    ['a budget that says nothing', budget({}), 'fail', 'keeps 0 of 2'],
    ['a StatefulSet of two', stateful(2), 'fail', 'a majority needs 3 or 5'],
    ['of three, one may go', stateful(3), 'pass', ''],
    ['of three, two may go', all(stateful(3), budget({ maxUnavailable: 2 })), 'fail', 'keeps 1 of 3 replicas, 2 are needed'],
    ['of five, two may go', all(stateful(5), budget({ maxUnavailable: 2 })), 'pass', ''],
    ['of five, three may go', all(stateful(5), budget({ maxUnavailable: 3 })), 'fail', 'keeps 2 of 5 replicas, 3 are needed'],
    ['a chart nobody rendered', (stacks: StackDraft[]) => void Reflect.deleteProperty(stackNamed(stacks, platform).rendered, 'cilium'), 'unknown', 'no helm_template data source renders it'],
    ['no release', (stacks: StackDraft[]) => drop(stacks, platform, 'helm_release', 'cilium'), 'fail', 'no release installs its chart cilium'],
    ['a chart that runs nothing', (stacks: StackDraft[]) => void (stackNamed(stacks, platform).rendered['cilium'] = [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } }]), 'not-applicable', 'holds neither workloads nor a Ceph cluster'],
    ['a Job runs once by nature', render({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'j' }, spec: { template: { spec: {} } } }), 'pass', ''],
  ])('%s: %s', async (_name, change, status, finding) => {
    const verdict = await judged(change);
    expect(`${verdict.status}: ${verdict.finding.en}`).toMatch(new RegExp(`^${status}: `));
    expect(verdict.finding.en).toContain(finding);
  });

  it('a workload that runs once on purpose says why', async () => {
    const once: Changes = { 'catalogue/components.yaml#/components/0/runsOnce': [{ workload: 'operator', reason: { vi: 'Chỉ một bản được ghi', en: 'One writer only' } }] };
    const verdict = await judged(spec({ replicas: 1 }), 'component/cilium', once);
    expect(verdict.status).toBe('pass');
    expect(verdict.evidence.find(({ found }) => found === 'operator' )?.what.en).toBeDefined();
    expect(verdict.evidence.some(({ what }) => what.en === 'Runs once on purpose: One writer only')).toBe(true);
  });
});

describe('RED-008: Ceph as it is rendered', () => {
  const ceph = (kind: string, body: unknown) => render({ apiVersion: 'ceph.rook.io/v1', kind, metadata: { name: 'c', namespace: 'rook-ceph' }, spec: body });
  const cluster = (mon: unknown, mgr = 2) => ceph('CephCluster', { mon, mgr: { count: mgr } });
  const safe = { failureDomain: 'rack', replicated: { size: 3 } };

  it.each([
    ['three monitors', cluster({ count: 3 }), 'pass', ''],
    ['two', cluster({ count: 2 }), 'fail', 'CephCluster c has 2 monitors, 3 or 5 are needed'],
    ['four', cluster({ count: 4 }), 'fail', 'has 4 monitors'],
    ['several on one node', cluster({ count: 3, allowMultiplePerNode: true }), 'fail', 'permits several monitors on one node'],
    ['one manager', cluster({ count: 3 }, 1), 'fail', 'CephCluster c has 1 managers, 2 are needed'],
    ['a pool over racks', ceph('CephBlockPool', safe), 'pass', ''],
    ['a pool that says no domain lies over hosts, one to a rack', ceph('CephBlockPool', { replicated: { size: 3 } }), 'pass', ''],
    ['two replicas', ceph('CephBlockPool', { failureDomain: 'rack', replicated: { size: 2 } }), 'fail', '(2 replicas over racks) does not outlive the loss of a rack'],
    ['2+1 chunks', ceph('CephBlockPool', { failureDomain: 'rack', erasureCoded: { dataChunks: 2, codingChunks: 1 } }), 'fail', '(2+1 over racks)'],
    ['no redundancy stated', ceph('CephBlockPool', { failureDomain: 'rack' }), 'fail', 'states no redundancy'],
    ['a file system with a standby', ceph('CephFilesystem', { metadataPool: safe, dataPools: [safe], metadataServer: { activeStandby: true } }), 'pass', ''],
    ['one without', ceph('CephFilesystem', { metadataPool: safe, dataPools: [safe], metadataServer: { activeStandby: false } }), 'fail', 'has no standby metadata server'],
    ['its second data pool', ceph('CephFilesystem', { metadataPool: safe, dataPools: [safe, { failureDomain: 'osd', replicated: { size: 3 } }], metadataServer: { activeStandby: true } }), 'fail', 'dataPools/1 (3 replicas over osds)'],
    ['two gateways', ceph('CephObjectStore', { metadataPool: safe, dataPool: safe, gateway: { instances: 2 } }), 'pass', ''],
    ['gateways of a zone, whose pools are the zone’s', ceph('CephObjectStore', { zone: { name: 'ndc-01' }, gateway: { instances: 2 } }), 'pass', ''],
    ['one gateway of a zone', ceph('CephObjectStore', { zone: { name: 'ndc-01' }, gateway: { instances: 1 } }), 'fail', 'has 1 gateways, 2 are needed'],
    ['a zone’s pools', ceph('CephObjectZone', { metadataPool: safe, dataPool: safe }), 'pass', ''],
    ['a zone without redundancy', ceph('CephObjectZone', { metadataPool: safe, dataPool: {} }), 'fail', 'dataPool states no redundancy'],
    ['one gateway', ceph('CephObjectStore', { metadataPool: safe, dataPool: safe, gateway: { instances: 1 } }), 'fail', 'has 1 gateways, 2 are needed'],
  ])('%s: %s', async (_name, change, status, finding) => {
    const verdict = await judged(change);
    expect(`${verdict.status}: ${verdict.finding.en}`).toMatch(new RegExp(`^${status}: `));
    expect(verdict.finding.en).toContain(finding);
  });

  it.each([
    ['two of five monitors in a rack leave three', 2, 5, 'pass'],
    ['three of five do not', 3, 5, 'fail'],
    ['two of three do not', 2, 3, 'fail'],
  ])('%s', async (_name, perRack, count, status) => {
    expect((await judged(cluster({ count }), 'component/cilium', { 'catalogue/planning.yaml#/facility/nodesPerRack/storage': perRack })).status).toBe(status);
  });
});

describe('RED-008: containers of the platform, and what is no component', () => {
  const containers = 'containers/cilium';
  const own = (values: Values, type = 'kubernetes_deployment_v1') => (stacks: StackDraft[]) => add(stacks, platform, type, 'own', { metadata: { name: 'own', namespace: 'ndc-system', labels: {} }, spec: values });
  const sized = { name: 'a', resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '1Gi' } } };

  it("a budget that the stack itself makes for a chart's pods counts", async () => {
    const without = (stacks: StackDraft[]) => {
      const { rendered } = stackNamed(stacks, platform);
      rendered['cilium'] = (rendered['cilium'] ?? []).filter(({ kind }) => kind !== 'PodDisruptionBudget');
    };
    const typed = (labels: Values, namespace = 'cilium-system') => (stacks: StackDraft[]) =>
      add(stacks, platform, 'kubernetes_pod_disruption_budget_v1', 'own', { metadata: { name: 'own', namespace, labels: {} }, spec: { max_unavailable: '1', selector: { match_labels: labels } } });
    const statusWith = async (budget: (stacks: StackDraft[]) => unknown) => (await judged(all(without, budget))).status;
    expect(await statusWith(typed({ app: 'operator' }))).toBe('pass');
    expect(await statusWith(typed({ app: 'khac' }))).toBe('fail');
    expect(await statusWith(typed({ app: 'operator' }, 'ndc-system'))).toBe('fail');
  });

  it.each([
    ['all of a size', () => undefined, 'pass', 'every container has requests and a memory limit'],
    ['one of three without', pod({ containers: [sized, { name: 'tran' }, sized] }), 'fail', 'Deployment operator, container tran has no requests.cpu, requests.memory, limits.memory'],
    ['an init container without', (stacks: StackDraft[]) => Reflect.deleteProperty(below(renderedAt(stacks, 'DaemonSet', platform), 'spec', 'template', 'spec', 'initContainers', 0), 'resources'), 'fail', 'DaemonSet agent, init container mount has no'],
    ['a CronJob without', render({ apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'don', namespace: 'cilium-system' }, spec: { jobTemplate: { spec: { template: { spec: { containers: [{ name: 'tran' }] } } } } } }), 'fail', 'CronJob don, container tran has no'],
    ['no CPU limit is asked for', pod({ containers: [sized] }), 'pass', ''],
  ])('%s: %s, as a warning', async (_name, change, status, finding) => {
    const verdict = await judged(change, containers);
    expect(verdict).toMatchObject({ status, severity: 'warning', blocks: false });
    expect(verdict.finding.en).toContain(finding);
  });

  it.each([
    ['nothing', (stacks: StackDraft[]) => { for (const name of ['pool', 'ceph']) drop(stacks, 'ndc-01-protection', 'kubernetes_manifest', name); }, 'not-applicable'],
    ['a pool of the protection stack', () => undefined, 'pass'],
    ['a Deployment of the stack itself that runs once', own({ replicas: 1, template: { metadata: { labels: { app: 'own' } }, spec: { container: [sized] } } }), 'fail'],
    ['replicas known later', own({ replicas: '${x.y}', template: { metadata: {}, spec: {} } }), 'unknown'],
    ['a DaemonSet stands on every node', own({ template: { metadata: {}, spec: { container: [sized] } } }, 'kubernetes_daemon_set_v1'), 'pass'],
  ])('beside the components, %s: %s', async (_name, change, status) => {
    expect((await judged(change, 'component/others')).status).toBe(status);
  });

  it('offline, charts are not applicable and the rest is judged; nothing is recorded', () => {
    expect(statuses(verdictsOf('RED-008', estateOf(), offline(goodStacks('ndc-01'))))).toMatchObject({ 'control-plane/ndc-01': 'pass', 'storage/ndc-01/ndc-block': 'pass', 'component/cilium@ndc-01': 'not-applicable (now unknown)', 'component/others@ndc-01': 'pass (now unknown)' });
  });

  it('an all-create set is not redundant now', async () => {
    const estate = estateOf();
    expect(verdictOn(verdictsOf('RED-008', estate, await planset(estate, goodStacks('ndc-01'))), 'component/cilium')).toMatchObject({ status: 'pass', recorded: 'fail' });
  });

  it('a platform that was not read is unknown', async () => {
    expect((await judged((stacks) => (stackNamed(stacks, platform).status = { is: 'failed', reason: 'exit 1' }))).status).toBe('unknown');
  });
});
