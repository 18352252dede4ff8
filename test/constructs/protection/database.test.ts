import { describe, expect, it } from 'vitest';
import { BaseBackup } from '../../../constructs/protection/base-backup.js';
import { DatabaseArchive } from '../../../constructs/protection/database-archive.js';
import { DatabaseCluster, type DatabaseClusterProps } from '../../../constructs/protection/database-cluster.js';
import { siteService } from '../../../constructs/protection/database-names.js';
import { DatabaseTraffic } from '../../../constructs/protection/database-traffic.js';
import { RemoteService } from '../../../constructs/protection/remote-service.js';
import type { DatabaseSize } from '../../../sites/intent/database-sizes.js';
import type { Bytes, MilliCpu } from '../../../sites/model/units.js';
import { probe } from '../probe.js';
import { manifestsOf } from './manifest.js';

const size: DatabaseSize = {
  protection: {
    database: { id: 'y-te', engine: 'postgresql', size: (1n << 40n) as Bytes, changeRate: (1n << 30n) as Bytes },
    pointer: '/requests/bo-y-te/systems/0/databases/0',
    cluster: 'y-te',
    operated: true,
    standby: 'ndc-02',
    third: 'ndc-03',
    replicates: true,
    origin: 'ndc-01',
    originArchive: 'ndc-01',
    sites: ['ndc-01', 'ndc-02', 'ndc-03'],
    incarnations: { 'ndc-01': 4, 'ndc-02': 4, 'ndc-03': 4 },
    rebuilt: [],
    archive: 'ndc-01',
    archiveTimeoutSeconds: 60,
    baseBackupEveryHours: 168,
  },
  instances: 3,
  storageClass: 'ndc-block',
  disk: (2n << 40n) as Bytes,
  cpu: 8000n as MilliCpu,
  memory: (32n << 30n) as Bytes,
};
const cluster = (changed: Partial<DatabaseClusterProps> = {}) => {
  const props: DatabaseClusterProps = {
    namespace: 'csdl-y-te-prod',
    tier: 'platinum',
    size,
    site: 'ndc-01',
    writer: 'ndc-01',
    sites: ['ndc-01', 'ndc-02', 'ndc-03'],
    known: ['ndc-01', 'ndc-02', 'ndc-03'],
    clonedArchive: 'ndc-01',
    archive: 'ndc-01',
    image: 'registry.ndc.gov.vn/ghcr.io/cloudnative-pg/postgresql:17.6',
    synchronous: true,
    after: [],
    ...changed,
  };
  const { manifests, guarded } = manifestsOf((scope) => void new DatabaseCluster(scope, 'cluster', props));
  expect(guarded).toEqual(['cluster']);
  return manifests['cluster']?.spec as Record<string, unknown> & { plugins: readonly { isWALArchiver: boolean; parameters: unknown }[]; externalClusters?: readonly { name: string; plugin: unknown; connectionParameters: { host: string } }[] };
};

