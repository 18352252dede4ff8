import type { Compiled } from './compile.js';
import { hostname, type Instance } from './instance.js';
import { mostOf, type Kinds, type Packed } from './kinds.js';
import { kindsOf } from './limits.js';

/** Pods of which no node takes more than the skew, although it has room for more. */
export interface SpreadByNode {
  readonly pod: string;
  readonly maxSkew: number;
}

/**
 * Entries whose spread over nodes decides how many nodes there are: with nodes to be had at will an empty one may always
 * stand beside, so that the skew is the most that a node takes. `proven` has the limits that hold in any case.
 */
export function spreadByNode(instance: Instance, { rules, members }: Compiled, proven: Kinds, { left }: Packed): SpreadByNode[] {
  const skews = new Map<number, number>();
  for (const { topologyKey, spread, carries, counted } of rules) {
    if (topologyKey !== hostname || spread === undefined) continue;
    for (const kind of kindsOf(carries)) {
      const placed = (proven.need[kind] ?? 0) - (left[kind] ?? 0);
      if (counted[kind] !== 1 || placed <= spread.maxSkew) continue;
      const roomy = proven.shapes.some(({ cap, count, takes }, shape) => count === Infinity && spread.spans[shape] === 1 && takes[kind] === 1 && mostOf(proven, kind, cap) > spread.maxSkew);
      if (roomy) skews.set(kind, Math.min(skews.get(kind) ?? Infinity, spread.maxSkew));
    }
  }
  return [...skews].flatMap(([kind, maxSkew]) => (members[kind] ?? []).map(({ pod }) => ({ pod: instance.pods[pod]?.name ?? '', maxSkew })));
}
