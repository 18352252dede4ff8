import { describe, expect, it } from 'vitest';
import { unescaped } from '../../../policies/planset/literal.js';
import { constructPathsOf, readConfiguration } from '../../../policies/planset/read-configuration.js';
import { readPlan } from '../../../policies/planset/read-plan.js';
import { UnknownValue } from '../../../policies/planset/read-model.js';
import { goodStacks, planned, stackNamed, synthesised } from '../planset-builder.js';

const identity = { name: 's', kind: 'tenant', site: 'ndc-01' } as const;
const one = (resource: unknown) => readConfiguration(identity, 'cdk.tf.json', JSON.stringify({ resource })).resources;

describe('synthesised JSON', () => {
  it.each([
    ['plain', 'plain'],
    ['$${literal}', '${literal}'],
    ['%%{if}', '%{if}'],
    ['a $ b % c', 'a $ b % c'],
    ['$$${x}', '$${x}'],
  ])('%s is read as %s', (written, literal) => {
    const read = unescaped(written);
    expect(read instanceof UnknownValue ? read.because : read).toBe(literal === '$${x}' ? '$${x}' : literal);
  });

  it('reads a template that is left as unknown, in values and in keys', () => {
    expect(unescaped('${a.b}')).toEqual(new UnknownValue('references a.b'));
    const [object] = one({ kubernetes_config_map_v1: { m: { metadata: { name: 'm' }, data: { '${a.b}': 'x' } } } });
    expect(object?.after?.body['data']).toEqual(new UnknownValue('references a.b'));
  });

  it('unescapes keys and values of free-form maps', () => {
    const [object] = one({ kubernetes_config_map_v1: { m: { metadata: { name: 'm', labels: { 'a_b/c': '$${x}' } }, data: { '$${k}': '%%{v}' } } } });
    expect(object?.after?.labels).toEqual({ 'a_b/c': '${x}' });
    expect(object?.after?.body['data']).toEqual({ '${k}': '%{v}' });
  });

  it('sees the same objects in synthesised JSON and in a plan of it', () => {
    for (const draft of goodStacks()) {
      const fromJson = readConfiguration(identity, 'a', synthesised(draft)).resources.map(({ address, after }) => [address, after]);
      // Charts are rendered for a plan alone.
      const fromPlan = readPlan(identity, 'b', planned(draft)).resources.filter(({ chart }) => chart === undefined).map(({ address, after }) => [address, after]);
      expect(fromPlan).toEqual(fromJson);
    }
  });

  it('keeps meta-arguments out and construct paths in', async () => {
    const [object] = one({ kubernetes_namespace_v1: { n: { '//': { metadata: { path: 'ndc-01/n' } }, metadata: [{ name: 'n' }], depends_on: ['x.y'], lifecycle: { prevent_destroy: true } } } });
    expect(object).toMatchObject({ constructPath: 'ndc-01/n', after: { kind: 'Namespace', name: 'n', body: {} } });
    expect((await constructPathsOf('a', synthesised(stackNamed(goodStacks(), 'ndc-01-platform')))).get('helm_release.cilium')).toBe('ndc-01-platform/cilium');
  });

  it.each([
    ['a list', '[1]', 'holds a list'],
    ['truncated', '{"resource": {', 'is truncated at byte 14 (/resource). Synthesise it or plan the set again.'],
    ['a key twice', '{"resource": {"a": {"x": {}, "x": {}}}}', 'a key stands twice'],
    ['text', '"x"', 'a single value'],
  ])('refuses %s', (_name, text, message) => {
    expect(() => readConfiguration(identity, 'cdk.tf.json', text)).toThrow(message);
  });
});

