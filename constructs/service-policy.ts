import { Construct } from 'constructs';
import { AdmissionPolicy, notBeingDeleted } from './admission-policy.js';
import { cel } from './cel.js';

/**
 * Tenants open nothing on the nodes: no node ports, load balancers without them, and no external addresses, with which
 * a service could take traffic meant for others (CVE-2020-8554).
 */
export class ServicePolicy extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AdmissionPolicy(this, 'Policy', {
      name: 'ndc-services',
      tenantNamespaces: true,
      rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['services'] }],
      matchConditions: [notBeingDeleted],
      variables: [{ name: 'type', expression: 'has(object.spec.type) ? object.spec.type : "ClusterIP"' }],
      validations: [
        { expression: 'variables.type != "NodePort"', message: 'không được dùng NodePort / services of type NodePort are refused' },
        {
          expression: cel(
            'variables.type != "LoadBalancer" ||',
            '(has(object.spec.allocateLoadBalancerNodePorts) && object.spec.allocateLoadBalancerNodePorts == false)',
          ),
          message: 'LoadBalancer phải có allocateLoadBalancerNodePorts: false / LoadBalancer services must set allocateLoadBalancerNodePorts: false',
        },
        {
          expression: '!has(object.spec.externalIPs) || size(object.spec.externalIPs) == 0',
          message: 'không được dùng externalIPs / externalIPs are refused',
        },
      ],
    });
  }
}
