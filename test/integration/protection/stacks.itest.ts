import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KubernetesObject } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConnection } from '../../../bin/edge/connection.js';
import type { SandboxInfo } from '../../../bin/edge/sandbox/info.js';
import { sandboxUp } from '../../../bin/edge/sandbox/up.js';
import { applyPlanSet } from '../../../bin/runner/apply.js';
import { writeAuditRecord } from '../../../bin/runner/audit-record.js';
import { makePlanSet, type PlanResult } from '../../../bin/runner/plan.js';
import { openPlanSet } from '../../../bin/runner/planset-folder.js';
import { withRunner, type Runner } from '../../../bin/runner/runner.js';
import { wholeScope } from '../../../bin/runner/scope.js';
import { rollingOrder } from '../../../stacks/rolling.js';
import { synthesise } from '../../../stacks/synthesise.js';
import { engines } from '../runner/workbench.js';
import { newHome, objects, packageRoot, type Home } from '../sandbox/sandboxes.js';
import { smallWholeEstate } from './estate.js';
import { exchange, makeToken, rehearse } from './failover-ahead.js';
import { judgedBy } from './judged-by.js';
import { dropped, manifestsOf } from './manifests.js';

const { estate, intent } = await smallWholeEstate();
const stacks = synthesise(estate, intent);
const found = await engines();
const name = 'protection';

const manifests = manifestsOf(stacks);

it('has an engine to test with', () => {
  expect(found.length, 'install terraform or tofu, or set NDC_TOFU').toBeGreaterThan(0);
});

it('the estate uses every kind the protection stacks know, and of each it is said which schema judges it', () => {
  expect([...new Set(manifests.map(({ manifest }) => manifest.kind ?? ''))].sort()).toEqual(Object.keys(judgedBy).sort());
});

