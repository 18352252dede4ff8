import { describe, expect, it } from 'vitest';
import { ClusterUnread, type ObjectReader } from '../../../bin/edge/cluster.js';
import { readLiveSite } from '../../../bin/edge/live-capacity.js';

const site = { id: 'ndc-01', kubeconfig: 'kubeconfig', context: 'here' };
const gi = 1n << 30n;

/** An API server whose collections hold these objects; what is not here is not served. */
const serving = (collections: Readonly<Record<string, unknown[]>>): ObjectReader => ({ objects: (collection) => Promise.resolve(collections[collection] ?? []) });
const read = (collections: Readonly<Record<string, unknown[]>>) => readLiveSite(serving(collections), site);

const node = (changes: object = {}, status: object = {}) => ({
  metadata: { name: 'n1', labels: { 'kubernetes.io/hostname': 'n1' } },
  spec: {},
  status: { allocatable: { cpu: '63920m', memory: '131890176Ki', pods: '250', 'ephemeral-storage': '95491281146' }, conditions: [{ type: 'MemoryPressure', status: 'False' }, { type: 'Ready', status: 'True' }], ...status },
  ...changes,
});

describe('nodes', () => {
  it('are read to the unit', async () => {
    const { nodes } = await read({ '/api/v1/nodes': [node({}, { allocatable: { cpu: '63920m', memory: '131890176Ki', pods: '250', 'nvidia.com/gpu': '4' } })] });
    // 131,890,176 KiB.
    expect(nodes).toEqual([{ name: 'n1', controlPlane: false, usable: true, spared: false, allocatable: new Map([['cpu', 63_920n], ['memory', 131_890_176n * 1024n], ['pods', 250n], ['gpu', 4n]]) }]);
  });

  it.each<[string, object, object, Record<string, unknown>]>([
    ['ready', {}, {}, { usable: true }],
    ['cordoned', { spec: { unschedulable: true } }, {}, { usable: false }],
    ['with the taint that spares its GPUs', { spec: { taints: [{ key: 'other' }, { key: 'nvidia.com/gpu' }] } }, {}, { spared: true }],
    ['with other taints', { spec: { taints: [{ key: 'other' }] } }, {}, { spared: false }],
    ['not ready', {}, { conditions: [{ type: 'Ready', status: 'False' }] }, { usable: false }],
    ['silent', {}, { conditions: [{ type: 'Ready', status: 'Unknown' }] }, { usable: false }],
    ['without any condition', {}, { conditions: undefined }, { usable: false }],
    ['of a pool', { metadata: { name: 'n1', labels: { 'ndc.gov.vn/pool': 'gpu-1' } } }, {}, { pool: 'gpu-1', controlPlane: false }],
    ['of the control plane', { metadata: { name: 'n1', labels: { 'node-role.kubernetes.io/control-plane': '' } } }, {}, { controlPlane: true }],
    ['without a status', { status: undefined }, {}, { usable: false, allocatable: new Map() }],
  ])('%s', async (_, changes, status, expected) => {
    const { nodes } = await read({ '/api/v1/nodes': [node(changes, status)].map((each) => JSON.parse(JSON.stringify(each)) as unknown) });
    expect(nodes[0]).toMatchObject(expected);
    expect(nodes[0]?.pool).toBe(expected['pool']);
  });

  it('whose quantity nobody can read are named, and count as nothing', async () => {
    const { nodes, unread } = await read({ '/api/v1/nodes': [node({ metadata: { name: 'lạ\u001b[31m' } }, { allocatable: { cpu: 'nhiều', memory: '1Gi' } })] });
    expect(nodes[0]?.allocatable).toEqual(new Map([['memory', gi]]));
    expect(unread).toEqual(['node lạ\\u001b[31m: cpu nhiều']);
  });
});

