import { DataKubernetesNamespaceV1 } from '@cdktf/provider-kubernetes/lib/data-kubernetes-namespace-v1/index.js';
import { Construct } from 'constructs';
import { resource } from './resource.js';

/**
 * Reads `kube-system`, whose uid says in the plan itself which cluster it was made against.
 * It depends on nothing: a dependency would defer the read until after the apply.
 */
export class ClusterIdentity extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    resource(DataKubernetesNamespaceV1, this, 'Namespace', { metadata: { name: 'kube-system' } });
  }
}
