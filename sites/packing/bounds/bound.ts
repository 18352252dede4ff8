import type { Kinds } from '../kinds.js';
import { cliqueBound } from './clique.js';
import { dualFeasibleBound } from './dual-feasible.js';
import { volumeBound, type Bound } from './volume.js';

export type { Bound } from './volume.js';

/** The best of the bounds that need no solver. */
export function quickBound(kinds: Kinds, apart: (a: number, b: number) => boolean): Bound {
  const cap = largestOf(kinds);
  return [volumeBound(kinds), dualFeasibleBound(kinds, cap), cliqueBound(kinds, cap, apart)].reduce((best, bound) => (bound.value > best.value ? bound : best));
}

/** A node as large in every resource as the largest: what does not fit it fits none. */
export function largestOf({ d, shapes }: Kinds): Float64Array {
  const cap = new Float64Array(d);
  for (const shape of shapes) if (shape.count > 0) for (let r = 0; r < d; r += 1) cap[r] = Math.max(cap[r] ?? 0, shape.cap[r] ?? 0);
  return cap;
}
