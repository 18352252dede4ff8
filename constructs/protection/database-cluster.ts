import type { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import type { DatabaseSize } from '../../sites/intent/database-sizes.js';
import type { Protection } from '../../sites/model/kinds/protection.js';
import { rackKey } from '../components/rack-spread.js';
import { onNodes } from '../dedicated-nodes.js';
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
  /** Site whose cluster writes. */
  readonly writer: string;
  /** Sites that hold it now, the primary first. */
  readonly sites: readonly string[];
  /** The same with those that are declared lost; one alone replicates nowhere. */
  readonly known: readonly string[];
  /** Site it is made from; absent where it is made empty. What it was made from does not change afterwards. */
  readonly clonedFrom?: string;
  /** Site whose store has the archive of the one it is made from, where nothing streams. */
  readonly clonedArchive: string;
  /** Its instances are stopped, and its volumes kept: nobody runs it. @default false */
  readonly sleeps?: boolean;
  /** Whether it sends its log to an archive; a site on its way back does not. @default true */
  readonly archives?: boolean;
  /** Of a site that is to write again: what the one that wrote before says of where its log ends. */
  readonly promotionToken?: string;
  /** Site whose store takes this cluster's log. */
  readonly archive: string;
  /** Image of the server, in the site's registry. */
  readonly image: string;
  /** Commits wait for a second instance inside the site. */
  readonly synchronous: boolean;
  /** Nodes that its instances run on, where they are kept for it. @default - those of everybody */
  readonly nodes?: string;
  /** What must stand before: its archive, and the namespace where this stack makes it. */
  readonly after: readonly TerraformResource[];
}

/**
 * One database at one site: the cluster that writes, or a replica that streams from it and archives to its site's own store.
 * `replica.primary` names the same site everywhere, but while one hands over to another; nothing fails over by itself. Certificates and the roles' secrets are equal at
 * every site, or a promotion would lock its users out.
 * Source: https://cloudnative-pg.io/documentation/current/replica_cluster/#distributed-topology,
 * https://cloudnative-pg.io/plugin-barman-cloud/docs/usage/
 */
export class DatabaseCluster extends Construct {
  readonly object: TerraformResource;

  constructor(scope: Construct, id: string, props: DatabaseClusterProps) {
    super(scope, id);
    setLabels(this, { component: 'database' });
    const { namespace, tier, size, site, writer, sites, known, clonedFrom, sleeps = false, archives = true, promotionToken, archive, image, synchronous } = props;
    const { cluster, archiveTimeoutSeconds, replicates } = size.protection;
    const isPrimary = site === writer;
    const distributed = replicates && known.length > 1;
    const source = isPrimary ? (sites.find((one) => one !== site) ?? known.find((one) => one !== site) ?? site) : writer;
    const compute = { cpu: cpuQuantity(size.cpu), memory: bytesQuantity(size.memory) };
    const name = databaseName(cluster);
    const secrets = sharedSecrets(cluster);
    this.object = new KubernetesManifest(this, 'Cluster', {
      apiVersion: 'postgresql.cnpg.io/v1',
      kind: 'Cluster',
      metadata: { name: cluster, namespace, ...(sleeps ? { annotations: { 'cnpg.io/hibernation': 'on' } } : {}) },
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
          affinity: { enablePodAntiAffinity: true, podAntiAffinityType: 'required', topologyKey: rackKey, ...(props.nodes === undefined ? {} : onNodes(props.nodes)) },
          postgresql: {
            parameters: { archive_timeout: `${archiveTimeoutSeconds}s` },
            ...(synchronous && isPrimary && size.instances > 1 ? { synchronous: { method: 'any', number: 1, dataDurability: 'required' } } : {}),
          },
          plugins: [{ name: barmanPlugin, isWALArchiver: archives, parameters: archiveOf(props, site, archive) }],
          bootstrap: clonedFrom === undefined ? { initdb: { database: name, owner: name, secret: { name: secrets.owner }, dataChecksums: true } } : { recovery: { source: clonedFrom } },
          // From the first day where it is ever to replicate: another authority later would cut every connection.
          ...(replicates ? { certificates: { serverCASecret: secrets.serverAuthority, serverTLSSecret: secrets.server, clientCASecret: secrets.clientAuthority, replicationTLSSecret: secrets.replication } } : {}),
          ...(distributed
            ? {
                // In a disaster there is no token: without one the operator promotes what it has, and the old primary is built anew.
                replica: { self: site, primary: writer, source, ...(promotionToken === undefined ? {} : { promotionToken }) },
                externalClusters: known.map((one) => external(one, props)),
                managed: { services: { additional: [{ selectorType: 'rw', serviceTemplate: { metadata: { name: siteService(cluster, site), annotations: { 'service.cilium.io/global': 'true' } }, spec: { type: 'ClusterIP' } } }] } },
              }
            : clonedFrom === undefined
              ? {}
              : { externalClusters: [{ name: clonedFrom, plugin: { name: barmanPlugin, parameters: archiveOf(props, clonedFrom, props.clonedArchive) } }] }),
          inheritedMetadata: { annotations: { 'ndc.gov.vn/incarnation': String(incarnationAt(props, site)) } },
        },
      },
      holdsData: true,
      dependsOn: props.after,
    }).object;
  }
}

const archiveOf = ({ size: { protection } }: DatabaseClusterProps, site: string, archive: string): Record<string, string> => ({
  barmanObjectName: objectStoreName(protection.cluster, archive),
  serverName: serverName(protection.cluster, site, incarnationAt({ size: { protection } }, site)),
});

const incarnationAt = ({ size: { protection } }: { readonly size: { readonly protection: Pick<DatabaseClusterProps['size']['protection'], 'incarnations'> } }, site: string): number => protection.incarnations[site] ?? 1;

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
