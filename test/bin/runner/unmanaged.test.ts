import { describe, expect, it } from 'vitest';
import type { ClusterReader, ObjectMetadata, ServedKind } from '../../../bin/edge/cluster.js';
import { Inventory, type HoldingStack } from '../../../bin/runner/inventory.js';
import { wholeScope, type Scope } from '../../../bin/runner/scope.js';
import { foreignObjects } from '../../../bin/runner/unmanaged.js';

const site = 'ndc-01';
const kind = (apiVersion: string, name: string, plural: string): ServedKind => ({ apiVersion, kind: name, plural, namespaced: true, listable: true });
/** Kinds with the names of what stands in every namespace. */
const served: readonly (readonly [ServedKind, readonly string[]])[] = [
  [kind('v1', 'ConfigMap', 'configmaps'), ['kube-root-ca.crt', 'cau-hinh']],
  [kind('v1', 'ResourceQuota', 'resourcequotas'), ['quota']],
  [kind('v1', 'LimitRange', 'limitranges'), ['la']],
  [kind('apps/v1', 'Deployment', 'deployments'), ['cong']],
  [kind('apps/v1', 'DaemonSet', 'daemonsets'), ['moi-nut']],
  [kind('batch/v1', 'CronJob', 'cronjobs'), ['dem']],
  [kind('networking.k8s.io/v1', 'NetworkPolicy', 'networkpolicies'), ['mo']],
  [kind('rbac.authorization.k8s.io/v1', 'RoleBinding', 'rolebindings'), ['them-quyen']],
  // Bears the name of a kind that tenants make, in a group that is not theirs.
  [kind('khac.example/v1', 'Deployment', 'deployments'), ['nhai']],
];
const namespaces = ['ho-so-prod', 'thanh-tra-prod', 'ho-so-ban-ba', 'ndc-system', 'kube-system'];
const reader = {
  apiVersions: () => Promise.resolve([...new Set(served.map(([{ apiVersion }]) => apiVersion))]),
  kinds: (apiVersion: string) => Promise.resolve(served.flatMap(([one]) => (one.apiVersion === apiVersion ? [one] : []))),
  list: (of: ServedKind) => Promise.resolve((served.find(([one]) => one === of)?.[1] ?? []).flatMap((name) => namespaces.map((namespace): ObjectMetadata => ({ name, namespace })))),
} as unknown as ClusterReader;

const inventory = new Inventory();
const hold = (stack: Omit<HoldingStack, 'site'>, namespace: string, organisation: string): void =>
  inventory.add(
    {
      resources: [
        { address: 'a', mode: 'managed', type: 'kubernetes_namespace_v1', name: 'n', values: { metadata: [{ name: namespace, labels: { 'ndc.gov.vn/organisation': organisation } }] } },
        { address: 'b', mode: 'managed', type: 'kubernetes_resource_quota_v1', name: 'q', values: { metadata: [{ name: 'quota', namespace }] } },
      ],
    },
    { ...stack, site },
  );
hold({ name: 'ndc-01-tenant-bo-y-te', kind: 'tenant', organisation: 'bo-y-te' }, 'ho-so-prod', 'bo-y-te');
hold({ name: 'ndc-01-tenant-thanh-tra', kind: 'tenant', organisation: 'thanh-tra' }, 'thanh-tra-prod', 'thanh-tra');
hold({ name: 'ndc-01-protection', kind: 'protection' }, 'ho-so-ban-ba', 'bo-y-te');
hold({ name: 'ndc-01-platform', kind: 'platform' }, 'ndc-system', 'trung-tam');

const found = async (scope: Partial<Scope> = {}, tenantsOwn = false): Promise<readonly string[]> => (await foreignObjects(site, reader, inventory, { scope: { ...wholeScope, ...scope }, tenantsOwn })).map((one) => `${one.namespace}/${one.kind}/${one.name}`);
const governed = (namespace: string): readonly string[] => ['DaemonSet/moi-nut', 'Deployment/nhai', 'LimitRange/la', 'NetworkPolicy/mo', 'RoleBinding/them-quyen'].map((one) => `${namespace}/${one}`);
const everything = (namespace: string): readonly string[] => [...governed(namespace), ...['ConfigMap/cau-hinh', 'CronJob/dem', 'Deployment/cong'].map((one) => `${namespace}/${one}`)].sort();

describe('objects that nobody declared', () => {
  it('are, in a tenant’s namespace, what its role may not make; its own software is none', async () => {
    expect((await found()).filter((one) => one.startsWith('thanh-tra-prod/'))).toEqual(governed('thanh-tra-prod'));
  });

  it('are all of them in namespaces of the platform, the third copies’ among them', async () => {
    for (const namespace of ['ndc-system', 'ho-so-ban-ba']) expect((await found()).filter((one) => one.startsWith(`${namespace}/`))).toEqual(everything(namespace));
    expect((await found()).some((one) => one.startsWith('kube-system/'))).toBe(false);
  });

  it('are of the organisation that is asked for alone, wherever it has namespaces', async () => {
    expect(await found({ organisations: ['thanh-tra'] })).toEqual(governed('thanh-tra-prod'));
    expect(await found({ organisations: ['bo-y-te'] })).toEqual([...everything('ho-so-ban-ba'), ...governed('ho-so-prod')]);
    expect(await found({ stacks: ['ndc-01-platform'] })).toEqual(everything('ndc-system'));
    expect(await found({ sites: ['ndc-02'] })).toEqual([]);
  });

  it('are the tenants’ own as well where that is asked for', async () => {
    expect(await found({ organisations: ['thanh-tra'] }, true)).toEqual(everything('thanh-tra-prod'));
  });
});
