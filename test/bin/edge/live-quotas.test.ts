import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClusterUnread, type ObjectReader } from '../../../bin/edge/cluster.js';
import { readQuotas } from '../../../bin/edge/live-quotas.js';

const site = { id: 'ndc-01', kubeconfig: 'kubeconfig', context: 'here' };
const serving = (items: readonly unknown[]): ObjectReader => ({ objects: (collection) => Promise.resolve(collection === '/api/v1/resourcequotas' ? items : []) });
const quota = (used: Readonly<Record<string, unknown>>, hard: Readonly<Record<string, unknown>> = {}) => ({ metadata: { name: 'q', namespace: 'a' }, spec: { hard }, status: { hard, used } });

describe('quotas', () => {
  it('count what else is asked for', async () => {
    const items = [quota({ 'services.loadbalancers': '2', services: '9' }, { 'services.loadbalancers': 3 })];
    expect((await readQuotas(serving(items), site)).quotas).toEqual([{ namespace: 'a', hard: new Map(), used: new Map() }]);
    expect((await readQuotas(serving(items), site, { 'services.loadbalancers': 'loadBalancers' })).quotas).toEqual([{ namespace: 'a', hard: new Map([['loadBalancers', 3n]]), used: new Map([['loadBalancers', 2n]]) }]);
  });

  it('are read or named, whatever stands there', async () => {
    const written = fc.oneof(fc.string({ unit: 'binary', maxLength: 80 }), fc.constantFrom('1.000', '2.000Gi', '-1', '1e99', '0x10', '1,5', '9'.repeat(300), ' 1', '1\u202e', '${path.module}'), fc.integer(), fc.constantFrom('1500m', '64Gi', '7'));
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.oneof(fc.constantFrom('requests.cpu', 'requests.memory', 'pods', 'constructor', 'a\u202e.storageclass.storage.k8s.io/requests.storage'), fc.string({ unit: 'binary', maxLength: 20 })), written, { maxKeys: 6 }), async (used) => {
        const { quotas, unread } = await readQuotas(serving([quota(used)]), site);
        const counted = Object.keys(used).filter((key) => ['requests.cpu', 'cpu', 'requests.memory', 'memory', 'pods', 'requests.nvidia.com/gpu'].includes(key) || key.endsWith('.storageclass.storage.k8s.io/requests.storage'));
        expect((quotas[0]?.used.size ?? 0) + unread.length).toBe(counted.length);
        for (const amount of quotas[0]?.used.values() ?? []) expect(amount).toBeGreaterThanOrEqual(0n);
        // eslint-disable-next-line no-control-regex -- control characters are what must not be there
        for (const line of unread) expect(line).not.toMatch(/[\u0000-\u001f\u202e]/);
      }),
    );
  });

  it('that are none are refused, with the place', async () => {
    const failed = await readQuotas(serving([{ metadata: {} }]), site).then(() => undefined, (error: unknown) => error);
    expect(failed).toBeInstanceOf(ClusterUnread);
    expect((failed as ClusterUnread).trouble.text.en).toContain('/api/v1/resourcequotas: 0.metadata.name');
  });
});
