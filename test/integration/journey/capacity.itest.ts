import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CoreV1Api, PatchStrategy, setHeaderOptions } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CapacityDriftData, ReadSite } from '../../../bin/capacity-drift-data.js';
import { openSandbox } from '../../../bin/edge/sandbox/open.js';
import { stopSite } from '../../../bin/edge/sandbox/site-power.js';
import { findEngines } from './engines.js';
import { Project } from './project.js';

/** As JSON carries it: amounts are decimal strings. */
interface Row {
  readonly measure: string;
  readonly pool?: string;
  readonly resource: string;
  readonly model: string;
  readonly live: string;
  readonly difference: string;
  readonly short: boolean;
}

const namespace = 'ho-so-suc-khoe-prod';
const merging = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);

/** Node pools of the shipped ndc-01 that are in service in 2026-Q4, with what one node offers. */
const pools = [
  { id: 'general-1', count: 54, cpu: '124', memory: '728Gi', gpu: '0' },
  { id: 'gpu-1', count: 16, cpu: '124', memory: '728Gi', gpu: '4' },
  { id: 'storage-1', count: 20, cpu: '60', memory: '480Gi', gpu: '0' },
  { id: 'secret-1', count: 6, cpu: '60', memory: '480Gi', gpu: '0' },
] as const;