describe('quotas', () => {
  const quota = (name: string, hard: object, used: object = {}, spec: object = {}) => ({ metadata: { name, namespace: 'a' }, spec: { hard, ...spec }, status: { hard, used } });

  it('of one namespace hold together: the least hard, the most used', async () => {
    const { quotas } = await read({
      '/api/v1/resourcequotas': [
        quota('ndc-quota', { 'requests.cpu': '8', 'limits.cpu': '16', 'requests.memory': '64Gi', pods: '100', 'requests.nvidia.com/gpu': '2', 'requests.storage': '9Ti', 'ndc-block.storageclass.storage.k8s.io/requests.storage': '1Ti' }, { 'requests.cpu': '1500m', pods: '3' }),
        quota('khac', { cpu: '4', pods: '200' }, { cpu: '1', pods: '4' }),
      ],
    });
    expect(quotas).toEqual([
      {
        namespace: 'a',
        hard: new Map([['cpu', 4000n], ['memory', 64n * gi], ['pods', 100n], ['gpu', 2n], ['storage/ndc-block', 1024n * gi]]),
        used: new Map([['cpu', 1500n], ['pods', 4n]]),
      },
    ]);
  });

  it('with a scope bind some pods alone and are left out', async () => {
    const { quotas } = await read({
      '/api/v1/resourcequotas': [
        quota('ndc-priority', { pods: '0' }, {}, { scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'Exists' }] } }),
        quota('tam', { pods: '0' }, {}, { scopes: ['Terminating'] }),
      ],
    });
    expect(quotas).toEqual([]);
  });

  it('that no controller has seen yet hold as they are written', async () => {
    expect((await read({ '/api/v1/resourcequotas': [{ metadata: { name: 'q', namespace: 'a' }, spec: { hard: { pods: '5' } } }] })).quotas).toEqual([{ namespace: 'a', hard: new Map([['pods', 5n]]), used: new Map() }]);
  });
});

describe('storage', () => {
  it('is what bound claims have and pending ones ask for, by class', async () => {
    const claim = (storageClassName: string | undefined, asked: string, has?: string) => ({ metadata: { name: 'c', namespace: 'a' }, spec: { ...(storageClassName === undefined ? {} : { storageClassName }), resources: { requests: { storage: asked } } }, ...(has === undefined ? {} : { status: { capacity: { storage: has } } }) });
    const { claimed, unread } = await read({ '/api/v1/persistentvolumeclaims': [claim('ndc-block', '9Gi', '10Gi'), claim('ndc-block', '5Gi'), claim('ndc-file', '1Gi'), claim(undefined, '2Gi'), claim('ndc-file', 'to')] });
    expect(claimed).toEqual(new Map([['storage/ndc-block', 15n * gi], ['storage/ndc-file', gi], ['storage/', 2n * gi]]));
    expect(unread).toEqual(['persistentvolumeclaim a/c: storage to']);
  });

  it('of Ceph is what its clusters report; one that reports nothing is none', async () => {
    const cluster = (capacity?: object) => ({ metadata: { name: 'rook-ceph' }, status: capacity === undefined ? {} : { ceph: { capacity } } });
    expect((await read({ '/apis/ceph.rook.io/v1/cephclusters': [cluster({ bytesTotal: 1000, bytesUsed: 10, bytesAvailable: 990 }), cluster({ bytesTotal: 500, bytesUsed: 5 })] })).ceph).toEqual({ total: 1500n, used: 15n });
    expect((await read({ '/apis/ceph.rook.io/v1/cephclusters': [cluster()] })).ceph).toBeUndefined();
    expect((await read({})).ceph).toBeUndefined();
  });
});

it('refuses what is no Kubernetes answer, and says where', async () => {
  const failed = await read({ '/api/v1/nodes': [{ metadata: { name: 5 } }] }).then(() => undefined, (error: unknown) => error);
  expect(failed).toBeInstanceOf(ClusterUnread);
  expect((failed as ClusterUnread).trouble.text.en).toContain('/api/v1/nodes: 0.metadata.name');
});
