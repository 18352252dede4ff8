import { mostOf, type Kinds } from '../kinds.js';
import type { Bound } from './volume.js';

/** Kinds up to which pairs are looked at. */
const mostKinds = 3_000;
/** Cliques grown, each from another kind. */
const starts = 12;

/**
 * Kinds of which no two share a node take nodes of their own each: ⌈pods ÷ most on one node⌉, summed. A clique is grown
 * greedily from several kinds. `apart(a, b)` says what keeps two kinds apart beside size.
 *
 * `cap`: the largest capacity of any shape, for each resource.
 */
export function cliqueBound(kinds: Kinds, cap: Float64Array, apart: (a: number, b: number) => boolean): Bound {
  const { n, d, size } = kinds;
  if (n > mostKinds) return { value: 0, method: 'none' };
  const alone = Float64Array.from({ length: n }, (_, kind) => {
    const pods = kinds.need[kind] ?? 0;
    const most = mostOf(kinds, kind, cap);
    return pods === 0 || most === 0 ? 0 : Math.ceil(pods / most);
  });
  const incompatible = (a: number, b: number): boolean => {
    for (let r = 0; r < d; r += 1) if ((size[a * d + r] ?? 0) + (size[b * d + r] ?? 0) > (cap[r] ?? 0)) return true;
    return apart(a, b);
  };
  const room = Float64Array.from({ length: n }, (_, kind) => {
    let largest = 0;
    for (let r = 0; r < d; r += 1) largest = Math.max(largest, (size[kind * d + r] ?? 0) / (cap[r] || 1));
    return largest;
  });
  const order = Array.from({ length: n }, (_, kind) => kind).filter((kind) => (alone[kind] ?? 0) > 0).sort((a, b) => (room[b] ?? 0) - (room[a] ?? 0) || (alone[b] ?? 0) - (alone[a] ?? 0) || a - b);
  let best = 0;
  for (let start = 0; start < Math.min(starts, order.length); start += 1) {
    const clique: number[] = [];
    let value = 0;
    for (const kind of [...order.slice(start), ...order.slice(0, start)]) {
      if (!clique.every((other) => incompatible(kind, other))) continue;
      clique.push(kind);
      value += alone[kind] ?? 0;
    }
    best = Math.max(best, value);
  }
  return best === 0 ? { value: 0, method: 'none' } : { value: best, method: 'incompatible-pods' };
}
