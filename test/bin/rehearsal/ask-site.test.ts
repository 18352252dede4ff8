import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ClusterCall } from '../../../bin/edge/cluster-call.js';
import { readerOf } from '../../../bin/edge/cluster.js';
import { askSite, type SiteFailover } from '../../../bin/rehearsal/ask-site.js';
import type { FailoverObject } from '../../../bin/rehearsal/objects.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import { shippedEstate } from '../../sites/data/shipped.js';
import { writeKubeconfig } from '../edge/fake-api.js';
import { eachInAFolder } from '../edge/folder.js';

const folder = eachInAFolder();
const estate = shippedEstate();
const site = estate.sites['ndc-01'];
if (site === undefined) throw new Error('the shipped estate has no ndc-01');

/** What the server says to a write, by `METHOD path`; 200 to everything else. */
const said = new Map<string, { readonly status: number; readonly message: string }>();
const asked: { readonly line: string; readonly type: string; readonly body: string }[] = [];
let server: Server;

beforeEach(async () => {
  said.clear();
  asked.length = 0;
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const path = (request.url ?? '').split('?')[0] ?? '';
      const answer = (status: number, value: unknown): void => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
      if (request.method === 'GET' && path === '/api/v1') return answer(200, { resources: ['Namespace:namespaces', 'ConfigMap:configmaps', 'Pod:pods'].map((one) => ({ kind: one.split(':')[0], name: one.split(':')[1], namespaced: !one.startsWith('Namespace'), verbs: ['list'] })) });
      if (request.method === 'GET') return answer(404, { message: 'not there' });
      asked.push({ line: `${request.method} ${request.url ?? ''}`, type: String(request.headers['content-type']), body });
      const refusal = said.get(`${request.method} ${path}`);
      return refusal === undefined ? answer(200, {}) : answer(refusal.status, { message: refusal.message });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => new Promise<void>((resolve) => server.close(() => resolve())));

async function ask(failover: Partial<SiteFailover>) {
  const kubeconfig = join(folder.path, 'kubeconfig');
  await writeKubeconfig(kubeconfig, { here: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  const connected = { id: 'ndc-01', kubeconfig, context: 'here', backend: { type: 'local' as const, config: {}, encrypted: false } };
  const call = await ClusterCall.open(connected, 5_000);
  return askSite({ site: site as NonNullable<typeof site>, connected, call, reader: readerOf(call), uid: 'u' }, { objects: [], moved: [], registry: 'registry.example', ...failover });
}

const object = (kind: string, name: string, namespace?: string, apiVersion = 'v1'): FailoverObject => {
  const shown = { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) };
  return { stack: 's', address: `${kind}.${name}`, change: 'create', shown, object: { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } } };
};
const [environment] = deriveIntent(estate).environments;
if (environment === undefined) throw new Error('the shipped estate has no environment');

describe('a survivor is asked', () => {
  it('in earnest but for keeping: server-side, strictly, by a manager of its own', async () => {
    const told = await ask({ objects: [object('ConfigMap', 'c', 'n')] });
    expect(told).toMatchObject({ status: 'read', asked: 1, accepted: 1, refused: [], untried: [] });
    const [request] = asked;
    expect(request?.line).toMatch(/^PATCH \/api\/v1\/namespaces\/n\/configmaps\/c\?/);
    for (const part of ['dryRun=All', 'fieldValidation=Strict', 'fieldManager=ndc-rehearse']) expect(request?.line).toContain(part);
    expect(request?.type).toBe('application/apply-patch+yaml');
  });

  it('never without dryRun, whatever is asked', async () => {
    await ask({ objects: [object('ConfigMap', 'c', 'n'), object('Namespace', 'x')], moved: [environment] });
    expect(asked).toHaveLength(3);
    for (const { line } of asked) expect(line).toContain('dryRun=All');
  });

  it('and its refusal is told with its reason, escapes of terminals made visible', async () => {
    said.set('PATCH /api/v1/namespaces/n/configmaps/c', { status: 422, message: 'ValidatingAdmissionPolicy "no" denied \u001b[31mred' });
    const { refused } = await ask({ objects: [object('ConfigMap', 'c', 'n')] });
    expect(refused).toHaveLength(1);
    expect(refused[0]?.reason.en).toContain('denied');
    expect(refused[0]?.reason.en).not.toContain('\u001b');
  });

  it('about a kind it does not serve: that is a refusal', async () => {
    expect((await ask({ objects: [object('CephBlockPool', 'p', 'rook-ceph', 'ceph.rook.io/v1')] })).refused[0]?.reason.en).toContain('does not serve the kind CephBlockPool');
  });

  it('about a namespace that comes with the failover: not tried; about one that nobody makes: refused', async () => {
    const gone = { status: 404, message: 'namespaces "n" not found' };
    said.set('PATCH /api/v1/namespaces/n/configmaps/c', gone);
    expect((await ask({ objects: [object('Namespace', 'n'), object('ConfigMap', 'c', 'n')] })).untried.map(({ object: shown }) => shown)).toEqual(['ConfigMap n/c']);
    expect((await ask({ objects: [object('ConfigMap', 'c', 'n')] })).refused.map(({ object: shown }) => shown)).toEqual(['ConfigMap n/c']);
  });

  it('about a pod of each environment that moves there; a standby’s small quota is no refusal, a policy is', async () => {
    const path = `POST /api/v1/namespaces/${environment.namespace}/pods`;
    said.set(path, { status: 403, message: 'pods "ndc-rehearsal" is forbidden: exceeded quota: ndc-quota' });
    const small = await ask({ moved: [environment] });
    expect([small.refused.length, small.untried.length]).toEqual([0, 1]);
    said.set(path, { status: 403, message: 'pods "ndc-rehearsal" is forbidden: violates PodSecurity' });
    expect((await ask({ moved: [environment] })).refused.map(({ change }) => change)).toEqual(['start']);
    expect(JSON.parse(asked[0]?.body ?? '{}')).toMatchObject({ spec: { containers: [{ image: expect.stringMatching(/^registry\.example\/.*@sha256:/) as string }] } });
  });

  it('and where it may not be asked, or does not answer, is not taken for read', async () => {
    said.set('PATCH /api/v1/namespaces/n/configmaps/c', { status: 403, message: 'configmaps "c" is forbidden: User "x" cannot patch resource "configmaps"' });
    expect(await ask({ objects: [object('ConfigMap', 'c', 'n')] })).toMatchObject({ status: 'unread', asked: 0 });
    said.set('PATCH /api/v1/namespaces/n/configmaps/c', { status: 503, message: 'starting' });
    expect(await ask({ objects: [object('ConfigMap', 'c', 'n')] })).toMatchObject({ status: 'unread' });
  });
});
