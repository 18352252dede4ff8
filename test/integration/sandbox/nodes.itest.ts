import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NodePolicy } from '../../../constructs/node-policy.js';
import { probe } from '../../constructs/probe.js';
import { ApiServer, until } from '../hsm/api-server.js';

const key = 'ndc.gov.vn/nodes';
let folder = '';
let api: ApiServer;

const pod = (spec: object = {}): object => ({ containers: [{ name: 'a', image: 'registry.example.vn/a' }], ...spec });
const own = { nodeSelector: { [key]: 'secret' }, tolerations: [{ key, operator: 'Equal', value: 'secret', effect: 'NoSchedule' }] };
let count = 0;
/** Status and message of a dry run in a namespace. */
async function created(namespace: string, kind: 'Pod' | 'Deployment' | 'CronJob', spec: object): Promise<{ readonly status: number; readonly text: string }> {
  const metadata = { name: `p-${(count += 1)}` };
  const template = { metadata: { labels: { a: 'b' } }, spec };
  const job = { template: { spec: { ...spec, restartPolicy: 'Never' } } };
  const of = {
    Pod: { path: `/api/v1/namespaces/${namespace}/pods`, body: { apiVersion: 'v1', kind, metadata, spec } },
    Deployment: { path: `/apis/apps/v1/namespaces/${namespace}/deployments`, body: { apiVersion: 'apps/v1', kind, metadata, spec: { selector: { matchLabels: { a: 'b' } }, template } } },
    CronJob: { path: `/apis/batch/v1/namespaces/${namespace}/cronjobs`, body: { apiVersion: 'batch/v1', kind, metadata, spec: { schedule: '0 0 * * *', jobTemplate: { spec: job } } } },
  }[kind];
  return api.request('POST', `${of.path}?dryRun=All`, of.body);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ndc-nodes-'));
  api = await ApiServer.prepare(folder);
  api.start();
  await api.ready();
  for (const [name, labels] of [['open', {}], ['secret', { [key]: 'secret' }], ['theirs', { [key]: 'dedicated.bo-y-te' }]] as const) {
    expect((await api.request('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'ndc.gov.vn/role': 'primary', ...labels } } })).status).toBe(201);
    // No controller runs here that would make it.
    await api.request('POST', `/api/v1/namespaces/${name}/serviceaccounts`, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } });
  }
  const { resource } = probe((scope) => void new NodePolicy(scope, 'nodes'));
  for (const { manifest } of Object.values(resource['kubernetes_manifest'] ?? {})) {
    const of = manifest as { kind: string };
    const plural = of.kind === 'ValidatingAdmissionPolicy' ? 'validatingadmissionpolicies' : 'validatingadmissionpolicybindings';
    const answer = await api.request('POST', `/apis/admissionregistration.k8s.io/v1/${plural}`, of);
    expect(answer.status, answer.text).toBe(201);
  }
  await until('the policy is in force', async () => (await created('secret', 'Pod', pod())).status === 403 || (await created('secret', 'Pod', pod())).status === 422, 60);
});
afterAll(async () => {
  await api.end();
  await rm(folder, { recursive: true, force: true });
});

describe('nodes that are kept for somebody', () => {
  it.each(['Pod', 'Deployment', 'CronJob'] as const)('a %s of theirs names them, and no other does', async (kind) => {
    const missing = await created('secret', kind, pod());
    expect(missing.text).toContain('môi trường này chạy trên máy chủ riêng');
    expect(missing.text).toContain('; X = secret');
    expect((await created('secret', kind, pod(own))).status).toBe(201);
    expect((await created('open', kind, pod())).status).toBe(201);
    expect((await created('open', kind, pod(own))).text).toContain('are not this environment’s');
    expect((await created('theirs', kind, pod(own))).text).toContain('X = dedicated.bo-y-te');
  });

  it.each<[string, string, object, boolean]>([
    ['a selector alone would wait for ever', 'secret', { nodeSelector: own.nodeSelector }, false],
    ['a toleration alone lets it run elsewhere', 'secret', { tolerations: own.tolerations }, false],
    ['any value of the key is tolerated', 'secret', { ...own, tolerations: [{ key, operator: 'Exists' }] }, true],
    ['every taint is tolerated, in an open environment', 'open', { tolerations: [{ operator: 'Exists' }] }, false],
    ['the key is tolerated, in an open environment', 'open', { tolerations: [{ key, operator: 'Exists' }] }, false],
    ['another taint is tolerated', 'open', { tolerations: [{ key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' }], nodeSelector: { disk: 'ssd' } }, true],
    ['a node is named', 'open', { nodeName: 'secret-01' }, false],
    ['a node is named, on its own nodes', 'secret', { ...own, nodeName: 'secret-01' }, false],
  ])('where %s', async (_, namespace, spec, taken) => {
    const { status, text } = await created(namespace, 'Pod', pod(spec));
    expect([201, 403, 422], text).toContain(status);
    expect(status === 201, text).toBe(taken);
  });
});
