import { writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ClusterUnread, openCluster, type ClusterReader, type ObjectReader } from '../../../bin/edge/cluster.js';
import { reasonOfError, reasonOfStatus } from '../../../bin/edge/cluster-trouble.js';
import { fakeApi, writeKubeconfig, type FakeApi } from './fake-api.js';
import { eachInAFolder } from './folder.js';

const folder = eachInAFolder();
const uid = '5a1b3c1e-0f7e-4a3c-9d8e-1f2a3b4c5d6e';
let api: FakeApi;
beforeEach(async () => {
  api = await fakeApi(uid);
});
afterEach(async () => {
  await api.close();
});

const kubeconfig = (): string => join(folder.path, 'kubeconfig');
const site = (context = 'here') => ({ id: 'ndc-01', kubeconfig: kubeconfig(), context, backend: { type: 'local' as const, config: {}, encrypted: false } });

async function open(timeout?: number): Promise<ClusterReader & ObjectReader> {
  await writeKubeconfig(kubeconfig(), { here: api.url });
  return openCluster(site(), timeout);
}

const troubleOf = async (reading: Promise<unknown>) => {
  const error = await reading.then(() => undefined, (thrown: unknown) => thrown);
  if (!(error instanceof ClusterUnread)) throw new Error(`expected a cluster that cannot be read, got ${String(error)}`);
  return error.trouble;
};

describe('a cluster', () => {
  it('tells its uid, its kinds and its objects’ metadata', async () => {
    api.answers.set('/api/v1', { resources: [{ name: 'secrets', kind: 'Secret', namespaced: true, verbs: ['get', 'list'] }, { name: 'pods/log', kind: 'Pod', namespaced: true, verbs: ['get'] }] });
    api.answers.set('/api/v1/secrets', { items: [{ metadata: { name: 's', namespace: 'n' } }] });
    api.answers.set('/apis', { groups: [{ preferredVersion: { groupVersion: 'apps/v1' } }] });
    const cluster = await open();
    expect(await cluster.uid()).toBe(uid);
    const [secrets, ...others] = await cluster.kinds('v1');
    expect(secrets).toEqual({ apiVersion: 'v1', kind: 'Secret', plural: 'secrets', namespaced: true, listable: true });
    expect(others).toEqual([]);
    if (secrets === undefined) throw new Error('no kind');
    expect(await cluster.list(secrets)).toEqual([{ name: 's', namespace: 'n' }]);
    expect(api.asked.find((each) => each.includes('/api/v1/secrets'))).toContain('PartialObjectMetadataList');
    expect(await cluster.apiVersions()).toEqual(['v1', 'apps/v1']);
  });

  it('gives whole objects of a collection, and none where it serves no such', async () => {
    api.answers.set('/api/v1/nodes', { items: [{ metadata: { name: 'n1' }, status: { allocatable: { cpu: '4' } } }] });
    const cluster = await open();
    expect(await cluster.objects('/api/v1/nodes')).toEqual([{ metadata: { name: 'n1' }, status: { allocatable: { cpu: '4' } } }]);
    expect(await cluster.objects('/apis/ceph.rook.io/v1/cephclusters')).toEqual([]);
    api.status = 403;
    expect((await troubleOf(cluster.objects('/api/v1/nodes'))).reason).toBe('forbidden');
  });

  it('without a group serves no kind of it, and without a namespace has none', async () => {
    const cluster = await open();
    expect(await cluster.kinds('cilium.io/v2')).toEqual([]);
    expect(await cluster.namespace('nowhere')).toBeUndefined();
  });

  it('follows a list from page to page', async () => {
    api.answers.set('/api/v1/pods', { metadata: { continue: '' }, items: [{ metadata: { name: 'last' } }] });
    const cluster = await open();
    const kind = { apiVersion: 'v1', kind: 'Pod', plural: 'pods', namespaced: true, listable: true };
    let pages = 0;
    Object.defineProperty(api.answers, 'get', { value: () => ((pages += 1) === 1 ? { metadata: { continue: 'a b' }, items: [{ metadata: { name: 'first' } }] } : { metadata: {}, items: [{ metadata: { name: 'last' } }] }) });
    expect((await cluster.list(kind)).map(({ name }) => name)).toEqual(['first', 'last']);
    expect(api.asked.at(-1)).toContain('continue=a%20b');
  });
});

describe('what can be wrong', () => {
  it('no kubeconfig', async () => {
    expect(await troubleOf(openCluster(site()))).toMatchObject({ reason: 'no-kubeconfig', unreachable: false });
  });

  it('a kubeconfig that is none', async () => {
    await writeFile(kubeconfig(), '{{{');
    expect(await troubleOf(openCluster(site()))).toMatchObject({ reason: 'bad-kubeconfig', unreachable: false });
  });

  it('no such context, with those there are', async () => {
    await writeKubeconfig(kubeconfig(), { here: api.url });
    const trouble = await troubleOf(openCluster(site('elsewhere')));
    expect(trouble).toMatchObject({ reason: 'no-context', unreachable: false });
    expect(trouble.text.en).toMatch(/ndc-01: .*"elsewhere".*contexts: here/);
  });

  it('refused connection: the site is silent', async () => {
    const cluster = await open();
    await api.close();
    const trouble = await troubleOf(cluster.uid());
    expect(trouble).toMatchObject({ reason: 'refused', unreachable: true });
    expect(trouble.text.en).toContain(api.url);
  });

  it('an address that accepts and never answers', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      await writeKubeconfig(kubeconfig(), { here: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
      expect(await troubleOf((await openCluster(site(), 50)).uid())).toMatchObject({ reason: 'timeout', unreachable: true });
    } finally {
      server.close();
    }
  });

  it('plain text behind an https address', async () => {
    await writeKubeconfig(kubeconfig(), { here: api.url.replace('http:', 'https:') });
    const found = await troubleOf((await openCluster(site())).uid());
    expect(found, JSON.stringify(found)).toMatchObject({ reason: 'tls', unreachable: false });
  });

  it.each([
    [401, 'unauthorised', false],
    [403, 'forbidden', false],
    [503, 'not-ready', true],
    [429, 'not-ready', true],
    [404, 'other', false],
  ])('HTTP %d is %s', async (status, reason, unreachable) => {
    const cluster = await open();
    api.status = status;
    expect(await troubleOf(cluster.uid())).toMatchObject({ reason, unreachable });
    expect(reasonOfStatus(status)).toBe(reason);
  });

  it.each([
    ['ECONNREFUSED', 'refused'],
    ['ENOTFOUND', 'no-such-host'],
    ['EHOSTUNREACH', 'timeout'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls'],
    ['CERT_HAS_EXPIRED', 'tls'],
    ['EWHATEVER', 'other'],
  ])('%s is %s, also as a cause', (code, reason) => {
    const error = Object.assign(new Error('x'), { code });
    expect(reasonOfError(error)).toBe(reason);
    expect(reasonOfError(new Error('fetch failed', { cause: error }))).toBe(reason);
  });
});