describe('capacity against live clusters', () => {
  let project: Project;
  let core: CoreV1Api;

  beforeAll(async () => {
    const [engine] = await findEngines();
    if (engine === undefined) throw new Error('no engine was found');
    project = await Project.create(engine);
    const { code, stderr } = await project.ndc('sandbox', 'up');
    expect(code, stderr).toBe(0);
    core = (await project.kube('ndc-01')).makeApiClient(CoreV1Api);
  });
  afterAll(() => project.remove());

  const drift = (...more: string[]): Promise<{ code: number; data: CapacityDriftData; stderr: string }> => project.json<CapacityDriftData>('capacity', 'drift', '--as-of', '2026-11-01', ...more);
  const read = (data: CapacityDriftData, id: string): ReadSite => {
    const site = data.sites.find((one) => one.site === id);
    if (site?.status !== 'read') throw new Error(JSON.stringify(site));
    return site;
  };
  const row = (site: ReadSite, measure: string, resource: string, pool?: string): Row | undefined => (site.rows as unknown as readonly Row[]).find((one) => one.measure === measure && one.resource === resource && one.pool === pool);

  /** A node that a kubelet would report. */
  async function addNode(name: string, { id, cpu, memory, gpu }: (typeof pools)[number]): Promise<void> {
    const amounts = { cpu, memory, pods: '250', ...(gpu === '0' ? {} : { 'nvidia.com/gpu': gpu }) };
    await core.createNode({ body: { metadata: { name, labels: { 'ndc.gov.vn/pool': id } } } });
    const now = new Date().toISOString();
    // A patch: controllers write the node at the same time.
    await core.patchNodeStatus({ name, body: { status: { capacity: amounts, allocatable: amounts, conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady', message: '', lastHeartbeatTime: now, lastTransitionTime: now }] } } }, merging);
  }

  it('finds no node where none has joined', async () => {
    const { code, data, stderr } = await drift();
    expect(code, stderr).toBe(1);
    expect(data.sites.map(({ site, status }) => [site, status])).toEqual([['ndc-01', 'read'], ['ndc-02', 'read'], ['ndc-03', 'read']]);
    expect(row(read(data, 'ndc-01'), 'offered', 'nodes')).toMatchObject({ model: '96', live: '0', difference: '-96', short: true });
    expect(read(data, 'ndc-01').namespaces.without).toContain(namespace);
  });

  it('counts nodes, what they offer and what is missing, by pool', async () => {
    // All but two of the nodes for everybody.
    for (const pool of pools) await Promise.all(Array.from({ length: pool.count - (pool.id === 'general-1' ? 2 : 0) }, (_, index) => addNode(`${pool.id}-${index + 1}`, pool)));
    const { code, data } = await drift('--site', 'ndc-01');
    const site = read(data, 'ndc-01');
    expect(code).toBe(1);
    expect(row(site, 'offered', 'nodes')).toMatchObject({ model: '96', live: '94', difference: '-2' });
    // 54 x 124 + 16 x 124 + 20 x 60 + 6 x 60 = 10,240 cores; two nodes of 124 are missing.
    expect(row(site, 'offered', 'cpu')).toMatchObject({ model: '10240000', live: '9992000', difference: '-248000', short: true });
    expect(row(site, 'offered', 'gpu')).toMatchObject({ model: '64', live: '64', difference: '0', short: false });
    expect(row(site, 'offered', 'nodes', 'general-1')).toMatchObject({ model: '54', live: '52' });
    expect(row(site, 'offered', 'nodes', 'storage-1')).toMatchObject({ model: '20', live: '20', short: false });
  });

  it('is content when the last have joined, and again short when one is cordoned', async () => {
    await addNode('general-1-53', pools[0]);
    await addNode('general-1-54', pools[0]);
    expect((await drift('--site', 'ndc-01')).code).toBe(0);
    await core.patchNode({ name: 'general-1-1', body: { spec: { unschedulable: true } } }, merging);
    const { code, data } = await drift('--site', 'ndc-01');
    expect([code, read(data, 'ndc-01').nodes.unusable]).toEqual([1, ['general-1-1']]);
  });

  it('reads what quotas grant and pods and claims use, and keeps the readings', async () => {
    await core.createNamespace({ body: { metadata: { name: namespace } } });
    await core.createNamespacedResourceQuota({ namespace, body: { metadata: { name: 'ndc-quota' }, spec: { hard: { 'requests.cpu': '8', 'requests.memory': '32Gi', pods: '10', 'ndc-block.storageclass.storage.k8s.io/requests.storage': '1Ti' } } } });
    const quota = async () => (await core.readNamespacedResourceQuota({ name: 'ndc-quota', namespace })).status;
    await settled(async () => (await quota())?.hard?.['pods'] === '10');
    await settled(() => core.readNamespacedServiceAccount({ name: 'default', namespace }).then(() => true, () => false));
    await core.createNamespacedPod({ namespace, body: { metadata: { name: 'thu' }, spec: { containers: [{ name: 'app', image: 'registry.ndc-01.internal/thu@sha256:0000000000000000000000000000000000000000000000000000000000000000', resources: { requests: { cpu: '1500m', memory: '2Gi' } } }] } } });
    await core.createNamespacedPersistentVolumeClaim({ namespace, body: { metadata: { name: 'du-lieu' }, spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'ndc-block', resources: { requests: { storage: '100Gi' } } } } });
    await settled(async () => (await quota())?.used?.['requests.cpu'] === '1500m');
    const { data } = await drift('--site', 'ndc-01');
    const site = read(data, 'ndc-01');
    expect(row(site, 'granted', 'cpu')?.live).toBe('8000');
    expect(row(site, 'used', 'cpu')).toMatchObject({ model: '8000', live: '1500', short: false });
    expect(row(site, 'claimed', 'storage/ndc-block')?.live).toBe(String(100n << 30n));
    expect(site.namespaces.without).not.toContain(namespace);
    // The first reading with a claim shows no trend.
    expect(site.uses.find(({ resource }) => resource === 'storage/ndc-block')?.trend).toEqual({ kind: 'none', readings: 1 });
    expect((await project.ndc('capacity', 'drift', '--as-of', '2026-11-01', '--site', 'ndc-01')).stdout).toMatch(/ndc-block storage: 100 GiB /);
    // One line for each site and look: three, one, one, one, one, one.
    expect((await readFile(join(project.directory, '.ndc/usage/sandbox.jsonl'), 'utf8')).trim().split('\n')).toHaveLength(8);
  });

  it('shows the others when a site is gone', async () => {
    const info = await openSandbox(join(project.directory, '.ndc'), 'sandbox');
    if (info === undefined) throw new Error('the sandbox is not up');
    await stopSite(info, 'ndc-02');
    const { code, data } = await drift();
    expect(code).toBe(3);
    expect(data.sites.map(({ site, status }) => [site, status])).toEqual([['ndc-01', 'read'], ['ndc-02', 'unread'], ['ndc-03', 'read']]);
  });
});

/** Waits for what a controller does in its own time. */
async function settled(done: () => Promise<boolean>): Promise<void> {
  const until = Date.now() + 60_000;
  while (!(await done())) {
    if (Date.now() > until) throw new Error('the controllers did not settle within a minute');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
