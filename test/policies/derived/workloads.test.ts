import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { boundsOf } from '../../../policies/derived/container-resources.js';
import { containerName, workloadOf, workloadsAt } from '../../../policies/derived/workloads.js';
import { readPlan } from '../../../policies/planset/read-plan.js';
import { UnknownValue, type Known, type KubernetesObject, type ReadResource } from '../../../policies/planset/read-model.js';
import { estateOf, targetOf } from '../estate-builder.js';
import { add } from '../mutate.js';
import { goodStacks, offline, planset, stackNamed, type StackDraft } from '../planset-builder.js';

const resource = {} as ReadResource;
const object = (kind: string, apiVersion: string, body: KubernetesObject['body']): KubernetesObject => ({ apiVersion, kind, name: 'x', namespace: 'n', labels: { at: 'object' }, annotations: {}, body });
const pod: Known = { containers: [{ name: 'a' }], initContainers: [{ name: 'b' }], ephemeralContainers: [{ name: 'c' }] };
const template: Known = { metadata: { labels: { at: 'template' } }, spec: pod };
const names = (kind: string, apiVersion: string, body: KubernetesObject['body']) => workloadOf({ resource, object: object(kind, apiVersion, body) })?.containers.map(({ role, name }) => `${role} ${name}`);

describe('workloads', () => {
  it.each([
    ['Pod', 'v1', { spec: pod }],
    ['PodTemplate', 'v1', { template }],
    ['Deployment', 'apps/v1', { spec: { template } }],
    ['StatefulSet', 'apps/v1', { spec: { template } }],
    ['DaemonSet', 'apps/v1', { spec: { template } }],
    ['ReplicaSet', 'apps/v1', { spec: { template } }],
    ['ReplicationController', 'v1', { spec: { template } }],
    ['Job', 'batch/v1', { spec: { template } }],
    ['CronJob', 'batch/v1', { spec: { jobTemplate: { spec: { template } } } }],
  ])('%s: containers, init containers and ephemeral containers', (kind, apiVersion, body) => {
    expect(names(kind, apiVersion, body)).toEqual(['container a', 'init b', 'ephemeral c']);
    expect(workloadOf({ resource, object: object(kind, apiVersion, body) })?.podLabels).toEqual({ at: kind === 'Pod' ? 'object' : 'template' });
  });

  it.each([
    ['a Service', 'Service', 'v1', { spec: pod }],
    ["another project's Job", 'Job', 'batch.volcano.sh/v1alpha1', { spec: { template } }],
  ])('%s is none', (_name, kind, apiVersion, body) => {
    expect(names(kind, apiVersion, body)).toBeUndefined();
  });

  it.each([
    ['the spec', { spec: new UnknownValue('later') }, ['later']],
    ['the template', { spec: { template: new UnknownValue('later') } }, ['later']],
    ['one list', { spec: { template: { spec: { initContainers: new UnknownValue('later') } } } }, ['initContainers: later']],
    // A dynamic block leaves no trace in the configuration: it must not pass for nothing.
    ['a list from a dynamic block', { spec: { template: { spec: { containers: new UnknownValue('not configured') } } } }, ['containers: not configured']],
  ])('%s unknown: says so', (_name, body, unknown) => {
    expect(workloadOf({ resource, object: object('Deployment', 'apps/v1', body) })?.unknown).toEqual(unknown);
  });
});

describe('what a container says of its size', () => {
  const missing = (spec: Known) => boundsOf({ spec }, ['requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory']);

  it.each([
    ['everything', { resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '1', memory: '1Gi' } } }, []],
    ['limits alone are requests as well', { resources: { limits: { cpu: '1', memory: '1Gi' } } }, []],
    ['requests alone are no limits', { resources: { requests: { cpu: '1', memory: '1Gi' } } }, ['limits.cpu', 'limits.memory']],
    ['nothing', {}, ['requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory']],
    ['empty maps, as state has them', { resources: { requests: {}, limits: {} } }, ['requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory']],
    ['zeros', { resources: { limits: { cpu: '0', memory: 0 } } }, ['requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory']],
    ['what the author never set and the server may fill in', { resources: new UnknownValue('not configured') }, ['requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory']],
  ])('%s', (_name, spec, expected) => {
    expect(missing(spec)).toEqual({ missing: expected, unknown: [] });
  });

  it('what is known later is neither there nor missing', () => {
    expect(missing({ resources: { limits: { cpu: new UnknownValue('references x.y'), memory: '1Gi' } } })).toEqual({ missing: [], unknown: ['requests.cpu: references x.y', 'limits.cpu: references x.y'] });
  });
});

