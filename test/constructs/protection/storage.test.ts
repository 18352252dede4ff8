import { describe, expect, it } from 'vitest';
import { pairStorage, provisioning, type SiteStorage } from '../../../constructs/ceph-storage.js';
import { EnvironmentVolumes } from '../../../constructs/protection/environment-volumes.js';
import { ObjectMultisite } from '../../../constructs/protection/object-multisite.js';
import { PairPools } from '../../../constructs/protection/pair-pools.js';
import { RbdMirror } from '../../../constructs/protection/rbd-mirror.js';
import { GroupReplicationClass, ReplicationClass } from '../../../constructs/protection/replication-class.js';
import { SiteStorageClass } from '../../../constructs/site-storage-class.js';
import type { Bytes } from '../../../sites/model/units.js';
import { probe } from '../probe.js';
import { manifestsOf } from './manifest.js';

const replicated: SiteStorage = { class: 'ndc-block', backend: 'ceph-rbd', redundancy: { replicas: 3 }, failureDomain: 'rack', encrypted: true, raw: (1n << 50n) as Bytes };
const coded: SiteStorage = { ...replicated, class: 'ndc-bulk', redundancy: { data: 4, coding: 2 } };
const pool = 'ndc-block-ndc-01-ndc-02';

describe('PairPools', () => {
  it('stand without a mirror while the partner does not operate, and are never destroyed', () => {
    const { manifests, guarded } = manifestsOf((scope) => void new PairPools(scope, 'pool', { pool, storage: replicated }));
    expect(manifests).toEqual({
      pool: expect.objectContaining({ apiVersion: 'ceph.rook.io/v1', kind: 'CephBlockPool', spec: { failureDomain: 'rack', replicated: { size: 3, requireSafeReplicaSize: true } } }) as unknown,
    });
    expect(manifests['pool']?.metadata).toMatchObject({ name: pool, namespace: 'rook-ceph' });
    expect(guarded).toEqual(['pool']);
  });

  it('are mirrored image by image with the one peer a pool may have', () => {
    const { manifests } = manifestsOf((scope) => void new PairPools(scope, 'pool', { pool, storage: replicated, mirroring: { peer: 'ndc-02', intervals: [5, 60] } }));
    expect(manifests['pool']?.spec['mirroring']).toEqual({
      enabled: true,
      mode: 'image',
      peers: { secretNames: ['rbd-peer-ndc-02-ndc-block-ndc-01-ndc-02'] },
      snapshotSchedules: [{ interval: '5m' }, { interval: '60m' }],
    });
  });

  it('of erasure-coded classes mirror where the images live', () => {
    const name = 'ndc-bulk-ndc-01-ndc-02';
    const { manifests } = manifestsOf((scope) => void new PairPools(scope, 'pool', { pool: name, storage: coded, mirroring: { peer: 'ndc-02', intervals: [] } }));
    expect(Object.values(manifests).map(({ metadata, spec }) => [metadata.name, 'mirroring' in spec])).toEqual([[name, false], [`${name}-images`, true]].sort((a, b) => (String(a[0]) < String(b[0]) ? 1 : -1)));
    expect(Object.values(manifests).find(({ metadata }) => metadata.name === `${name}-images`)?.spec['mirroring']).toEqual({ enabled: true, mode: 'image', peers: { secretNames: [`rbd-peer-ndc-02-${name}`] } });
    expect(provisioning(pairStorage(coded, name)).parameters).toMatchObject({ pool: `${name}-images`, dataPool: name });
  });
});

it('a class of a pair makes images a peer can take over', () => {
  const parameters = (mirrored: boolean) => probe((scope) => void new SiteStorageClass(scope, 'class', { storage: pairStorage(replicated, pool), mirrored })).resource['kubernetes_storage_class_v1']?.['class']?.['parameters'];
  expect(parameters(true)).toMatchObject({ pool, imageFeatures: 'layering,exclusive-lock', tryOtherMounters: 'true' });
  expect(parameters(false)).toMatchObject({ imageFeatures: 'layering' });
});

