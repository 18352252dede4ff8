import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1/index.js';
import { Construct } from 'constructs';
import { labelKey, setLabels } from '../estate-labels.js';
import { KubernetesManifest } from '../kubernetes-manifest.js';
import { resource } from '../resource.js';

export interface IngestStreamProps {
  /** Namespace of the environment that holds the copy. */
  readonly namespace: string;
  readonly id: string;
  /** Owner whose facility it streams from. */
  readonly owner: string;
  readonly network: string;
  readonly mbps: number;
  readonly lagTargetSeconds: number;
  /** Databases it fills. */
  readonly databases: readonly string[];
  /** What its receiver may take, of the environment's quota. */
  readonly resources: { readonly cpu: string; readonly memory: string };
}

/**
 * A database on its way from its owner to the NDC (N III.2.b): where it arrives, how late it may be, what its receiver
 * takes. It has nothing to do with replication between sites: no pool, cluster or link is shared. The receiver
 * acknowledges after the owner has committed, so that nothing here ever holds the owner up (Q III.5).
 */
export class IngestStream extends Construct {
  constructor(scope: Construct, id: string, props: IngestStreamProps) {
    super(scope, id);
    setLabels(this, { component: 'ingest' });
    const name = `ingest-${props.id}`;
    new KubernetesManifest(this, 'endpoint', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: props.namespace },
      body: { spec: { type: 'ClusterIP', selector: { [labelKey('ingest')]: props.id }, ports: [{ name: 'stream', port: 443, targetPort: 'stream', protocol: 'TCP' }] } },
    });
    resource(ConfigMapV1, this, 'terms', {
      metadata: { name, namespace: props.namespace },
      data: {
        owner: props.owner,
        network: props.network,
        databases: props.databases.join(' '),
        mbps: String(props.mbps),
        lagTargetSeconds: String(props.lagTargetSeconds),
        mode: 'streaming',
        acknowledgement: 'after-commit',
        'resources.cpu': props.resources.cpu,
        'resources.memory': props.resources.memory,
      },
    });
  }
}
