import { Construct } from 'constructs';
import { setLabels } from '../estate-labels.js';
import { KubernetesManifest } from '../kubernetes-manifest.js';
import { veleroNamespace } from './backup-location.js';

export interface BackupScheduleProps {
  readonly name: string;
  /** Five fields. */
  readonly schedule: string;
  /** Location the backups go to. */
  readonly location: string;
  readonly retentionDays: number;
  readonly namespaces: readonly string[];
  /** Whether volumes of declared databases are taken in. @default false */
  readonly databases?: boolean;
}

/**
 * Backups of one organisation's environments of one tier to one place: a backup goes to one location, so each place has
 * a schedule. Databases are left out, volumes and pods alike: their own backups are consistent, a snapshot's are not. Their
 * archive keeps days, though: what a tier keeps for months of a database is the snapshot, which its log makes whole at start.
 * Source: https://velero.io/docs/v1.18/api-types/schedule/
 */
export class BackupSchedule extends Construct {
  constructor(scope: Construct, id: string, { name, schedule, location, retentionDays, namespaces, databases = false }: BackupScheduleProps) {
    super(scope, id);
    setLabels(this, { component: 'backup' });
    new KubernetesManifest(this, 'Schedule', {
      apiVersion: 'velero.io/v1',
      kind: 'Schedule',
      metadata: { name, namespace: veleroNamespace },
      body: {
        spec: {
          schedule,
          template: {
            includedNamespaces: [...namespaces].sort(),
            ...(databases ? {} : { labelSelector: { matchExpressions: [{ key: 'cnpg.io/cluster', operator: 'DoesNotExist' }] } }),
            storageLocation: location,
            snapshotVolumes: true,
            snapshotMoveData: true,
            ttl: `${retentionDays * 24}h0m0s`,
          },
        },
      },
    });
  }
}
