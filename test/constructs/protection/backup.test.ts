import { describe, expect, it } from 'vitest';
import { BackupLocation } from '../../../constructs/protection/backup-location.js';
import { BackupSchedule } from '../../../constructs/protection/backup-schedule.js';
import { IngestStream } from '../../../constructs/protection/ingest-stream.js';
import { RestoreProcedure } from '../../../constructs/protection/restore-procedure.js';
import { probe } from '../probe.js';
import { manifestsOf } from './manifest.js';

describe('BackupLocation', () => {
  const at = (accessMode: 'ReadWrite' | 'ReadOnly') => manifestsOf((scope) => void new BackupLocation(scope, 'location', { name: 'ndc-03', target: 'ndc-03', host: 's3.ndc-03.example.vn', source: 'ndc-01', accessMode }));

  it('is a prefix of its own site in another’s bucket, as Ceph’s gateway takes it', () => {
    const { manifests, guarded } = at('ReadWrite');
    expect(manifests['location']).toMatchObject({
      apiVersion: 'velero.io/v1',
      kind: 'BackupStorageLocation',
      metadata: { name: 'ndc-03', namespace: 'velero' },
      spec: {
        provider: 'aws',
        objectStorage: { bucket: 'velero-backup', prefix: 'ndc-01' },
        accessMode: 'ReadWrite',
        credential: { name: 'backup-write-ndc-03', key: 'cloud' },
        config: { region: 'ndc-03', s3Url: 'https://s3.ndc-03.example.vn', s3ForcePathStyle: 'true', checksumAlgorithm: '' },
      },
    });
    expect(guarded).toEqual(['location']);
  });

  it('is read with another credential than it is written', () => {
    expect(at('ReadOnly').manifests['location']?.spec).toMatchObject({ accessMode: 'ReadOnly', credential: { name: 'backup-read-ndc-03' } });
  });
});

it('BackupSchedule goes to one location, moves snapshots there, and leaves databases to their own backups', () => {
  const { manifests } = manifestsOf((scope) => void new BackupSchedule(scope, 'schedule', { name: 'bo-a-gold-to-ndc-03', schedule: '7 * * * *', location: 'ndc-03', retentionDays: 35, namespaces: ['b-prod', 'a-prod'] }));
  expect(manifests['schedule']).toMatchObject({
    kind: 'Schedule',
    metadata: { name: 'bo-a-gold-to-ndc-03', namespace: 'velero' },
    spec: {
      schedule: '7 * * * *',
      template: {
        includedNamespaces: ['a-prod', 'b-prod'],
        storageLocation: 'ndc-03',
        snapshotMoveData: true,
        ttl: '840h0m0s',
        labelSelector: { matchExpressions: [{ key: 'cnpg.io/cluster', operator: 'DoesNotExist' }] },
      },
    },
  });
});

it('IngestStream has an endpoint, a lag target and resources, and never makes the owner wait', () => {
  const build: Parameters<typeof probe>[0] = (scope) =>
    void new IngestStream(scope, 'ingest', { namespace: 'csdl-y-te-prod', id: 'nhap-y-te', owner: 'bo-y-te', network: 'mang-rieng', mbps: 1000, lagTargetSeconds: 60, databases: ['y-te'], resources: { cpu: '2500m', memory: '1Gi' } });
  expect(manifestsOf(build).manifests['ingest_endpoint']).toMatchObject({ kind: 'Service', metadata: { name: 'ingest-nhap-y-te', namespace: 'csdl-y-te-prod' }, spec: { selector: { 'ndc.gov.vn/ingest': 'nhap-y-te' } } });
  expect(probe(build).resource['kubernetes_config_map_v1']?.['ingest_terms']?.['data']).toEqual({
    owner: 'bo-y-te',
    network: 'mang-rieng',
    databases: 'y-te',
    mbps: '1000',
    lagTargetSeconds: '60',
    mode: 'streaming',
    acknowledgement: 'after-commit',
    'resources.cpu': '2500m',
    'resources.memory': '1Gi',
  });
});

it('RestoreProcedure says it out of tenants’ reach, hostile texts and all, and names secrets without their values', () => {
  const restore = { vi: 'Khôi phục ${path.cwd} %{ for x }', en: 'Restore' };
  const { resource } = probe((scope) =>
    void new RestoreProcedure(scope, 'restore', {
      namespace: 'ndc-system',
      environment: 'ho-so-prod',
      datasets: [{ id: 'ho-so', copies: [{ site: 'ndc-03', kind: 'backup', location: 'ho-so-ndc-03 ho-so-ndc-03-1', retentionDays: 35, lockDays: 69 }], archive: { days: 35, monthlies: 0 }, restore }],
      sharedSecrets: [{ name: 'ho-so-replication', sites: ['ndc-01', 'ndc-02'] }],
    }),
  );
  const made = resource['kubernetes_config_map_v1']?.['restore'] as { metadata: unknown; data: Record<string, string> };
  expect(made.metadata).toMatchObject({ name: 'restore-ho-so-prod', namespace: 'ndc-system' });
  expect(JSON.parse(made.data['dataset.ho-so.json'] ?? '')).toMatchObject({ copies: [{ site: 'ndc-03', lockDays: 69 }], restore });
  expect(JSON.parse(made.data['shared-secrets.json'] ?? '')).toEqual([{ name: 'ho-so-replication', sites: ['ndc-01', 'ndc-02'] }]);
});
