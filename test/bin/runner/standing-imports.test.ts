import { describe, expect, it } from 'vitest';
import type { ClusterReader, ServedKind } from '../../../bin/edge/cluster.js';
import { asEngineReads } from '../../../bin/edge/engine-dialect.js';
import { progressText } from '../../../bin/runner/events.js';
import { withStandingImports } from '../../../bin/runner/standing-imports.js';

/** A cluster that holds objects by `Kind namespace/name`; asked for anything else than namespaces, kinds and lists it fails. */
function cluster(objects: readonly string[], asked: string[] = []): ClusterReader {
  const served = (apiVersion: string, kind: string): ServedKind => ({ apiVersion, kind, plural: `${kind.toLowerCase()}s`, namespaced: true, listable: true });
  const kinds: Readonly<Record<string, readonly string[]>> = { v1: ['ResourceQuota', 'ServiceAccount'], 'rbac.authorization.k8s.io/v1': ['RoleBinding'] };
  return {
    uid: () => Promise.reject(new Error('not asked')),
    apiVersions: () => Promise.reject(new Error('not asked')),
    kinds: (apiVersion) => Promise.resolve((kinds[apiVersion] ?? []).map((kind) => served(apiVersion, kind))),
    namespace: (name) => Promise.resolve(objects.includes(`Namespace ${name}`) ? { name } : undefined),
    list: ({ kind }, namespace = '') => {
      asked.push(`${kind} ${namespace}`);
      return Promise.resolve(objects.filter((object) => object.startsWith(`${kind} ${namespace}/`)).map((object) => ({ name: object.split('/')[1] ?? '' })));
    },
  };
}

const within = (name: string) => ({ metadata: { name, namespace: 'n' } });
const tree = (imports: readonly string[]) => ({
  import: imports.map((to) => ({ id: 'x', to })),
  resource: {
    kubernetes_namespace_v1: { n: { metadata: { name: 'n' } } },
    kubernetes_resource_quota_v1: { n_q: within('q'), n_p: within('p') },
    kubernetes_role_binding_v1: { n_b: within('b') },
    kubernetes_default_service_account_v1: { n_a: { metadata: { namespace: 'n' } } },
    kubernetes_manifest: { n_m: { manifest: { apiVersion: 'x.vn/v1', kind: 'Thing', metadata: { name: 'm', namespace: 'n' } } } },
  },
});
const all = ['kubernetes_namespace_v1.n', 'kubernetes_resource_quota_v1.n_q', 'kubernetes_resource_quota_v1.n_p', 'kubernetes_role_binding_v1.n_b', 'kubernetes_default_service_account_v1.n_a', 'kubernetes_manifest.n_m'];
const kept = async (objects: readonly string[]): Promise<unknown> =>
  (JSON.parse((await withStandingImports(JSON.stringify(tree(all)), cluster(objects))).json) as { import?: { to: string }[] }).import?.map(({ to }) => to);

describe('withStandingImports', () => {
  it.each<[string, readonly string[], readonly string[] | undefined]>([
    ['an environment that was never applied', [], undefined],
    ['objects of another namespace of these names', ['ResourceQuota m/q'], undefined],
    ['a namespace alone', ['Namespace n'], ['kubernetes_namespace_v1.n']],
    ['one quota of two, and the account by the name every namespace has', ['Namespace n', 'ResourceQuota n/q', 'ServiceAccount n/default'], ['kubernetes_namespace_v1.n', 'kubernetes_resource_quota_v1.n_q', 'kubernetes_default_service_account_v1.n_a']],
    ['all but a kind that is not served', ['Namespace n', 'ResourceQuota n/q', 'ResourceQuota n/p', 'RoleBinding n/b', 'ServiceAccount n/default', 'Thing n/m'], all.slice(0, 5)],
  ])('GIVEN %s THEN only what stands is imported', async (_name, objects, expected) => {
    expect(await kept(objects)).toEqual(expected);
  });

  it('keeps the bytes where everything stands, and where nothing is imported', async () => {
    const whole = `${JSON.stringify(tree(['kubernetes_namespace_v1.n']))}  `;
    expect(await withStandingImports(whole, cluster(['Namespace n']))).toEqual({ json: whole, absent: [] });
    expect(await withStandingImports('{"resource": {} }', cluster([]))).toEqual({ json: '{"resource": {} }', absent: [] });
  });

  it('names what does not stand', async () => {
    const { absent } = await withStandingImports(JSON.stringify(tree(all)), cluster(['Namespace n', 'ResourceQuota n/q']));
    expect(absent).toEqual(['ResourceQuota n/p', 'RoleBinding n/b', 'ServiceAccount n/default', 'Thing n/m']);
    expect(progressText({ is: 'absent', stack: 's', objects: absent })?.en).toBe('s: 4 objects of the transition do not stand on the cluster and will be created: ResourceQuota n/p, RoleBinding n/b, ServiceAccount n/default …');
  });

  it('reads each list once', async () => {
    const asked: string[] = [];
    await withStandingImports(JSON.stringify(tree(all)), cluster(['Namespace n'], asked));
    expect(asked).toEqual(['ResourceQuota n', 'RoleBinding n', 'ServiceAccount n']);
  });

  it('refuses a stack that imports what it does not declare', async () => {
    await expect(withStandingImports(JSON.stringify(tree(['kubernetes_role_v1.x'])), cluster([]))).rejects.toThrow('kubernetes_role_v1.x, which it does not declare');
  });
});

describe('asEngineReads', () => {
  const json = JSON.stringify({ removed: [{ from: 'a.b', lifecycle: { destroy: false } }], terraform: {} });
  it.each([
    ['terraform', '1.9.0', true],
    ['terraform', '1.11.4', true],
    ['tofu', '1.8.3', false],
    ['tofu', '1.9.0', false],
    ['tofu', '1.10.0', true],
    ['tofu', '1.12.6', true],
    ['tofu', '2.0.0', true],
  ] as const)('%s %s is told of the lifecycle: %s', (kind, version, told) => {
    expect(JSON.parse(asEngineReads(json, { kind, version }))).toEqual({ removed: [{ from: 'a.b', ...(told ? { lifecycle: { destroy: false } } : {}) }], terraform: {} });
  });
  it('keeps the bytes of a stack that lets go of nothing', () => {
    expect(asEngineReads('{ "a": "\\"removed\\"" }', { kind: 'tofu', version: '1.8.0' })).toBe('{ "a": "\\"removed\\"" }');
  });
});
