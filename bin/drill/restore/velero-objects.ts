import type { BenchStore } from '../../edge/laboratory/restore-bench.js';

/** Where the drill's own Velero lives: beside the platform's, and in its way nowhere. */
export const veleroNamespace = 'ndc-drill-velero';

const head = (kind: string, name: string) => ({ apiVersion: 'velero.io/v1', kind, metadata: { name, namespace: veleroNamespace } });

export interface ApiObject {
  /** Path of its collection. */
  readonly path: string;
  readonly body: { readonly metadata: { readonly name: string; readonly [more: string]: unknown }; readonly [more: string]: unknown };
}

const collection = (plural: string): string => `/apis/velero.io/v1/namespaces/${veleroNamespace}/${plural}`;

/** What a server looks for before it works: its namespace, a Deployment of its name, which runs nothing here. */
export const surroundings: readonly ApiObject[] = [
  { path: '/api/v1/namespaces', body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: veleroNamespace } } },
  {
    path: `/apis/apps/v1/namespaces/${veleroNamespace}/deployments`,
    body: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'velero', namespace: veleroNamespace },
      spec: { replicas: 0, selector: { matchLabels: { deploy: 'velero' } }, template: { metadata: { labels: { deploy: 'velero' } }, spec: { containers: [{ name: 'velero', image: 'velero' }] } } },
    },
  },
];

export const location = ({ endpoint, bucket }: BenchStore, accessMode: 'ReadWrite' | 'ReadOnly'): ApiObject => ({
  path: collection('backupstoragelocations'),
  body: { ...head('BackupStorageLocation', 'default'), spec: { provider: 'aws', default: true, accessMode, objectStorage: { bucket, prefix: 'drill' }, config: { region: 'us-east-1', s3ForcePathStyle: 'true', s3Url: endpoint } } },
});

/** API objects alone: volumes are neither snapshot nor copied. */
export const backupOf = (name: string, namespaces: readonly string[]): ApiObject => ({
  path: collection('backups'),
  body: { ...head('Backup', name), spec: { includedNamespaces: namespaces, storageLocation: 'default', snapshotVolumes: false, defaultVolumesToFsBackup: false, ttl: '840h0m0s' } },
});

export const restoreOf = (name: string, backup: string): ApiObject => ({ path: collection('restores'), body: { ...head('Restore', name), spec: { backupName: backup, includedNamespaces: ['*'], restorePVs: false, excludedResources: ['nodes', 'events', 'events.events.k8s.io', 'backups.velero.io', 'restores.velero.io', 'resticrepositories.velero.io'] } } });

/** Paths of one object. */
export const pathTo = ({ path, body }: ApiObject): string => `${path}/${body.metadata.name}`;
