import { describe, expect, it } from 'vitest';
import { cephPools, provisioning, type SiteStorage } from '../../constructs/ceph-storage.js';
import { SiteStorageClass } from '../../constructs/site-storage-class.js';
import { parseBytes } from '../../sites/model/units.js';
import { probe } from './probe.js';

const storage = (name: string, backend: SiteStorage['backend'], redundancy: SiteStorage['redundancy']): SiteStorage => ({
  class: name,
  backend,
  redundancy,
  failureDomain: 'rack',
  encrypted: true,
  raw: parseBytes('1Pi'),
});
const replicated = { replicas: 3 };
const coded = { data: 4, coding: 2 };

describe('storage classes and the pools they point at', () => {
  it.each([
    ['ceph-rbd', replicated, ['pool']],
    ['ceph-rbd', coded, ['pool', 'dataPool']],
  ] as const)('%s with %o uses pools that are made', (backend, redundancy, keys) => {
    const entry = storage('block', backend, redundancy);
    const pools = (cephPools([entry])['cephBlockPools'] as { name: string }[]).map(({ name }) => name);
    for (const key of keys) expect(pools).toContain(provisioning(entry).parameters[key]);
    expect(pools).toHaveLength(keys.length);
  });

  it('keeps image metadata of an erasure-coded pool in a replicated one that survives as much', () => {
    expect(cephPools([storage('bulk', 'ceph-rbd', coded)])['cephBlockPools']).toMatchObject([
      { name: 'bulk', spec: { failureDomain: 'rack', erasureCoded: { dataChunks: 4, codingChunks: 2 } } },
      { name: 'bulk-images', spec: { failureDomain: 'rack', replicated: { size: 3 } } },
    ]);
  });

  it.each([
    [replicated, ['data0']],
    [coded, ['default', 'data0']],
  ] as const)('a file system with %o has data pools %o, the first replicated', (redundancy, names) => {
    const entry = storage('files', 'cephfs', redundancy);
    const [system] = cephPools([entry])['cephFileSystems'] as [{ name: string; spec: { dataPools: { name: string; replicated?: object }[] } }];
    expect(system.spec.dataPools.map(({ name }) => name)).toEqual(names);
    expect(system.spec.dataPools[0]?.replicated).toBeDefined();
    expect(provisioning(entry).parameters).toMatchObject({ fsName: system.name, pool: 'files-data0' });
  });

  it('an object store gives buckets, and its gateways leave synchronisation to others', () => {
    const entry = storage('objects', 'rgw', coded);
    expect(provisioning(entry)).toMatchObject({ provisioner: 'rook-ceph.ceph.rook.io/bucket', parameters: { objectStoreName: 'objects' } });
    expect(cephPools([entry])['cephObjectStores']).toMatchObject([{ name: 'objects', spec: { gateway: { disableMultisiteSyncTraffic: true }, preservePoolsOnDelete: true } }]);
  });

  it('the chart makes no storage class of its own', () => {
    const all = cephPools([storage('a', 'ceph-rbd', coded), storage('b', 'cephfs', coded), storage('c', 'rgw', coded)]);
    const entries = Object.values(all).flat() as { storageClass: unknown }[];
    expect(entries).toHaveLength(4);
    for (const entry of entries) expect(entry.storageClass).toEqual({ enabled: false });
  });
});

describe('SiteStorageClass', () => {
  it('is no default, so that no claim escapes its quota', () => {
    const { resource } = probe((scope) => void new SiteStorageClass(scope, 'storage-block', { storage: storage('block', 'ceph-rbd', replicated) }));
    expect(resource['kubernetes_storage_class_v1']?.['storage-block']).toMatchObject({
      metadata: { name: 'block', annotations: { 'storageclass.kubernetes.io/is-default-class': 'false' } },
      storage_provisioner: 'rook-ceph.rbd.csi.ceph.com',
      parameters: { clusterID: 'rook-ceph', pool: 'block', 'csi.storage.k8s.io/node-stage-secret-name': 'rook-csi-rbd-node' },
      allow_volume_expansion: true,
    });
  });
});
