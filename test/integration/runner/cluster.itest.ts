import { rm, mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CoreV1Api, KubeConfig, RbacAuthorizationV1Api } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConnection } from '../../../bin/edge/connection.js';
import { sandboxDown } from '../../../bin/edge/sandbox/down.js';
import { sandboxUp } from '../../../bin/edge/sandbox/up.js';
import { writeAuditRecord } from '../../../bin/runner/audit-record.js';
import { destroyStacks } from '../../../bin/runner/destroy.js';
import { findDrift } from '../../../bin/runner/drift.js';
import { sha256 } from '../../../bin/runner/plan.js';
import { withRunner, type Runner } from '../../../bin/runner/runner.js';
import { wholeScope } from '../../../bin/runner/scope.js';
import type { RunnerStack } from '../../../bin/runner/stack.js';
import { up } from '../../../bin/runner/up.js';
import { rollingOrder } from '../../../stacks/rolling.js';
import { engines } from './workbench.js';

const packageRoot = resolve(import.meta.dirname, '../../..');
const site = 'ndc-01';
const secret = 'integration-secret-value';

function stack(name: string, kind: RunnerStack['kind'], resource: object, more: Partial<RunnerStack> = {}): RunnerStack {
  const json = `${JSON.stringify({
    terraform: { backend: { local: { path: 'terraform.tfstate' } }, required_providers: { kubernetes: { source: 'hashicorp/kubernetes', version: '2.38.0' } } },
    provider: { kubernetes: {} },
    resource,
    output: { ndc_site: { value: site }, ndc_stack: { value: name } },
  })}\n`;
  return { name, kind, site, json, digest: sha256(json), needs: [], after: [], ...more };
}

const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'mirrors.test.ndc.gov.vn' },
  spec: {
    group: 'test.ndc.gov.vn',
    scope: 'Namespaced',
    names: { kind: 'Mirror', plural: 'mirrors' },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties: { peer: { type: 'string' } } } } } } }],
  },
};

/** Three waves' worth: a definition, a tenant, and an object of the defined kind in the tenant's namespace. */
const stacks = (): RunnerStack[] => [
  stack(`${site}-platform`, 'platform', { kubernetes_manifest: { mirrors: { manifest: definition } } }),
  stack(
    `${site}-tenant-bo-y-te`,
    'tenant',
    {
      kubernetes_namespace_v1: { n: { metadata: { name: 'ho-so-prod', labels: { 'ndc.gov.vn/site': site, 'ndc.gov.vn/organisation': 'bo-y-te', 'ndc.gov.vn/system': 'ho-so' } } } },
      kubernetes_resource_quota_v1: { q: { metadata: { name: 'quota', namespace: 'ho-so-prod' }, spec: { hard: { 'requests.cpu': '4', 'requests.memory': '8Gi' } }, depends_on: ['kubernetes_namespace_v1.n'] } },
      kubernetes_secret_v1: { s: { metadata: { name: 'db', namespace: 'ho-so-prod' }, data: { password: secret }, depends_on: ['kubernetes_namespace_v1.n'] } },
    },
    { organisation: 'bo-y-te', after: [`${site}-platform`] },
  ),
  stack(
    `${site}-protection`,
    'protection',
    { kubernetes_manifest: { m: { manifest: { apiVersion: 'test.ndc.gov.vn/v1', kind: 'Mirror', metadata: { name: 'to-02', namespace: 'ho-so-prod' }, spec: { peer: 'ndc-02' } } } } },
    { needs: [{ apiVersion: 'test.ndc.gov.vn/v1', kind: 'Mirror' }], after: [`${site}-platform`, `${site}-tenant-bo-y-te`] },
  ),
];

