import { Construct } from 'constructs';
import type { Namespace } from './namespace.js';
import { NamespacePolicy, namespacesNamed } from './network-policy.js';

export interface NetworkIsolationProps {
  readonly namespace: Namespace;
  /** Namespace of the site's ingress controllers; absent where nobody is served. */
  readonly ingressNamespace?: string;
  /** Namespaces whose pods may call in. */
  readonly callers: readonly string[];
  /** Namespaces at this site that declared this one as a caller: they agreed, so the way out is open too. */
  readonly callees: readonly string[];
}

/**
 * Nothing in, nothing out, but: names are resolved, pods of one namespace talk to each other, the ingress controllers
 * reach them, and what requests declare. Egress to host names needs Cilium's own policies (see EgressToHosts).
 */
export class NetworkIsolation extends Construct {
  constructor(scope: Construct, id: string, props: NetworkIsolationProps) {
    super(scope, id);
    const { namespace } = props;
    new NamespacePolicy(this, 'default-deny', { namespace, name: 'ndc-default-deny', directions: ['Ingress', 'Egress'] });
    new NamespacePolicy(this, 'dns', {
      namespace,
      name: 'ndc-dns',
      directions: ['Egress'],
      egress: [
        {
          to: [{ namespaceSelector: namespacesNamed('kube-system'), podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }],
          ports: ['UDP', 'TCP'].map((protocol) => ({ protocol, port: '53' })),
        },
      ],
    });
    new NamespacePolicy(this, 'within', {
      namespace,
      name: 'ndc-within',
      directions: ['Ingress', 'Egress'],
      ingress: [{ from: [{ podSelector: {} }] }],
      egress: [{ to: [{ podSelector: {} }] }],
    });
    if (props.ingressNamespace !== undefined)
      new NamespacePolicy(this, 'ingress', {
        namespace,
        name: 'ndc-ingress',
        directions: ['Ingress'],
        ingress: [{ from: [{ namespaceSelector: namespacesNamed(props.ingressNamespace) }] }],
      });
    const peers = (names: readonly string[]) => [...names].sort().map((name) => ({ namespaceSelector: namespacesNamed(name) }));
    if (props.callers.length > 0) new NamespacePolicy(this, 'callers', { namespace, name: 'ndc-callers', directions: ['Ingress'], ingress: [{ from: peers(props.callers) }] });
    if (props.callees.length > 0) new NamespacePolicy(this, 'callees', { namespace, name: 'ndc-callees', directions: ['Egress'], egress: [{ to: peers(props.callees) }] });
  }
}
