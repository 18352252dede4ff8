import type { Vectors } from './instances.js';

/** Vectors as what `ndc capacity pack` reads: one shape without a count, one pod for each vector. */
export function inputOf({ capacity, items }: Vectors): object {
  const resources = (sizes: readonly number[]): Record<string, number> => Object.fromEntries(sizes.map((size, index) => [`example.org/r${index + 1}`, size]));
  return {
    nodes: [{ shape: 'node', resources: resources((items[0] ?? []).map(() => capacity)) }],
    pods: items.map((sizes, index) => ({ name: `pod-${index + 1}`, resources: resources(sizes) })),
  };
}