describe.each(await engines())('a real control plane with $kind', (engine) => {
  let home: string;
  let api: CoreV1Api;
  let rbac: RbacAuthorizationV1Api;
  const onProgress = (): void => undefined;

  beforeAll(async () => {
    home = join(await mkdtemp(join(tmpdir(), 'ndc-runner-')), '.ndc');
    const info = await sandboxUp({ home, name: 'test', sites: [{ id: site, serviceCidr: '10.96.0.0/16', platformGroup: 'ndc:platform-engineers' }], packageRoot, onProgress });
    const config = new KubeConfig();
    config.loadFromFile(info.sites[site]?.kubeconfig ?? '');
    api = config.makeApiClient(CoreV1Api);
    rbac = config.makeApiClient(RbacAuthorizationV1Api);
  });
  afterAll(async () => {
    await sandboxDown({ home, name: 'test', onProgress });
    await rm(join(home, '..'), { recursive: true, force: true });
  });

  const run = async <T>(work: (runner: Runner) => Promise<T>): Promise<T> => {
    const connection = await loadConnection(home, 'test');
    return withRunner({ root: packageRoot, home, connection: { ...connection, engine }, stacks: stacks(), env: process.env, now: () => new Date(), interrupt: new AbortController().signal }, work);
  };

  it('tells what was never applied, and what waits for a kind, from what is as applied', async () => {
    const told: string[] = [];
    const result = await run((runner) => findDrift({ ...runner, onProgress: (event) => void (event.is === 'stack' && told.push(event.step)) }, { scope: wholeScope, unmanaged: false }));
    expect(result.rows.map(({ status, pending }) => [status, pending])).toEqual([['absent', 1], ['absent', 3], ['deferred', 0]]);
    expect(result.exit).toBe(0);
    expect(told).toContain('skipped');
    expect(told).not.toContain('failed');
  });

  it('goes up in waves until nothing is deferred', async () => {
    const result = await run((runner) =>
      up(runner, {
        plan: { scope: wholeScope, estate: { id: 'test', digest: sha256('test') }, scenario: { phase: 'all-operating', lose: [], delay: {} }, accept: [] },
        order: rollingOrder,
        audit: async (set) => {
          await writeAuditRecord(set.directory, { planset: set.digest, at: set.file.created, passed: true, blocking: [] });
          return { passed: true };
        },
      }),
    );
    expect(result).toMatchObject({ ended: 'complete', exit: 0 });
    expect(result.waves.map(({ plan }) => plan.rows.map(({ status, noOp }) => (status.is === 'planned' ? (noOp ? 'no-op' : 'changes') : status.is)))).toEqual([
      ['changes', 'changes', 'deferred'],
      ['no-op', 'no-op', 'changes'],
      ['no-op', 'no-op', 'no-op'],
    ]);
    expect(result.waves[0]?.plan.rows[2]?.status).toEqual({ is: 'deferred', needs: ['test.ndc.gov.vn/v1 Mirror'] });
    expect(result.waves[0]?.plan.file.providers.map(({ source, version, hashes }) => [source.split('/').slice(1).join('/'), version, hashes.length > 0])).toEqual([['hashicorp/kubernetes', '2.38.0', true]]);
  });

  it('keeps the secret out of every plan’s JSON and every log', async () => {
    const files = await readdir(home, { recursive: true });
    const texts = files.filter((name) => name.endsWith('.plan.json') || name.endsWith('.log') || name.endsWith('planset.json'));
    expect(texts.some((name) => name.endsWith('tenant-bo-y-te.plan.json'))).toBe(true);
    for (const name of texts) expect(await readFile(join(home, name), 'utf8'), name).not.toContain(secret);
  });

  it('finds no drift and nothing foreign at first', async () => {
    const result = await run((runner) => findDrift(runner, { scope: wholeScope, unmanaged: true }));
    expect(result.rows.map(({ name, status, drifts, reason }) => ({ name, status, drifts, reason }))).toEqual(stacks().map(({ name }) => ({ name, status: 'clean', drifts: [], reason: undefined })));
    expect(result.foreign).toEqual([]);
    expect(result.exit).toBe(0);
  });

  it('names exactly what was changed and put there by hand', async () => {
    const quota = await api.readNamespacedResourceQuota({ name: 'quota', namespace: 'ho-so-prod' });
    await api.replaceNamespacedResourceQuota({ name: 'quota', namespace: 'ho-so-prod', body: { ...quota, spec: { hard: { ...quota.spec?.hard, 'requests.cpu': '400' } } } });
    await api.createNamespacedConfigMap({ namespace: 'ho-so-prod', body: { metadata: { name: 'by-hand' }, data: { a: 'b' } } });
    await api.createNamespacedLimitRange({ namespace: 'ho-so-prod', body: { metadata: { name: 'by-hand' }, spec: { limits: [{ type: 'Pod', max: { cpu: '1' } }] } } });
    await api.createNamespace({ body: { metadata: { name: 'by-hand' } } });
    await rbac.createClusterRoleBinding({ body: { metadata: { name: 'by-hand' }, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' }, subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'eve' }] } });
    const result = await run((runner) => findDrift(runner, { scope: wholeScope, unmanaged: true }));
    expect(result.rows.flatMap(({ drifts }) => drifts)).toEqual([
      {
        address: 'kubernetes_resource_quota_v1.q',
        object: 'ResourceQuota ho-so-prod/quota',
        change: 'changed',
        attributes: [{ path: 'spec[0].hard["requests.cpu"]', recorded: '4', live: '400' }],
        planned: 'update',
      },
    ]);
    // A ConfigMap is what the tenant may make itself.
    const limits = { site, namespace: 'ho-so-prod', kind: 'LimitRange', apiVersion: 'v1', name: 'by-hand' };
    const wide = [{ site, kind: 'ClusterRoleBinding', apiVersion: 'rbac.authorization.k8s.io/v1', name: 'by-hand' }, { site, kind: 'Namespace', apiVersion: 'v1', name: 'by-hand' }];
    expect(result.foreign).toEqual([...wide, limits]);
    expect(result.exit).toBe(1);
    const asked = await run((runner) => findDrift(runner, { scope: wholeScope, unmanaged: true, tenantsOwn: true }));
    expect(asked.foreign).toEqual([...wide, { ...limits, kind: 'ConfigMap' }, limits]);
  });

  it('destroys everything: no namespace, no state', async () => {
    const result = await run((runner) => destroyStacks(runner, { scope: wholeScope, order: rollingOrder }));
    expect(result).toMatchObject({ exit: 0, orphans: [], interrupted: false });
    expect(result.rows.map(({ status, left }) => [status, left])).toEqual(stacks().map(() => ['destroyed', []]));
    const { items } = await api.listNamespace();
    expect(items.map(({ metadata }) => metadata?.name)).not.toContain('ho-so-prod');
    expect(await readdir(join(home, 'state', 'test'))).toEqual([]);
    const again = await run((runner) => destroyStacks(runner, { scope: wholeScope, order: rollingOrder }));
    expect(again.rows.map(({ status }) => status)).toEqual(stacks().map(() => 'nothing'));
  });
});
