import { ServiceV1 } from '@cdktf/provider-kubernetes/lib/service-v1/index.js';
import type { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { setLabels } from '../estate-labels.js';
import { resource } from '../resource.js';

export interface RemoteServiceProps {
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
  /** What must stand before: the namespace, where this stack makes it. */
  readonly after?: readonly TerraformResource[];
}

/**
 * The name of another site's service. It selects nothing here: the mesh adds the pods of the site that has them, and none
 * of this site's are ever offered under that name.
 * Source: https://docs.cilium.io/en/v1.20/network/clustermesh/services/
 */
export class RemoteService extends Construct {
  constructor(scope: Construct, id: string, { namespace, name, port, after = [] }: RemoteServiceProps) {
    super(scope, id);
    setLabels(this, { component: 'database' });
    resource(ServiceV1, this, 'Service', {
      metadata: { name, namespace, annotations: { 'service.cilium.io/global': 'true', 'service.cilium.io/shared': 'false' } },
      spec: { type: 'ClusterIP', port: [{ name: 'postgres', port, targetPort: String(port), protocol: 'TCP' }] },
      waitForLoadBalancer: false,
      ...(after.length === 0 ? {} : { dependsOn: [...after] }),
    });
  }
}