describe('DatabaseCluster', () => {
  it('at the primary: synchronous inside the site, one archiver, a serverName of this incarnation', () => {
    const spec = cluster();
    expect(spec).toMatchObject({
      instances: 3,
      priorityClassName: 'ndc-platinum',
      storage: { size: '2Ti', storageClass: 'ndc-block' },
      resources: { requests: { cpu: '8', memory: '32Gi' }, limits: { cpu: '8', memory: '32Gi' } },
      postgresql: { parameters: { archive_timeout: '60s' }, synchronous: { method: 'any', number: 1, dataDurability: 'required' } },
      bootstrap: { initdb: { database: 'y_te', owner: 'y_te', secret: { name: 'y-te-owner' }, dataChecksums: true } },
      replica: { self: 'ndc-01', primary: 'ndc-01', source: 'ndc-02' },
    });
    expect(spec.plugins).toEqual([{ name: 'barman-cloud.cloudnative-pg.io', isWALArchiver: true, parameters: { barmanObjectName: 'y-te-ndc-01', serverName: 'y-te-ndc-01-4' } }]);
  });

  it('at a replica: streams from the primary, reads its archive where the link is cut, archives to its own store', () => {
    const spec = cluster({ site: 'ndc-03', archive: 'ndc-03', clonedFrom: 'ndc-01' });
    expect(spec).toMatchObject({ bootstrap: { recovery: { source: 'ndc-01' } }, replica: { self: 'ndc-03', primary: 'ndc-01', source: 'ndc-01' } });
    expect(spec['postgresql']).not.toHaveProperty('synchronous');
    expect(spec.plugins[0]?.parameters).toEqual({ barmanObjectName: 'y-te-ndc-03', serverName: 'y-te-ndc-03-4' });
    expect(spec.externalClusters?.map(({ name, connectionParameters }) => [name, connectionParameters.host])).toEqual([['ndc-01', 'y-te-ndc-01'], ['ndc-02', 'y-te-ndc-02'], ['ndc-03', 'y-te-ndc-03']]);
    expect(spec.externalClusters?.[0]?.plugin).toEqual({ name: 'barman-cloud.cloudnative-pg.io', parameters: { barmanObjectName: 'y-te-ndc-01', serverName: 'y-te-ndc-01-4' } });
  });

  it('GIVEN one site alone THEN it replicates nowhere, yet has the authorities it will need', () => {
    const spec = cluster({ sites: ['ndc-01'], known: ['ndc-01'] });
    for (const key of ['replica', 'externalClusters', 'managed']) expect(spec).not.toHaveProperty(key);
    expect(spec['certificates']).toEqual({ serverCASecret: 'y-te-server-ca', serverTLSSecret: 'y-te-server', clientCASecret: 'y-te-client-ca', replicationTLSSecret: 'y-te-replication' });
  });

  it('GIVEN a single instance THEN no commit waits for a second one that is not there', () => {
    expect(cluster({ size: { ...size, instances: 1 } })['postgresql']).not.toHaveProperty('synchronous');
    expect(cluster({ synchronous: false })['postgresql']).not.toHaveProperty('synchronous');
  });

  it('GIVEN its primary is lost THEN the standby writes without a token, and nothing is streamed from what is gone', () => {
    const moved = cluster({ site: 'ndc-02', writer: 'ndc-02', sites: ['ndc-02', 'ndc-03'], archive: 'ndc-02', clonedFrom: 'ndc-01', size: { ...size, protection: { ...size.protection, incarnations: { 'ndc-01': 4, 'ndc-02': 5, 'ndc-03': 5 } } } });
    expect(moved['replica']).toEqual({ self: 'ndc-02', primary: 'ndc-02', source: 'ndc-03' });
    // What it was made from stays said: the operator refuses a source it does not know.
    expect(moved['bootstrap']).toEqual({ recovery: { source: 'ndc-01' } });
    expect(moved.externalClusters?.map(({ name }) => name)).toContain('ndc-01');
    expect(moved.plugins[0]?.parameters).toEqual({ barmanObjectName: 'y-te-ndc-02', serverName: 'y-te-ndc-02-5' });
    expect(moved['postgresql']).toHaveProperty('synchronous');
  });

  it('GIVEN a site on its way back THEN it archives nothing; one that nobody runs sleeps', () => {
    expect(cluster({ archives: false }).plugins[0]?.isWALArchiver).toBe(false);
    const { manifests } = manifestsOf((scope) => void new DatabaseCluster(scope, 'cluster', { namespace: 'csdl-y-te-prod', tier: 'platinum', size, site: 'ndc-01', writer: 'ndc-01', sites: ['ndc-01'], known: ['ndc-01'], clonedArchive: 'ndc-01', archive: 'ndc-01', image: 'x', synchronous: true, after: [], sleeps: true }));
    expect((manifests['cluster'] as unknown as { metadata: { annotations: unknown } }).metadata.annotations).toEqual({ 'cnpg.io/hibernation': 'on' });
  });

  it('GIVEN a hand-over THEN the token goes with the change of the primary', () => {
    expect(cluster({ promotionToken: 'eyJ=' })['replica']).toEqual({ self: 'ndc-01', primary: 'ndc-01', source: 'ndc-02', promotionToken: 'eyJ=' });
  });

  it('GIVEN a database that does not replicate THEN elsewhere it is made from the archive of the first', () => {
    const made = cluster({ site: 'ndc-02', writer: 'ndc-02', sites: ['ndc-02'], known: ['ndc-01', 'ndc-02'], clonedFrom: 'ndc-01', clonedArchive: 'ndc-03', archive: 'ndc-03', size: { ...size, protection: { ...size.protection, replicates: false } } });
    expect(made).not.toHaveProperty('replica');
    expect(made.externalClusters).toEqual([{ name: 'ndc-01', plugin: { name: 'barman-cloud.cloudnative-pg.io', parameters: { barmanObjectName: 'y-te-ndc-03', serverName: 'y-te-ndc-01-4' } } }]);
  });

  it('holds no token of promotion: a disaster has none, and a planned one is applied together with its primary', () => {
    expect(JSON.stringify(cluster())).not.toContain('promotionToken');
  });
});

