import type { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import type { Bytes, MilliCpu } from '../../sites/model/units.js';
import { setLabels } from '../estate-labels.js';
import { KubernetesManifest } from '../kubernetes-manifest.js';
import { buckets } from '../object-store.js';
import { bytesQuantity, cpuQuantity } from '../quantities.js';
import { archiveSecret, objectStoreName } from './database-names.js';

export interface DatabaseArchiveProps {
  readonly namespace: string;
  readonly cluster: string;
  /** Site whose store it is, and that store's host. */
  readonly site: string;
  readonly host: string;
  readonly retentionDays: number;
  /** What the archiver beside each instance takes. */
  readonly archiver: { readonly cpu: MilliCpu; readonly memory: Bytes };
  /** What must stand before: the namespace, where this stack makes it. */
  readonly after?: readonly TerraformResource[];
}

/**
 * Where a database's log and base backups lie at one site. `serverName` stays out: it is the cluster's to say, and counts
 * its incarnations.
 * Source: https://cloudnative-pg.io/plugin-barman-cloud/docs/plugin-barman-cloud.v1/
 */
export class DatabaseArchive extends Construct {
  readonly object: TerraformResource;

  constructor(scope: Construct, id: string, { namespace, cluster, site, host, retentionDays, archiver, after = [] }: DatabaseArchiveProps) {
    super(scope, id);
    setLabels(this, { component: 'database' });
    const secret = archiveSecret(site);
    const size = { cpu: cpuQuantity(archiver.cpu), memory: bytesQuantity(archiver.memory) };
    this.object = new KubernetesManifest(this, 'Store', {
      apiVersion: 'barmancloud.cnpg.io/v1',
      kind: 'ObjectStore',
      metadata: { name: objectStoreName(cluster, site), namespace },
      body: {
        spec: {
          configuration: {
            destinationPath: `s3://${buckets.databases}/${namespace}/`,
            endpointURL: `https://${host}`,
            s3Credentials: { accessKeyId: { name: secret, key: 'ACCESS_KEY_ID' }, secretAccessKey: { name: secret, key: 'ACCESS_SECRET_KEY' } },
            wal: { compression: 'zstd', maxParallel: 4 },
            data: { compression: 'snappy', jobs: 4 },
          },
          retentionPolicy: `${retentionDays}d`,
          instanceSidecarConfiguration: { resources: { requests: size, limits: size } },
        },
      },
      holdsData: true,
      dependsOn: after,
    }).object;
  }
}
