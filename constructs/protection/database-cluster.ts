import type { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import type { DatabaseSize } from '../../sites/intent/database-sizes.js';
import type { Protection } from '../../sites/model/kinds/protection.js';
import { setLabels } from '../estate-labels.js';
import { KubernetesManifest } from '../kubernetes-manifest.js';
import type { Json } from '../literals.js';
import { priorityClassName } from '../priority-class.js';
import { bytesQuantity, cpuQuantity } from '../quantities.js';
import { databaseName, objectStoreName, serverName, sharedSecrets, siteService } from './database-names.js';

export const barmanPlugin = 'barman-cloud.cloudnative-pg.io';

export interface DatabaseClusterProps {
  readonly namespace: string;
  readonly tier: Protection;
  readonly size: DatabaseSize;
  readonly site: string;
  readonly primary: string;
  /** Sites that hold it now, the primary first; one alone replicates nowhere. */
  readonly sites: readonly string[];
  /** Site whose store takes this cluster's log. */
  readonly archive: string;
  /** Image of the server, in the site's registry. */
  readonly image: string;
  /** Commits wait for a second instance inside the site. */
  readonly synchronous: boolean;
  /** What must stand before: its archive, and the namespace where this stack makes it. */
  readonly after: readonly TerraformResource[];
}

/**
 * One database at one site: the primary's cluster, or a replica that streams from it and archives to its site's own store.
 * `primary` names the same site everywhere; nothing fails over by itself. Certificates and the roles' secrets are equal at
 * every site, or a promotion would lock its users out.
 * Source: https://cloudnative-pg.io/documentation/current/replica_cluster/#distributed-topology,
 * https://cloudnative-pg.io/plugin-barman-cloud/docs/usage/
 */
export class DatabaseCluster extends Construct {
  readonly object: TerraformResource;

  constructor(scope: Construct, id: string, props: DatabaseClusterProps) {
    super(scope, id);
    setLabels(this, { component: 'database' });
    const { namespace, tier, size, site, primary, sites, archive, image, synchronous } = props;
    const { cluster, archiveTimeoutSeconds, incarnation } = size.protection;
    const isPrimary = site === primary;
    const distributed = sites.length > 1;
    const streams = size.protection.standby !== undefined;
    const compute = { cpu: cpuQuantity(size.cpu), memory: bytesQuantity(size.memory) };
    const name = databaseName(cluster);
    const secrets = sharedSecrets(cluster);
    this.object = new KubernetesManifest(this, 'Cluster', {
      apiVersion: 'postgresql.cnpg.io/v1',
      kind: 'Cluster',
      metadata: { name: cluster, namespace },
      body: {
        spec: {
          instances: size.instances,
          imageName: image,
          priorityClassName: priorityClassName(tier),
          primaryUpdateStrategy: 'unsupervised',
          enableSuperuserAccess: true,
          superuserSecret: { name: secrets.superuser },
          storage: { size: bytesQuantity(size.disk), storageClass: size.storageClass, resizeInUseVolumes: true },
          resources: { requests: compute, limits: compute },
          affinity: { enablePodAntiAffinity: true, podAntiAffinityType: 'required', topologyKey: 'topology.rook.io/rack' },
          postgresql: {
            parameters: { archive_timeout: `${archiveTimeoutSeconds}s` },
            ...(synchronous && isPrimary && size.instances > 1 ? { synchronous: { method: 'any', number: 1, dataDurability: 'required' } } : {}),
          },
          plugins: [{ name: barmanPlugin, isWALArchiver: true, parameters: archiveOf(props, site, archive) }],
          bootstrap: isPrimary ? { initdb: { database: name, owner: name, secret: { name: secrets.owner }, dataChecksums: true } } : { recovery: { source: primary } },
          // From the first day where it is ever to replicate: another authority later would cut every connection.
          ...(streams ? { certificates: { serverCASecret: secrets.serverAuthority, serverTLSSecret: secrets.server, clientCASecret: secrets.clientAuthority, replicationTLSSecret: secrets.replication } } : {}),
          ...(distributed
            ? {
                replica: { self: site, primary, source: isPrimary ? (sites.find((one) => one !== site) ?? site) : primary },
                externalClusters: sites.map((one) => external(one, props)),
                managed: { services: { additional: [{ selectorType: 'rw', serviceTemplate: { metadata: { name: siteService(cluster, site), annotations: { 'service.cilium.io/global': 'true' } }, spec: { type: 'ClusterIP' } } }] } },
              }
            : {}),
          inheritedMetadata: { annotations: { 'ndc.gov.vn/incarnation': String(incarnation) } },
        },
      },
      holdsData: true,
      dependsOn: props.after,
    }).object;
  }
}

const archiveOf = ({ size: { protection } }: DatabaseClusterProps, site: string, archive: string): Record<string, string> => ({
  barmanObjectName: objectStoreName(protection.cluster, archive),
  serverName: serverName(protection.cluster, site, protection.incarnation),
});

/** A site's cluster as the others see it: streamed from, and where the link is cut, read from its archive. */
function external(site: string, props: DatabaseClusterProps): Json {
  const { cluster } = props.size.protection;
  const { replication, serverAuthority } = sharedSecrets(cluster);
  return {
    name: site,
    connectionParameters: { host: siteService(cluster, site), user: 'streaming_replica', dbname: 'postgres', sslmode: 'verify-full' },
    sslKey: { name: replication, key: 'tls.key' },
    sslCert: { name: replication, key: 'tls.crt' },
    sslRootCert: { name: serverAuthority, key: 'ca.crt' },
    plugin: { name: barmanPlugin, parameters: archiveOf(props, site, site) },
  };
}
