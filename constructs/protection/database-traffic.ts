import type { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { setLabels } from '../estate-labels.js';
import { KubernetesManifest } from '../kubernetes-manifest.js';
import type { Json } from '../literals.js';

export interface DatabaseTrafficProps {
  readonly namespace: string;
  /** Hosts of the stores the archives lie in. */
  readonly stores: readonly string[];
  /** Mesh names of the other sites' clusters that hold the same databases. */
  readonly peers: readonly string[];
  /** What must stand before: the namespace, where this stack makes it. */
  readonly after?: readonly TerraformResource[];
}

const operatorNamespace = 'cnpg-system';
const databases = { matchExpressions: [{ key: 'cnpg.io/cluster', operator: 'Exists' }] };
const port = (...ports: readonly string[]): Json => [{ ports: ports.map((one) => ({ port: one, protocol: 'TCP' })) }];

/**
 * What an environment's databases need beyond their namespace: the operator, the API server, their archives, and their
 * replicas at other sites, each named with its cluster: a policy that names none means its own.
 * Source: https://cloudnative-pg.io/documentation/current/networking/,
 * https://docs.cilium.io/en/v1.20/network/clustermesh/policy/
 */
export class DatabaseTraffic extends Construct {
  constructor(scope: Construct, id: string, { namespace, stores, peers, after = [] }: DatabaseTrafficProps) {
    super(scope, id);
    setLabels(this, { component: 'network' });
    const replicas = peers.map((cluster) => ({
      matchLabels: { 'k8s:io.kubernetes.pod.namespace': namespace, 'k8s:io.cilium.k8s.policy.cluster': cluster },
      matchExpressions: [{ key: 'k8s:cnpg.io/cluster', operator: 'Exists' }],
    }));
    new KubernetesManifest(this, 'Policy', {
      apiVersion: 'cilium.io/v2',
      kind: 'CiliumNetworkPolicy',
      metadata: { name: 'ndc-databases', namespace },
      body: {
        spec: {
          description: 'Databases: operator, API server, archives, replicas at other sites',
          endpointSelector: databases,
          ingress: [
            { fromEndpoints: [{ matchLabels: { 'k8s:io.kubernetes.pod.namespace': operatorNamespace } }], toPorts: port('8000', '5432') },
            ...(replicas.length === 0 ? [] : [{ fromEndpoints: replicas, toPorts: port('5432') }]),
          ],
          egress: [
            { toEntities: ['kube-apiserver'] },
            { toEndpoints: [{ matchLabels: { 'k8s:io.kubernetes.pod.namespace': operatorNamespace } }], toPorts: port('9090') },
            {
              toEndpoints: [{ matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'kube-system', 'k8s:k8s-app': 'kube-dns' } }],
              toPorts: [{ ports: [{ port: '53', protocol: 'ANY' }], rules: { dns: [{ matchPattern: '*' }] } }],
            },
            { toFQDNs: [...new Set(stores)].sort().map((host) => ({ matchName: host })), toPorts: port('443') },
            ...(replicas.length === 0 ? [] : [{ toEndpoints: replicas, toPorts: port('5432') }]),
          ],
        },
      },
      dependsOn: after,
    });
  }
}
