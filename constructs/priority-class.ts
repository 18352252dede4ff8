import { PriorityClassV1 } from '@cdktf/provider-kubernetes/lib/priority-class-v1/index.js';
import { Construct } from 'constructs';
import type { Protection } from '../sites/model/kinds/protection.js';
import { setLabels } from './estate-labels.js';
import { resource } from './resource.js';

/** Name of a tier's priority class. */
export const priorityClassName = (tier: Protection): string => `ndc-${tier}`;

export interface TierPriorityClassProps {
  readonly tier: Protection;
  /** Higher is shed later; at most 1,000,000,000, above which Kubernetes keeps its own. */
  readonly value: number;
}

/** Which tier's pods give way when a site has to carry more than it can. */
export class TierPriorityClass extends Construct {
  constructor(scope: Construct, id: string, props: TierPriorityClassProps) {
    super(scope, id);
    setLabels(this, { component: 'priority' });
    resource(PriorityClassV1, this, 'Class', {
      metadata: { name: priorityClassName(props.tier) },
      value: props.value,
      globalDefault: false,
      preemptionPolicy: 'PreemptLowerPriority',
      description: `Protection tier ${props.tier}`,
    });
  }
}