describe.each(found)('the stacks of three sites with $kind', (engine) => {
  let home: Home;
  let info: SandboxInfo;
  beforeAll(async () => {
    home = await newHome();
    const sites = Object.values(estate.sites).map(({ id, cluster: { serviceCidr, kubernetesVersion } }) => ({ id, serviceCidr, platformGroup: estate.settings.platformIdentity.group, kubernetesVersion }));
    info = await sandboxUp({ home: home.path, name, sites, packageRoot, onProgress: home.onProgress });
  });
  afterAll(() => home.remove(name));

  const run = async <T>(work: (runner: Runner) => Promise<T>): Promise<T> => {
    const connection = await loadConnection(home.path, name);
    return withRunner({ root: packageRoot, home: home.path, connection: { ...connection, engine }, stacks, env: process.env, now: () => new Date(), interrupt: new AbortController().signal, onProgress: () => undefined }, work);
  };
  const plan = (): Promise<PlanResult> =>
    run((runner) => makePlanSet(runner, { scope: wholeScope, estate: { id: estate.settings.id, digest: estate.digest }, scenario: { phase: 'all-operating', lose: [], delay: {} }, accept: [] }));

  /** Storage classes with a quota above zero in the gold environment. */
  const grantedClasses = async (): Promise<readonly string[]> => {
    const quota = await objects(info.sites['ndc-01']?.kubeconfig ?? '').read<KubernetesObject & { readonly spec: { readonly hard: Readonly<Record<string, string>> } }>({ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'ndc-quota', namespace: 'ho-so-suc-khoe-prod' } });
    return Object.entries(quota.spec.hard).flatMap(([key, value]) => (key.includes('.storageclass.') && value !== '0' ? [key.slice(0, key.indexOf('.storageclass.'))] : []));
  };

  it('are applied, wave by wave: definitions first, then what needs them', async () => {
    const waves: (readonly string[])[] = [];
    for (let wave = 0; wave < 4; wave += 1) {
      const planned = await plan();
      expect(planned.exit, JSON.stringify(planned.rows, null, 1)).toBe(0);
      const deferred = planned.rows.filter(({ status }) => status.is === 'deferred').map((row) => row.name);
      waves.push(deferred);
      if (planned.rows.every(({ noOp, status }) => noOp || status.is === 'deferred') && deferred.length === 0) break;
      await writeAuditRecord(planned.directory, { planset: planned.digest, at: planned.file.created, passed: true, blocking: [] });
      const applied = await run(async (runner) => applyPlanSet(runner, await openPlanSet(home.path, planned.id), { order: rollingOrder, accept: [] }));
      expect(applied, JSON.stringify(applied.rows, null, 1)).toMatchObject({ complete: true, exit: 0 });
      if (deferred.length === 0) break;
    }
    expect(waves).toEqual([['ndc-01-protection', 'ndc-02-protection', 'ndc-03-protection'], []]);
  });

  it('leave the second plan empty', async () => {
    const again = await plan();
    expect(again.rows.filter(({ noOp }) => !noOp).map((row) => [row.name, row.status, row.changes])).toEqual([]);
    expect(again.orphans).toEqual([]);
  });

  it('let in a claim of a pair’s class with the label of mirrored volumes, and no other way round', async () => {
    const claim = (name: string, storageClassName: string, labels: Record<string, string>, storage = '1Gi') =>
      objects(info.sites['ndc-01']?.kubeconfig ?? '').create({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name, namespace: 'ho-so-suc-khoe-prod', labels }, spec: { storageClassName, accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } } } as KubernetesObject);
    const pair = (await grantedClasses()).find((key) => key.startsWith('ndc-block-ndc-01-')) ?? '';
    const label = { 'ndc.gov.vn/replicated': 'true' };
    await expect(claim('a', pair, {})).rejects.toThrow(/must carry the label/);
    await expect(claim('b', 'ndc-block', label)).rejects.toThrow(/for storage classes of pairs of sites alone/);
    await expect(claim('c', pair, label)).resolves.toMatchObject({ metadata: { name: 'c' } });
    await expect(claim('d', 'ndc-block', {})).resolves.toMatchObject({ metadata: { name: 'd' } });
    // What databases take of the request is not in the pair's class.
    await expect(claim('e', pair, label, '2Ti')).rejects.toThrow(/exceeded quota/);
  });

  it('stand at the API servers as they were written, with nothing dropped', async () => {
    expect(manifests.length).toBeGreaterThan(60);
    for (const { site, manifest } of manifests) {
      const { namespace, name: called = '' } = manifest.metadata ?? {};
      const live = await objects(info.sites[site]?.kubeconfig ?? '').read({ apiVersion: manifest.apiVersion ?? '', kind: manifest.kind ?? '', metadata: { name: called, ...(namespace === undefined ? {} : { namespace }) } });
      expect(dropped(manifest, live), `${site} ${manifest.kind ?? ''} ${namespace ?? ''}/${called}`).toEqual([]);
    }
  });

  it('would take a failover today, object by object; a policy that would stop it is found, and nothing is kept', async () => {
    const at = objects(info.sites['ndc-02']?.kubeconfig ?? '');
    const quota = { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'ndc-quota', namespace: 'ho-so-suc-khoe-prod' } };
    const before = await at.read<KubernetesObject>(quota).catch(() => undefined);
    const free = await rehearse(home.path, name, estate, 'ndc-01');
    expect(free.survivors.map(({ site, status }) => [site, status])).toEqual([['ndc-02', 'read'], ['ndc-03', 'read']]);
    expect(free.survivors.flatMap(({ refused }) => refused.map(({ object, reason }) => `${object}: ${reason.en}`))).toEqual([]);
    expect(free.survivors.reduce((sum, { accepted }) => sum + accepted, 0)).toBeGreaterThan(10);
    const moved = intent.environments.filter(({ primary, standby }) => primary.site === 'ndc-01' && standby !== undefined);
    expect(moved.length).toBeGreaterThan(0);

    // What somebody might put there in good faith: no quota of a tenant may change.
    const policies = 'admissionregistration.k8s.io/v1';
    const policy = { apiVersion: policies, kind: 'ValidatingAdmissionPolicy', metadata: { name: 'quotas-are-frozen' }, spec: { failurePolicy: 'Fail', matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['UPDATE'], resources: ['resourcequotas'] }] }, validations: [{ expression: 'object.spec.hard == oldObject.spec.hard', message: 'quotas are frozen' }] } };
    const binding = { apiVersion: policies, kind: 'ValidatingAdmissionPolicyBinding', metadata: { name: 'quotas-are-frozen' }, spec: { policyName: 'quotas-are-frozen', validationActions: ['Deny'] } };
    for (const site of ['ndc-02', 'ndc-03']) for (const object of [policy, binding]) await objects(info.sites[site]?.kubeconfig ?? '').create(object);
    let refused: readonly string[] = [];
    for (let tries = 0; tries < 20 && refused.length === 0; tries += 1) {
      // A policy takes effect a moment after it is made.
      await new Promise((resolve) => setTimeout(resolve, 500));
      refused = (await rehearse(home.path, name, estate, 'ndc-01')).survivors.flatMap((one) => one.refused.filter(({ reason }) => reason.en.includes('quotas are frozen')).map(({ object }) => object));
    }
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.every((object) => object.startsWith('ResourceQuota '))).toBe(true);
    for (const site of ['ndc-02', 'ndc-03']) for (const object of [binding, policy]) await objects(info.sites[site]?.kubeconfig ?? '').delete(object);
    const after = await at.read<KubernetesObject>(quota).catch(() => undefined);
    expect(after?.metadata?.resourceVersion).toBe(before?.metadata?.resourceVersion);
    expect(after?.metadata?.managedFields?.some(({ manager }) => manager === 'ndc-rehearse') ?? false).toBe(false);
  });

  it('exchange what operators make: tokens reach the other site, and no file or message holds one', async () => {
    const waiting = await exchange(home.path, name, estate);
    expect(waiting.filter(({ what }) => what === 'mirror-peer').map(({ status }) => status).every((status) => status === 'not-yet')).toBe(true);
    const [{ to = '', target = { secret: '' } } = {}] = waiting.filter(({ what, from }) => what === 'mirror-peer' && from === 'ndc-01').map((row) => ({ to: row.to, target: { secret: row.target.replace('rook-ceph/', '') } }));
    const pool = target.secret.replace('rbd-peer-ndc-01-', '');
    expect(pool).toMatch(/^ndc-block-/);
    const token = `ma-ket-noi-bi-mat-${String(Date.now())}`;
    await makeToken(home.path, name, estate, 'ndc-01', pool, token);
    const rows = await exchange(home.path, name, estate);
    expect(rows.filter(({ status }) => status === 'written').map(({ from, to, target }) => [from, to, target])).toEqual([['ndc-01', to, `rook-ceph/${target.secret}`]]);
    const there = await objects(info.sites[to]?.kubeconfig ?? '').read<KubernetesObject & { readonly data?: Record<string, string> }>({ apiVersion: 'v1', kind: 'Secret', metadata: { name: target.secret, namespace: 'rook-ceph' } });
    expect(Buffer.from(there.data?.['token'] ?? '', 'base64').toString()).toBe(token);
    expect((await exchange(home.path, name, estate)).filter(({ status }) => status === 'equal')).toHaveLength(1);
    expect(JSON.stringify([waiting, rows])).not.toContain(token);
    // Everything this toolkit wrote, states and plans included; etcd's own files are the cluster's.
    for (const file of (await readdir(home.path, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile() && !entry.parentPath.includes('/etcd')))
      for (const form of [token, Buffer.from(token).toString('base64').slice(4, -4)]) expect((await readFile(join(file.parentPath, file.name))).includes(form), join(file.parentPath, file.name)).toBe(false);
  });
});
