import type { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { setLabels } from '../estate-labels.js';
import { KubernetesManifest } from '../kubernetes-manifest.js';
import { barmanPlugin } from './database-cluster.js';

export interface BaseBackupProps {
  readonly namespace: string;
  readonly cluster: string;
  /** Of the archive it goes to: a new archive has no base backup, and each one's schedule begins with taking it. */
  readonly incarnation: number;
  /** Six fields, seconds first. */
  readonly schedule: string;
  /** What must stand before: its cluster. */
  readonly after?: readonly TerraformResource[];
}

/** Base backups of a database, taken from a replica inside the site where there is one. Source: https://cloudnative-pg.io/documentation/current/backup/#scheduled-backups */
export class BaseBackup extends Construct {
  constructor(scope: Construct, id: string, { namespace, cluster, incarnation, schedule, after = [] }: BaseBackupProps) {
    super(scope, id);
    setLabels(this, { component: 'database' });
    new KubernetesManifest(this, 'Schedule', {
      apiVersion: 'postgresql.cnpg.io/v1',
      kind: 'ScheduledBackup',
      metadata: { name: incarnation === 1 ? `${cluster}-base` : `${cluster}-base-${incarnation}`, namespace },
      body: {
        spec: { schedule, cluster: { name: cluster }, method: 'plugin', pluginConfiguration: { name: barmanPlugin }, backupOwnerReference: 'none', immediate: true },
      },
      dependsOn: after,
    });
  }
}
