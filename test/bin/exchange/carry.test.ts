import { createServer, type Server } from 'node:http';
import { readdir, readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ClusterCall } from '../../../bin/edge/cluster-call.js';
import { readerOf } from '../../../bin/edge/cluster.js';
import { carry } from '../../../bin/exchange/carry.js';
import { exchangesOf, exchangingSites, type Exchange } from '../../../bin/exchange/exchanges.js';
import type { Reached } from '../../../bin/reach-sites.js';
import { deriveProtection } from '../../../sites/intent/derive-protection.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import { returnSteps } from '../../../sites/model/kinds/disaster.js';
import { withLosses } from '../../../sites/model/losses.js';
import { applyScenario } from '../../../sites/model/scenario.js';
import { synthesise } from '../../../stacks/synthesise.js';
import { readTexts } from '../../constructs/probe.js';
import { shippedEstate } from '../../sites/data/shipped.js';
import { writeKubeconfig } from '../edge/fake-api.js';
import { eachInAFolder } from '../edge/folder.js';

const folder = eachInAFolder();
const recorded = shippedEstate();
const estate = applyScenario(recorded, { ...recorded.scenario, phase: 'all-operating' });
const canary = Buffer.from('mat-ma-khong-duoc-lo-ra').toString('base64');

/** An API server that holds objects by path; writing one puts its body there. */
class Store {
  readonly objects = new Map<string, unknown>();
  readonly writes: string[] = [];
  status: number | undefined;
  private server: Server | undefined;

  async start(): Promise<string> {
    this.server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const path = (request.url ?? '').split('?')[0] ?? '';
        if (request.method === 'PATCH') {
          this.writes.push(request.url ?? '');
          if (this.status === undefined) this.objects.set(path, JSON.parse(body));
        }
        const held = this.objects.get(path);
        const status = request.method === 'PATCH' && this.status !== undefined ? this.status : held === undefined ? 404 : 200;
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(status === 200 ? held : { kind: 'Status', message: `no: ${body}` }));
      });
    });
    await new Promise<void>((resolve) => this.server?.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop = (): Promise<void> => new Promise((resolve) => (this.server === undefined ? resolve() : this.server.close(() => resolve())));
  secret(namespace: string, name: string): { type?: string; data?: Record<string, string> } | undefined {
    return this.objects.get(`/api/v1/namespaces/${namespace}/secrets/${name}`) as { type?: string; data?: Record<string, string> } | undefined;
  }
  hold(namespace: string, name: string, data: Record<string, string>, type?: string): void {
    this.objects.set(`/api/v1/namespaces/${namespace}/secrets/${name}`, { ...(type === undefined ? {} : { type }), data });
  }
}

let [giver, taker] = [new Store(), new Store()];
let sites = new Map<string, Reached>();
beforeEach(async () => {
  [giver, taker] = [new Store(), new Store()];
  const kubeconfig = join(folder.path, 'kubeconfig');
  await writeKubeconfig(kubeconfig, { 'ndc-01': await giver.start(), 'ndc-02': await taker.start() });
  sites = new Map(
    await Promise.all(
      ['ndc-01', 'ndc-02'].map(async (id): Promise<[string, Reached]> => {
        const connected = { id, kubeconfig, context: id, backend: { type: 'local' as const, config: {}, encrypted: false } };
        const call = await ClusterCall.open(connected, 5_000);
        const site = estate.sites[id];
        if (site === undefined) throw new Error(`no ${id}`);
        return [id, { site, connected, call, reader: readerOf(call), uid: id }];
      }),
    ),
  );
});
afterEach(async () => {
  await giver.stop();
  await taker.stop();
});

const peer: Exchange = { what: 'mirror-peer', from: 'ndc-01', to: 'ndc-02', source: { namespace: 'rook-ceph', pool: 'p' }, target: { namespace: 'rook-ceph', secret: 'rbd-peer-ndc-01-p' }, keys: ['token', 'pool'] };
const pool = (status: object): void => void giver.objects.set('/apis/ceph.rook.io/v1/namespaces/rook-ceph/cephblockpools/p', { status });
const named = { info: { rbdMirrorBootstrapPeerSecretName: 'made-by-rook' } };