describe('typed resources as Kubernetes objects', () => {
  it.each([
    ['the unsuffixed type', 'kubernetes_role', { metadata: { name: 'r', namespace: 'n' }, rule: [{ api_groups: [''], resources: ['pods'], verbs: ['get'], resource_names: [] }] }, { kind: 'Role', body: { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] } }],
    ['a default service account', 'kubernetes_default_service_account_v1', { metadata: { namespace: 'n' }, automount_service_account_token: false, image_pull_secret: [{ name: 's' }] }, { kind: 'ServiceAccount', name: 'default', namespace: 'n', body: { automountServiceAccountToken: false, imagePullSecrets: [{ name: 's' }] } }],
    ['a limit range', 'kubernetes_limit_range_v1', { metadata: { name: 'l', namespace: 'n' }, spec: { limit: [{ type: 'Container', default: { cpu: '1' }, default_request: { cpu: '100m' } }] } }, { kind: 'LimitRange', body: { spec: { limits: [{ type: 'Container', default: { cpu: '1' }, defaultRequest: { cpu: '100m' } }] } } }],
    ['a storage class', 'kubernetes_storage_class_v1', { metadata: { name: 's' }, storage_provisioner: 'p', parameters: { pool_name: 'x' }, reclaim_policy: 'Delete' }, { kind: 'StorageClass', body: { provisioner: 'p', parameters: { pool_name: 'x' }, reclaimPolicy: 'Delete' } }],
    ['a priority class', 'kubernetes_priority_class_v1', { metadata: { name: 'p' }, value: 1000, global_default: false }, { kind: 'PriorityClass', body: { value: 1000, globalDefault: false } }],
    ['a cluster role binding', 'kubernetes_cluster_role_binding_v1', { metadata: { name: 'b' }, role_ref: { api_group: 'g', kind: 'ClusterRole', name: 'view' }, subject: [{ kind: 'Group', name: 'x' }] }, { kind: 'ClusterRoleBinding', body: { roleRef: { apiGroup: 'g', kind: 'ClusterRole', name: 'view' }, subjects: [{ kind: 'Group', name: 'x' }] } }],
    ['an object without a namespace', 'kubernetes_config_map', { metadata: { name: 'm' }, data: { some_key: 'v' } }, { kind: 'ConfigMap', namespace: 'default', body: { data: { some_key: 'v' } } }],
    ['a service', 'kubernetes_service_v1', { metadata: { name: 's', namespace: 'n' }, spec: { cluster_ip: 'None', selector: { 'my_app': 'x' }, port: [{ port: 80, target_port: '8080' }] } }, { kind: 'Service', body: { spec: { clusterIP: 'None', selector: { my_app: 'x' }, ports: [{ port: 80, targetPort: '8080' }] } } }],
    ['a name that is only known later', 'kubernetes_namespace_v1', { metadata: { name: '${x.y}' } }, { kind: 'Namespace', name: '?' }],
  ])('%s', (_name, type, values, expected) => {
    expect(one({ [type]: { x: values } })[0]?.after).toMatchObject(expected);
  });

  it('makes no object of what patches a part of one', () => {
    expect(one({ kubernetes_labels: { l: { api_version: 'v1', kind: 'Namespace', metadata: { name: 'n' }, labels: {} } }, terraform_data: { d: {} } }).map(({ after }) => after)).toEqual([undefined, undefined]);
  });

  it('keeps data of Secrets out, however they are written', () => {
    const written = [
      ...one({ kubernetes_secret_v1: { s: { metadata: { name: 's', namespace: 'n', annotations: { 'kubectl.kubernetes.io/last-applied-configuration': 'c4nary' } }, data: { c4nary: 'c4nary' }, type: 'Opaque' } } }),
      ...one({ kubernetes_manifest: { s: { manifest: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, stringData: { c4nary: 'c4nary' } } } } }),
    ];
    expect(JSON.stringify(written)).not.toContain('c4nary');
    expect(written.map(({ redacted, after }) => [redacted, after?.kind])).toEqual([
      [true, 'Secret'],
      [true, 'Secret'],
    ]);
  });
});
