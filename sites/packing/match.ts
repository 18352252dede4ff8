import type { NodeShape, PodGroup, PodSelector, Requirement, Taint, Toleration } from './instance.js';

/** Whether labels meet a requirement, as the scheduler reads it: `NotIn` holds where the key is absent. */
export function meets(labels: ReadonlyMap<string, string>, { key, operator, values }: Requirement): boolean {
  const value = labels.get(key);
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
    case 'Lt': {
      // Whole numbers of 64 bits, as the scheduler parses them.
      const [found, than] = [value, values[0]].map((text) => (text !== undefined && /^[+-]?\d{1,19}$/.test(text) ? BigInt(text) : undefined));
      return found !== undefined && than !== undefined && (operator === 'Gt' ? found > than : found < than);
    }
  }
}

const tolerates = ({ key, operator, value, effect }: Toleration, taint: Taint): boolean =>
  (effect === undefined || effect === taint.effect) && (key === undefined ? operator === 'Exists' : key === taint.key && (operator === 'Exists' || value === taint.value));

/** The first taint that keeps a pod away. `PreferNoSchedule` keeps none away. */
export const untolerated = (pod: PodGroup, node: NodeShape): Taint | undefined => node.taints.find((taint) => taint.effect !== 'PreferNoSchedule' && !pod.tolerations.some((toleration) => tolerates(toleration, taint)));

/** Whether node selector and required node affinity allow a node. */
export function selects(pod: PodGroup, node: NodeShape): boolean {
  for (const [key, value] of pod.nodeSelector) if (node.labels.get(key) !== value) return false;
  return pod.affinity === undefined || pod.affinity.some((term) => term.length > 0 && term.every((requirement) => meets(node.labels, requirement)));
}

/** Whether a rule of `owner` counts the pods of `other`. */
export const counts = (selector: PodSelector, owner: PodGroup, other: PodGroup): boolean => (selector === undefined ? owner === other : selector.every((requirement) => meets(other.labels, requirement)));
