import { NetworkPolicyV1, type NetworkPolicyV1SpecEgress, type NetworkPolicyV1SpecIngress } from '@cdktf/provider-kubernetes/lib/network-policy-v1/index.js';
import { Construct } from 'constructs';
import { setLabels } from './estate-labels.js';
import type { Namespace } from './namespace.js';
import { resource } from './resource.js';

export interface NamespacePolicyProps {
  readonly namespace: Namespace;
  readonly name: string;
  /** Directions the policy speaks of: without a rule for one, it denies it. */
  readonly directions: readonly ('Ingress' | 'Egress')[];
  readonly ingress?: readonly NetworkPolicyV1SpecIngress[];
  readonly egress?: readonly NetworkPolicyV1SpecEgress[];
}

/** A network policy for every pod of a namespace. */
export class NamespacePolicy extends Construct {
  constructor(scope: Construct, id: string, props: NamespacePolicyProps) {
    super(scope, id);
    setLabels(this, { component: 'network' });
    resource(NetworkPolicyV1, this, 'Policy', {
      metadata: { name: props.name, namespace: props.namespace.name },
      spec: {
        podSelector: {},
        policyTypes: [...props.directions],
        ...(props.ingress === undefined ? {} : { ingress: [...props.ingress] }),
        ...(props.egress === undefined ? {} : { egress: [...props.egress] }),
      },
      dependsOn: [props.namespace.object],
    });
  }
}

/** Selects namespaces by name; the API server sets the label and nobody can change it. */
export const namespacesNamed = (name: string) => ({ matchLabels: { 'kubernetes.io/metadata.name': name } });
