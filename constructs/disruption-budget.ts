import { PodDisruptionBudgetV1 } from '@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1/index.js';
import type { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { setLabels } from './estate-labels.js';
import { resource } from './resource.js';

export interface DisruptionBudgetProps {
  readonly name: string;
  readonly namespace: string;
  /** Component whose pods it keeps. */
  readonly component: string;
  readonly matchLabels: Readonly<Record<string, string>>;
  /** Its namespace, where this stack makes it. */
  readonly after: readonly TerraformResource[];
}

/** One pod at a time gives way while nodes are drained. */
export class DisruptionBudget extends Construct {
  constructor(scope: Construct, id: string, props: DisruptionBudgetProps) {
    super(scope, id);
    setLabels(this, { component: props.component });
    resource(PodDisruptionBudgetV1, this, 'Budget', {
      metadata: { name: props.name, namespace: props.namespace },
      spec: { maxUnavailable: '1', selector: { matchLabels: { ...props.matchLabels } } },
      ...(props.after.length === 0 ? {} : { dependsOn: [...props.after] }),
    });
  }
}
