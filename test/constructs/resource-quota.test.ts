import { describe, expect, it } from 'vitest';
import { EnvironmentQuota } from '../../constructs/resource-quota.js';
import { parseBytes, parseCpu, type Bytes, type MilliCpu } from '../../sites/model/units.js';
import type { Quota } from '../../sites/intent/environment.js';
import { probe, someNamespace } from './probe.js';

const granted: Quota = {
  cpu: parseCpu('2000'),
  memory: parseBytes('1.5Ti'),
  gpu: 4,
  storage: { block: parseBytes('1Ti'), files: parseBytes('512Gi') },
  pods: 300,
  loadBalancers: 2,
  backup: parseBytes('1Ti'),
};
const empty: Quota = { cpu: 0n as MilliCpu, memory: 0n as Bytes, gpu: 0, storage: { block: 0n as Bytes }, pods: 0, loadBalancers: 0, backup: 0n as Bytes };

const hardOf = (quota: Quota, mayStore = true, storageClasses = ['block', 'files', 'bulk']): Record<string, string> => {
  const { resource } = probe((scope) => void new EnvironmentQuota(scope, 'quota', { namespace: someNamespace(scope), quota, storageClasses, mayStore }));
  return (resource['kubernetes_resource_quota_v1']?.['quota']?.['spec'] as { hard: Record<string, string> }).hard;
};

describe('EnvironmentQuota', () => {
  it('caps compute, storage per class, GPUs and objects at what was granted', () => {
    expect(hardOf(granted)).toEqual({
      'requests.cpu': '2k',
      'limits.cpu': '2k',
      'requests.memory': '1536Gi',
      'limits.memory': '1536Gi',
      'requests.nvidia.com/gpu': '4',
      'requests.storage': '1536Gi',
      'block.storageclass.storage.k8s.io/requests.storage': '1Ti',
      'files.storageclass.storage.k8s.io/requests.storage': '512Gi',
      'bulk.storageclass.storage.k8s.io/requests.storage': '0',
      pods: '300',
      services: '300',
      'services.loadbalancers': '2',
      'services.nodeports': '0',
      persistentvolumeclaims: '300',
      configmaps: '600',
      secrets: '600',
      'count/deployments.apps': '300',
      'count/statefulsets.apps': '300',
      'count/replicasets.apps': '3300',
      'count/jobs.batch': '600',
      'count/cronjobs.batch': '300',
      'count/ingresses.networking.k8s.io': '300',
    });
  });

  it('GIVEN a system that reads other sectors’ fields THEN it stores nothing', () => {
    const hard = hardOf(granted, false);
    const storage = Object.entries(hard).filter(([key]) => key.includes('storage') || key === 'persistentvolumeclaims');
    expect(storage).toHaveLength(5);
    expect(storage.map(([, value]) => value)).toEqual(['0', '0', '0', '0', '0']);
    expect(hard['requests.cpu']).toBe('2k');
  });

  it('GIVEN an empty standby THEN no pod runs, and its objects still fit', () => {
    expect(hardOf(empty)).toMatchObject({ 'requests.cpu': '0', 'limits.memory': '0', pods: '0', 'requests.storage': '0', secrets: '100', services: '20', 'services.loadbalancers': '0' });
  });

  it('keeps a class that was granted but is not at the site, so that a plan shows it', () => {
    expect(hardOf(granted, true, ['bulk'])).toMatchObject({ 'block.storageclass.storage.k8s.io/requests.storage': '1Ti', 'bulk.storageclass.storage.k8s.io/requests.storage': '0' });
  });

  it('waits for its namespace', () => {
    const { resource } = probe((scope) => void new EnvironmentQuota(scope, 'quota', { namespace: someNamespace(scope), quota: granted, storageClasses: [], mayStore: true }));
    expect(resource['kubernetes_resource_quota_v1']?.['quota']).toMatchObject({ metadata: { name: 'ndc-quota', namespace: 'some' }, depends_on: ['kubernetes_namespace_v1.some'] });
  });
});
