import { labelKey } from './estate-labels.js';
import type { Json } from './literals.js';

/** Label and taint of nodes that are kept for somebody, and label of the namespaces whose pods run there. */
export const nodesKey = labelKey('nodes');

/** What pods say that run on such nodes. */
export const onNodes = (nodes: string): { readonly nodeSelector: Record<string, Json>; readonly tolerations: readonly Json[] } => ({
  nodeSelector: { [nodesKey]: nodes },
  tolerations: [{ key: nodesKey, operator: 'Equal', value: nodes, effect: 'NoSchedule' }],
});