/** A container of the size all workloads are looked for with; only the last of three names none. */
const sized = (name: string) => ({ name, resources: { limits: { cpu: '1', memory: '1Gi' } } });
const bare = { name: 'tran' };
const found = (set: Parameters<typeof workloadsAt>[0]) =>
  workloadsAt(set, 'ndc-01', 'after').flatMap((workload) => workload.containers.filter((container) => boundsOf(container, ['limits.memory']).missing.length > 0).map((container) => containerName(workload, container)));

describe('one container of three without limits is found', () => {
  const manifest = (kind: string, apiVersion: string, spec: object) => (stacks: StackDraft[]) => add(stacks, 'ndc-01-protection', 'kubernetes_manifest', 'w', { manifest: { apiVersion, kind, metadata: { name: 'w', namespace: 'n' }, spec } });
  const typed = (type: string, spec: object) => (stacks: StackDraft[]) => add(stacks, 'ndc-01-protection', type, 'w', { metadata: { name: 'w', namespace: 'n' }, spec });
  const rendered = (kind: string, apiVersion: string, spec: object) => (stacks: StackDraft[]) => void stackNamed(stacks, 'ndc-01-platform').rendered['cilium']?.push({ apiVersion, kind, metadata: { name: 'w', namespace: 'n' }, spec });
  const three = { containers: [sized('a'), bare, sized('b')] };

  it.each([
    ['a manifest', manifest('Deployment', 'apps/v1', { template: { spec: three } }), 'Deployment w, container tran'],
    ['an init container', manifest('StatefulSet', 'apps/v1', { template: { spec: { initContainers: [sized('a'), bare], containers: [sized('b')] } } }), 'StatefulSet w, init container tran'],
    ['an ephemeral container', manifest('Pod', 'v1', { ephemeralContainers: [bare], containers: [sized('a'), sized('b')] }), 'Pod w, ephemeral container tran'],
    ['a CronJob', manifest('CronJob', 'batch/v1', { jobTemplate: { spec: { template: { spec: three } } } }), 'CronJob w, container tran'],
    ['a typed Deployment', typed('kubernetes_deployment_v1', { template: { metadata: {}, spec: { container: [sized('a'), bare, sized('b')] } } }), 'Deployment w, container tran'],
    ['an init container of a typed CronJob', typed('kubernetes_cron_job_v1', { job_template: { spec: { template: { spec: { init_container: [bare], container: [sized('a'), sized('b')] } } } } }), 'CronJob w, init container tran'],
    ['a typed DaemonSet by its old name', typed('kubernetes_daemonset', { template: { spec: { container: [sized('a'), bare] } } }), 'DaemonSet w, container tran'],
    ['a rendered chart', rendered('DaemonSet', 'apps/v1', { template: { spec: three } }), 'DaemonSet w, container tran'],
    ['an init container of a CronJob in a rendered chart', rendered('CronJob', 'batch/v1', { jobTemplate: { spec: { template: { spec: { initContainers: [bare], containers: [sized('a'), sized('b')] } } } } }), 'CronJob w, init container tran'],
  ])('in %s', async (_name, change, expected) => {
    const stacks = goodStacks('ndc-01');
    change(stacks);
    const estate = targetOf(estateOf());
    expect(found(await planset(estate, stacks))).toEqual([expected]);
    if (!_name.includes('chart')) expect(found(offline(stacks))).toEqual([expected]);
  });

  it.each(['terraform-1.11.4', 'opentofu-1.12.6'])('in a real plan of %s', (engine) => {
    const read = readPlan({ name: 's', kind: 'tenant', site: 'ndc-01' }, 'create', readFileSync(new URL(`../../fixtures/plans/${engine}/create.json`, import.meta.url)));
    expect(found({ mode: 'planset', stacks: [read] })).toEqual(['Deployment app, container second-without-resources']);
  });
});