describe('what crosses', () => {
  it('is written as it was given, and only the keys that are asked for', async () => {
    pool(named);
    giver.hold('rook-ceph', 'made-by-rook', { token: canary, pool: 'cA==', other: 'eA==' });
    expect(await carry(peer, sites, true)).toMatchObject({ status: 'written' });
    expect(taker.secret('rook-ceph', 'rbd-peer-ndc-01-p')?.data).toEqual({ token: canary, pool: 'cA==' });
    expect(giver.writes).toEqual([]);
  });

  it('is written once: a second time it is equal, and another token replaces it', async () => {
    pool(named);
    giver.hold('rook-ceph', 'made-by-rook', { token: canary, pool: 'cA==' });
    await carry(peer, sites, true);
    expect(await carry(peer, sites, true)).toMatchObject({ status: 'equal' });
    expect(taker.writes).toHaveLength(1);
    giver.hold('rook-ceph', 'made-by-rook', { token: 'bmV3', pool: 'cA==' });
    expect(await carry(peer, sites, false)).toMatchObject({ status: 'differs' });
    expect(taker.writes).toHaveLength(1);
    expect(await carry(peer, sites, true)).toMatchObject({ status: 'replaced' });
    expect(taker.secret('rook-ceph', 'rbd-peer-ndc-01-p')?.data?.['token']).toBe('bmV3');
  });

  it('keeps the type of a whole Secret; one of another type is left as it stands, and that is said', async () => {
    const role: Exchange = { what: 'database-secrets', from: 'ndc-01', to: 'ndc-02', source: { namespace: 'ho-so-prod', secret: 'goc-owner' }, target: { namespace: 'ho-so-prod', secret: 'goc-owner' } };
    giver.hold('ho-so-prod', 'goc-owner', { username: 'YQ==', password: canary }, 'kubernetes.io/basic-auth');
    expect(await carry(role, sites, true)).toMatchObject({ status: 'written' });
    expect(taker.secret('ho-so-prod', 'goc-owner')).toMatchObject({ type: 'kubernetes.io/basic-auth', data: { password: canary } });
    taker.hold('ho-so-prod', 'goc-owner', { username: 'YQ==', password: 'a2hhYw==' });
    const before = taker.writes.length;
    expect(await carry(role, sites, false)).toMatchObject({ status: 'differs' });
    expect(await carry(role, sites, true)).toMatchObject({ status: 'refused', reason: { en: expect.stringContaining('of type Opaque') as string } });
    expect(taker.writes).toHaveLength(before);
  });

  it('is never told, nor left in a file, whatever happens', async () => {
    pool(named);
    giver.hold('rook-ceph', 'made-by-rook', { token: canary, pool: 'cA==' });
    const rows = [await carry(peer, sites, false), await carry(peer, sites, true), await carry(peer, sites, true)];
    // This server quotes what it was sent, as real ones do of what they refuse.
    giver.hold('rook-ceph', 'made-by-rook', { token: `${canary}=`, pool: 'cA==' });
    for (const status of [400, 403, 422, 500]) {
      taker.status = status;
      rows.push(await carry(peer, sites, true));
    }
    expect(rows.map(({ status }) => status)).toEqual(['absent', 'written', 'equal', 'refused', 'unread', 'refused', 'unread']);
    expect(JSON.stringify(rows)).not.toContain(canary);
    for (const name of await readdir(folder.path)) expect(await readFile(join(folder.path, name), 'utf8')).not.toContain(canary);
  });

  it.each<[string, () => void, RegExp]>([
    ['the pool', () => undefined, /no CephBlockPool rook-ceph\/p yet/],
    ['its token’s name', () => pool({}), /has no token yet/],
    ['the secret', () => pool(named), /no Secret rook-ceph\/made-by-rook yet/],
    ['a key of it', () => (pool(named), giver.hold('rook-ceph', 'made-by-rook', { token: canary })), /has no pool yet/],
  ])('waits for %s, and says so', async (_, given, reason) => {
    given();
    const row = await carry(peer, sites, true);
    expect([row.status, row.reason?.en]).toEqual(['not-yet', expect.stringMatching(reason)]);
    expect(taker.writes).toEqual([]);
  });

  it('says what is missing where the namespace is not there', async () => {
    pool(named);
    giver.hold('rook-ceph', 'made-by-rook', { token: canary, pool: 'cA==' });
    taker.status = 404;
    expect((await carry(peer, sites, true)).reason?.en).toMatch(/no namespace rook-ceph yet/);
  });
});