it('DatabaseArchive keeps what its site keeps, and leaves serverName to the cluster', () => {
  const archiver = { cpu: 200n as MilliCpu, memory: (512n << 20n) as Bytes };
  const { manifests, guarded } = manifestsOf((scope) => void new DatabaseArchive(scope, 'archive', { namespace: 'csdl-y-te-prod', cluster: 'y-te', site: 'ndc-03', host: 's3.ndc-03.example.vn', retentionDays: 35, archiver }));
  expect(manifests['archive']).toMatchObject({
    apiVersion: 'barmancloud.cnpg.io/v1',
    kind: 'ObjectStore',
    metadata: { name: 'y-te-ndc-03', namespace: 'csdl-y-te-prod' },
    spec: { configuration: { destinationPath: 's3://database-archive/csdl-y-te-prod/', endpointURL: 'https://s3.ndc-03.example.vn' }, retentionPolicy: '35d' },
  });
  expect(JSON.stringify(manifests)).not.toContain('serverName');
  expect(guarded).toEqual(['archive']);
});

it('BaseBackup speaks six fields and the plugin', () => {
  const { manifests } = manifestsOf((scope) => void new BaseBackup(scope, 'base', { namespace: 'csdl-y-te-prod', cluster: 'y-te', incarnation: 1, schedule: '0 12 22 * * 3' }));
  expect(manifests['base']).toMatchObject({ kind: 'ScheduledBackup', metadata: { name: 'y-te-base' }, spec: { schedule: '0 12 22 * * 3', method: 'plugin', pluginConfiguration: { name: 'barman-cloud.cloudnative-pg.io' }, cluster: { name: 'y-te' } } });
  // A new archive is empty: its own schedule takes the first one at once.
  const next = manifestsOf((scope) => void new BaseBackup(scope, 'base', { namespace: 'csdl-y-te-prod', cluster: 'y-te', incarnation: 2, schedule: '0 12 22 * * 3' })).manifests['base'];
  expect(next).toMatchObject({ metadata: { name: 'y-te-base-2' }, spec: { immediate: true } });
});

describe('between sites', () => {
  it('RemoteService lends a name, and offers nothing of this site under it', () => {
    const service = probe((scope) => void new RemoteService(scope, 'remote', { namespace: 'csdl-y-te-prod', name: 'y-te-ndc-02', port: 5432 })).resource['kubernetes_service_v1']?.['remote'];
    expect(service).toMatchObject({ metadata: { name: 'y-te-ndc-02', annotations: { 'service.cilium.io/global': 'true', 'service.cilium.io/shared': 'false' } }, spec: { type: 'ClusterIP' } });
    expect(service?.['spec']).not.toHaveProperty('selector');
  });

  it('DatabaseTraffic names the cluster of every peer, and reaches pods of databases alone', () => {
    const { manifests } = manifestsOf((scope) => void new DatabaseTraffic(scope, 'traffic', { namespace: 'csdl-y-te-prod', stores: ['s3.b.vn', 's3.a.vn', 's3.b.vn'], peers: ['ndc-02'] }));
    const spec = manifests['traffic']?.spec as { endpointSelector: unknown; egress: readonly Record<string, unknown>[] };
    expect(spec.endpointSelector).toEqual({ matchExpressions: [{ key: 'cnpg.io/cluster', operator: 'Exists' }] });
    expect(JSON.stringify(spec)).toContain('"k8s:io.cilium.k8s.policy.cluster":"ndc-02"');
    expect(spec.egress.find((rule) => 'toFQDNs' in rule)?.['toFQDNs']).toEqual([{ matchName: 's3.a.vn' }, { matchName: 's3.b.vn' }]);
  });

  it('a service’s name is a label whatever the ids', () => {
    const [one, other] = [siteService('a'.repeat(40), `n${'b'.repeat(31)}`), siteService('a'.repeat(40), `n${'b'.repeat(30)}c`)];
    for (const name of [one, other, siteService('y-te', 'ndc-02')]) expect(name).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
    expect(one).not.toBe(other);
    expect(siteService('y-te', 'ndc-02')).toBe('y-te-ndc-02');
  });
});
