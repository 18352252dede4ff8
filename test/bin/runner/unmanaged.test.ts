import { describe, expect, it } from 'vitest';
import type { ClusterReader, ObjectMetadata, ServedKind } from '../../../bin/edge/cluster.js';
import { Inventory, type HoldingStack } from '../../../bin/runner/inventory.js';
import { wholeScope, type Scope } from '../../../bin/runner/scope.js';
import { foreignObjects } from '../../../bin/runner/unmanaged.js';

const site = 'ndc-01';
const kind = (apiVersion: string, name: string, plural: string): ServedKind => ({ apiVersion, kind: name, plural, namespaced: true, listable: true });
const wide = (apiVersion: string, name: string, plural: string): ServedKind => ({ ...kind(apiVersion, name, plural), namespaced: false });
const rbac = 'rbac.authorization.k8s.io/v1';
/** Kinds without a namespace, with what stands there. */
const servedWide: readonly (readonly [ServedKind, readonly ObjectMetadata[]])[] = [
  [wide('v1', 'Namespace', 'namespaces'), [...['default', 'kube-system', 'kube-public', 'kube-node-lease', 'ho-so-prod', 'ndc-system', 'la-mat', 'kube-la'].map((name) => ({ name }))]],
  [wide('v1', 'Node', 'nodes'), [{ name: 'may-1' }]],
  [
    wide(rbac, 'ClusterRoleBinding', 'clusterrolebindings'),
    [
      { name: 'eve' },
      { name: 'cluster-admin' },
      { name: 'system:node' },
      { name: 'kubeadm:get-nodes' },
      // The label can be put on anything.
      { name: 'nhan-gia', labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' } },
      { name: 'cert-manager', annotations: { 'meta.helm.sh/release-name': 'cert-manager', 'meta.helm.sh/release-namespace': 'cert-manager' } },
      { name: 'khong-khai-bao', annotations: { 'meta.helm.sh/release-name': 'la', 'meta.helm.sh/release-namespace': 'la-mat' } },
      { name: 'moc-cai-dat' },
      { name: 'cua-bo-dieu-phoi', ownerReferences: [{ kind: 'ClusterRole', name: 'x' }] },
    ],
  ],
  [wide('scheduling.k8s.io/v1', 'PriorityClass', 'priorityclasses'), [{ name: 'system-node-critical' }, { name: 'ndc-gold' }, { name: 'vuot-len' }]],
  [wide('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicyBinding', 'validatingadmissionpolicybindings'), [{ name: 'ndc-images' }, { name: 'mo-cua' }]],
];
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
  apiVersions: () => Promise.resolve([...new Set([...served, ...servedWide].map(([{ apiVersion }]) => apiVersion))]),
  kinds: (apiVersion: string) => Promise.resolve([...served, ...servedWide].flatMap(([one]) => (one.apiVersion === apiVersion ? [one] : []))),
  list: (of: ServedKind) => Promise.resolve(servedWide.find(([one]) => one === of)?.[1] ?? (served.find(([one]) => one === of)?.[1] ?? []).flatMap((name) => namespaces.map((namespace): ObjectMetadata => ({ name, namespace })))),
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
inventory.add(
  {
    resources: [
      { address: 'c', mode: 'managed', type: 'kubernetes_priority_class_v1', name: 'p', values: { metadata: [{ name: 'ndc-gold' }] } },
      { address: 'd', mode: 'managed', type: 'kubernetes_manifest', name: 'm', values: { manifest: { kind: 'ValidatingAdmissionPolicyBinding', metadata: { name: 'ndc-images' } } } },
      { address: 'e', mode: 'managed', type: 'helm_release', name: 'h', values: { name: 'cert-manager', namespace: 'cert-manager' } },
      // A hook: it bears no mark of its release on the cluster.
      { address: 'f', mode: 'data', type: 'helm_template', name: 't', values: { namespace: 'cert-manager', manifest: 'kind: ClusterRoleBinding\nmetadata: {name: moc-cai-dat}\n' } },
    ],
  },
  { name: 'ndc-01-platform', kind: 'platform', site },
);

const found = async (scope: Partial<Scope> = {}, tenantsOwn = false): Promise<readonly string[]> => (await foreignObjects(site, reader, inventory, { scope: { ...wholeScope, ...scope }, tenantsOwn })).map((one) => `${one.namespace ?? ''}/${one.kind}/${one.name}`);
const governed = (namespace: string): readonly string[] => ['DaemonSet/moi-nut', 'Deployment/nhai', 'LimitRange/la', 'NetworkPolicy/mo', 'RoleBinding/them-quyen'].map((one) => `${namespace}/${one}`);
const strangers = ['ClusterRoleBinding/eve', 'ClusterRoleBinding/khong-khai-bao', 'ClusterRoleBinding/nhan-gia', 'Namespace/kube-la', 'Namespace/la-mat', 'PriorityClass/vuot-len', 'ValidatingAdmissionPolicyBinding/mo-cua'].map((one) => `/${one}`);
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
    expect(await found({ stacks: ['ndc-01-platform'] })).toEqual([...strangers, ...everything('ndc-system')]);
    expect(await found({ sites: ['ndc-02'] })).toEqual([]);
  });

  it('are those of the whole cluster, with its platform, but for what every cluster has and what the charts made', async () => {
    expect((await found()).filter((one) => one.startsWith('/'))).toEqual(strangers);
    expect((await found({ organisations: ['thanh-tra'] })).filter((one) => one.startsWith('/'))).toEqual([]);
    expect((await found({ stacks: ['ndc-01-protection'] })).filter((one) => one.startsWith('/'))).toEqual([]);
  });

  it('are the tenants’ own as well where that is asked for', async () => {
    expect(await found({ organisations: ['thanh-tra'] }, true)).toEqual(everything('thanh-tra-prod'));
  });
});
