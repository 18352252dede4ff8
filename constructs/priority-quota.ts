import { ResourceQuotaV1 } from '@cdktf/provider-kubernetes/lib/resource-quota-v1/index.js';
import { Construct } from 'constructs';
import type { Protection } from '../sites/model/kinds/protection.js';
import { setLabels } from './estate-labels.js';
import type { Namespace } from './namespace.js';
import { priorityClassName } from './priority-class.js';
import { resource } from './resource.js';

export interface PriorityQuotaProps {
  readonly namespace: Namespace;
  readonly tier: Protection;
}

/**
 * No pod may name another priority class than its tier's: neither another tier's nor `system-node-critical`, and no
 * class that is added later. A pod that names none has priority zero, below every tier, and is left alone.
 * Source: https://kubernetes.io/docs/concepts/policy/resource-quotas/#resource-quota-per-priorityclass
 */
export class PriorityQuota extends Construct {
  constructor(scope: Construct, id: string, props: PriorityQuotaProps) {
    super(scope, id);
    setLabels(this, { component: 'quota' });
    resource(ResourceQuotaV1, this, 'Quota', {
      metadata: { name: 'ndc-priority', namespace: props.namespace.name },
      spec: {
        hard: { pods: '0' },
        scopeSelector: {
          matchExpression: [
            // `NotIn` alone would also hold for pods without a class.
            { scopeName: 'PriorityClass', operator: 'Exists' },
            { scopeName: 'PriorityClass', operator: 'NotIn', values: [priorityClassName(props.tier)] },
          ],
        },
      },
      dependsOn: [props.namespace.object],
    });
  }
}
