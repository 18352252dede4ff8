import { priorityClassName } from '../../constructs/priority-class.js';
import type { EnvironmentIntent } from '../../sites/intent/environment.js';
import type { PlainObject } from '../edge/cluster-dry-run.js';

/** Digest of nothing in particular: admission looks at its form, and nothing is ever pulled. */
const someDigest = `sha256:${'0'.repeat(64)}`;

/** What a container gets that says nothing: small enough for every limit range, so that none of them is what refuses it. */
const resources = { cpu: '100m', memory: '128Mi', 'ephemeral-storage': '256Mi' };

/**
 * A pod such as any workload of an environment starts: within the restricted profile, of its tier's priority, its image by
 * the name that every site's registry answers to. What refuses it would refuse the workload.
 */
export function probePod({ namespace, tier }: Pick<EnvironmentIntent, 'namespace' | 'tier'>, registry: string): PlainObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'ndc-rehearsal', namespace },
    spec: {
      priorityClassName: priorityClassName(tier),
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'probe',
          image: `${registry}/ndc/rehearsal@${someDigest}`,
          resources: { requests: resources, limits: resources },
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        },
      ],
    },
  };
}
