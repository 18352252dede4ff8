import { Construct } from 'constructs';
import { setLabels } from '../estate-labels.js';
import { KubernetesManifest } from '../kubernetes-manifest.js';
import { buckets } from '../object-store.js';

export interface BackupLocationProps {
  readonly name: string;
  /** Site whose store it is. */
  readonly target: string;
  /** Host of that store. */
  readonly host: string;
  /** Site whose backups lie there. */
  readonly source: string;
  readonly accessMode: 'ReadWrite' | 'ReadOnly';
}

/** Where a site's own backups go, by the site they go to. */
export const locationName = (target: string): string => target;
/** Where another site's backups are read from. */
export const foreignLocationName = (target: string, source: string): string => `${target}-of-${source}`;
export const veleroNamespace = 'velero';

/**
 * A bucket Velero writes to, or reads another site's backups from: each site has a prefix of its own. The credential is
 * the location's own; it may write and place delete markers, and nothing more.
 * Source: https://velero.io/docs/v1.18/api-types/backupstoragelocation/,
 * https://github.com/vmware-tanzu/velero-plugin-for-aws/blob/main/backupstoragelocation.md
 */
export class BackupLocation extends Construct {
  constructor(scope: Construct, id: string, { name, target, host, source, accessMode }: BackupLocationProps) {
    super(scope, id);
    setLabels(this, { component: 'backup' });
    new KubernetesManifest(this, 'Location', {
      apiVersion: 'velero.io/v1',
      kind: 'BackupStorageLocation',
      metadata: { name, namespace: veleroNamespace },
      body: {
        spec: {
          provider: 'aws',
          objectStorage: { bucket: buckets.volumes, prefix: source },
          accessMode,
          credential: { name: accessMode === 'ReadWrite' ? `backup-write-${target}` : `backup-read-${target}`, key: 'cloud' },
          // Ceph's gateway knows no trailing checksums.
          config: { region: target, s3Url: `https://${host}`, s3ForcePathStyle: 'true', checksumAlgorithm: '' },
        },
      },
      holdsData: true,
    });
  }
}
