import { Construct } from 'constructs';
import { setLabels } from './estate-labels.js';
import { KubernetesManifest } from './kubernetes-manifest.js';

/** A destination a request declares. */
export interface EgressHost {
  /** Host name, or `*.` and a suffix. */
  readonly host: string;
  readonly port: number;
  readonly purpose: string;
}

export interface EgressToHostsProps {
  readonly namespace: string;
  readonly hosts: readonly EgressHost[];
}

/**
 * Declared egress to host names. Kubernetes' own policies know addresses only; Cilium watches the answers of the DNS
 * and opens the addresses they name, for which it must see the questions.
 * Source: https://docs.cilium.io/en/stable/security/policy/layer3/#dns-based
 */
export class EgressToHosts extends Construct {
  constructor(scope: Construct, id: string, props: EgressToHostsProps) {
    super(scope, id);
    setLabels(this, { component: 'network' });
    const ports = [...new Set(props.hosts.map(({ port }) => port))].sort((a, b) => a - b);
    new KubernetesManifest(this, 'Policy', {
      apiVersion: 'cilium.io/v2',
      kind: 'CiliumNetworkPolicy',
      metadata: { name: 'ndc-egress-hosts', namespace: props.namespace, annotations: purposes(props.hosts) },
      body: {
        spec: {
          description: 'Declared egress to host names',
          endpointSelector: {},
          egress: [
            {
              toEndpoints: [{ matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'kube-system', 'k8s:k8s-app': 'kube-dns' } }],
              toPorts: [{ ports: [{ port: '53', protocol: 'ANY' }], rules: { dns: [{ matchPattern: '*' }] } }],
            },
            ...ports.map((port) => ({
              toFQDNs: [...new Set(props.hosts.filter((host) => host.port === port).map(({ host }) => host))]
                .sort()
                .map((host) => (host.startsWith('*.') ? { matchPattern: host } : { matchName: host })),
              toPorts: [{ ports: [{ port: String(port), protocol: 'TCP' }] }],
            })),
          ],
        },
      },
    });
  }
}

/** Why each destination is open, for whoever reads the object on the cluster. */
const purposes = (hosts: readonly EgressHost[]): Record<string, string> => ({
  'ndc.gov.vn/purposes': JSON.stringify(hosts.map(({ host, port, purpose }) => ({ destination: `${host}:${port}`, purpose }))),
});
