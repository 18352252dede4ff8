import { labelKey } from './estate-labels.js';
import type { Json } from './literals.js';

/** Label and taint of nodes that are kept for somebody, and label of the namespaces whose pods run there. */
export const nodesKey = labelKey('nodes');

/** The extended resource that a GPU is asked for by; quotas name the same. */
export const gpuResource = 'nvidia.com/gpu';

/**
 * Taint of nodes that have GPUs. Soft: pods without GPUs go elsewhere as long as there is room, so that a pod with a GPU that
 * comes late finds cores beside it; where all else is full, the cores serve anybody.
 */
export const gpuTaint = { key: gpuResource, value: '', effect: 'PreferNoSchedule' } as const;

/** What pods say that run on such nodes. */
export const onNodes = (nodes: string): { readonly nodeSelector: Record<string, Json>; readonly tolerations: readonly Json[] } => ({
  nodeSelector: { [nodesKey]: nodes },
  tolerations: [{ key: nodesKey, operator: 'Equal', value: nodes, effect: 'NoSchedule' }],
});