describe('what has to cross', () => {
  const protection = deriveProtection(estate, deriveIntent(estate));
  const all = exchangesOf(protection, Object.keys(estate.sites));

  it('is nothing while one site operates', () => {
    expect(exchangesOf(deriveProtection(recorded, deriveIntent(recorded)), ['ndc-01'])).toEqual([]);
  });

  it('goes both ways for every pool of a pair', () => {
    for (const { a, b, pools } of protection.pairs)
      for (const { pool: name } of pools)
        for (const [from, to] of [[a, b], [b, a]]) expect(all).toContainEqual(expect.objectContaining({ what: 'mirror-peer', from, to, target: { namespace: 'rook-ceph', secret: `rbd-peer-${from}-${name}` } }));
  });

  it('is every secret that a replica’s cluster refers to, by the name it refers to', () => {
    const primaries = new Map(protection.environments.map(({ environment, primary }) => [environment.namespace, primary.site]));
    const referred = synthesise(estate, deriveIntent(estate), { stacks: Object.keys(estate.sites).map((site) => `${site}-protection`) }).flatMap(({ site, json }) =>
      Object.values((readTexts(JSON.parse(json)) as { resource?: { kubernetes_manifest?: Record<string, { manifest: { kind: string; metadata: { namespace: string }; spec: object } }> } }).resource?.kubernetes_manifest ?? {})
        .filter(({ manifest: { kind, metadata } }) => kind === 'Cluster' && primaries.get(metadata.namespace) !== site)
        .flatMap(({ manifest: { metadata, spec } }) => [...JSON.stringify(spec).matchAll(/"(?:serverCASecret|serverTLSSecret|clientCASecret|replicationTLSSecret)":"([^"]+)"|"(?:superuserSecret|sslKey|sslCert|sslRootCert|secret)":\{[^}]*"name":"([^"]+)"/g)].map((match) => `${site} ${metadata.namespace}/${match[1] ?? match[2] ?? ''}`)),
    );
    expect(referred.length).toBeGreaterThan(50);
    const carried = new Set(all.map(({ to, target }) => `${to} ${target.namespace}/${target.secret}`));
    expect([...new Set(referred)].filter((one) => !carried.has(one))).toEqual([]);
  });

  it('leaves private keys of authorities where they are', () => {
    for (const { keys } of all.filter(({ what }) => what === 'database-secrets')) expect(keys).not.toContain('ca.key');
  });

  it.each(Object.keys(estate.sites))('names %s neither as source nor as target while it is declared lost', (site) => {
    const after = withLosses(estate, [{ site, declaration: 'mat', at: '2026-11-01T20:15:00Z' }]);
    const now = exchangesOf(deriveProtection(after, deriveIntent(after)), exchangingSites(after));
    expect(now.length).toBeGreaterThan(0);
    expect(now.filter(({ from, to }) => from === site || to === site)).toEqual([]);
    const others = Object.keys(estate.sites).filter((one) => one !== site);
    expect(now.filter(({ what }) => what === 'realm-keys').map(({ from, to }) => [from, to])).toEqual([[others[0], others[1]]]);
  });

  it.each(Object.keys(estate.sites).flatMap((site) => returnSteps.map((step) => [site, step] as const)))('takes the survivors’ realm keys to %s after the step %s of its return, never the reverse', (site, step) => {
    const after = withLosses(estate, [{ site, declaration: 'mat', at: '2026-11-01T20:15:00Z', back: { transition: 've', step, tokens: [] } }]);
    const realm = exchangesOf(deriveProtection(after, deriveIntent(after)), exchangingSites(after)).filter(({ what }) => what === 'realm-keys');
    expect(realm.map(({ to }) => to)).toContain(site);
    expect(realm.filter(({ from }) => from === site)).toEqual([]);
  });

  it('leads from the lowest number where nothing is lost', () => {
    expect(exchangingSites(estate)).toEqual(['ndc-01', 'ndc-02', 'ndc-03']);
  });

  it('has no target twice', () => {
    const targets = all.map(({ to, target }) => `${to} ${target.namespace}/${target.secret}`);
    expect(new Set(targets).size).toBe(targets.length);
  });
});