it('RbdMirror runs two daemons', () => {
  expect(manifestsOf((scope) => void new RbdMirror(scope, 'mirror')).manifests['mirror']).toMatchObject({ kind: 'CephRBDMirror', metadata: { name: 'ndc-rbd-mirror', namespace: 'rook-ceph' }, spec: { count: 2 } });
});

describe('classes of replication', () => {
  it('say mode and interval of a tier', () => {
    const parameters = (build: Parameters<typeof manifestsOf>[0]) => manifestsOf(build).manifests['class']?.spec['parameters'];
    expect(parameters((scope) => void new ReplicationClass(scope, 'class', { tier: 'gold', mode: 'snapshot', intervalMinutes: 5 }))).toMatchObject({ mirroringMode: 'snapshot', schedulingInterval: '5m', 'replication.storage.openshift.io/replication-secret-name': 'rook-csi-rbd-provisioner' });
    expect(parameters((scope) => void new ReplicationClass(scope, 'class', { tier: 'platinum', mode: 'journal' }))).not.toHaveProperty('schedulingInterval');
    expect(parameters((scope) => void new GroupReplicationClass(scope, 'class'))).toMatchObject({ clusterID: 'rook-ceph', 'replication.storage.openshift.io/group-replication-secret-namespace': 'rook-ceph' });
  });

  it.each([
    ['primary', 'primary'],
    ['standby', 'secondary'],
  ] as const)('an environment’s volumes at its %s are %s, and never resynchronise by themselves', (role, state) => {
    const { manifests, guarded } = manifestsOf((scope) => void new EnvironmentVolumes(scope, 'volumes', { namespace: 'ho-so-prod', tier: 'gold', written: role === 'primary' }));
    expect(manifests['volumes']).toMatchObject({
      apiVersion: 'replication.storage.openshift.io/v1alpha1',
      kind: 'VolumeGroupReplication',
      metadata: { name: 'ndc-volumes', namespace: 'ho-so-prod' },
      spec: { volumeReplicationClassName: 'ndc-gold', volumeGroupReplicationClassName: 'ndc-volumes', replicationState: state, autoResync: false, source: { selector: { matchLabels: { 'ndc.gov.vn/replicated': 'true' } } } },
    });
    expect(guarded).toEqual(['volumes']);
  });
});

describe('ObjectMultisite', () => {
  const objects: SiteStorage = { ...coded, class: 'ndc-object', backend: 'rgw' };
  const made = (master?: string) => manifestsOf((scope) => void new ObjectMultisite(scope, 'object', { site: 'ndc-02', storage: objects, host: 'objects.ndc-02.example.vn', ...(master === undefined ? {} : { master }) }));

  it('holds the realm at the first zone, and pulls it at the others', () => {
    expect(made().manifests['object_realm']?.spec).toEqual({});
    expect(made('objects.ndc-01.example.vn').manifests['object_realm']?.spec).toEqual({ pull: { endpoint: 'https://objects.ndc-01.example.vn' } });
  });

  it('has a zone with pools of its own, gateways for synchronisation apart, and keeps what holds data', () => {
    const { manifests, guarded } = made();
    expect(manifests['object_zone-group']).toMatchObject({ kind: 'CephObjectZoneGroup', metadata: { name: 'ndc' }, spec: { realm: 'ndc' } });
    expect(manifests['object_zone']).toMatchObject({
      kind: 'CephObjectZone',
      metadata: { name: 'ndc-02' },
      spec: { zoneGroup: 'ndc', dataPool: { erasureCoded: { dataChunks: 4, codingChunks: 2 } }, preservePoolsOnDelete: true, customEndpoints: ['https://objects.ndc-02.example.vn'] },
    });
    expect(manifests['object_gateways']).toMatchObject({ kind: 'CephObjectStore', metadata: { name: 'ndc-object-sync' }, spec: { zone: { name: 'ndc-02' }, gateway: { instances: 2, disableMultisiteSyncTraffic: false } } });
    expect(guarded).toEqual(['object_realm', 'object_zone', 'object_zone-group']);
  });
});
