import type { Kinds } from '../kinds.js';

/** A number of nodes that no packing goes below, how it was found, and the resource it rests on where it rests on one. */
export interface Bound {
  readonly value: number;
  readonly method: 'none' | 'volume' | 'dual-feasible-function' | 'incompatible-pods' | 'column-generation';
  readonly resource?: number;
}

/**
 * Nodes that the sum of each resource takes, the roomiest nodes first. Exact: in whole numbers.
 */
export function volumeBound(kinds: Kinds): Bound {
  let best: Bound = { value: 0, method: 'none' };
  for (let r = 0; r < kinds.d; r += 1) {
    let demand = 0n;
    for (let kind = 0; kind < kinds.n; kind += 1) demand += BigInt(kinds.size[kind * kinds.d + r] ?? 0) * BigInt(kinds.need[kind] ?? 0);
    const shapes = kinds.shapes.map(({ cap, count }) => ({ cap: BigInt(cap[r] ?? 0), count })).sort((a, b) => (a.cap < b.cap ? 1 : a.cap > b.cap ? -1 : 0));
    let value = 0;
    for (const { cap, count } of shapes) {
      if (demand <= 0n || cap === 0n) break;
      const nodes = (demand + cap - 1n) / cap;
      const used = Number.isFinite(count) && nodes > BigInt(count) ? BigInt(count) : nodes;
      value += Number(used);
      demand -= used * cap;
    }
    if (value > best.value) best = { value, method: 'volume', resource: r };
  }
  return best;
}
