import type { Compiled, PlaceRule } from './compile.js';
import { hostname } from './instance.js';
import type { Kinds } from './kinds.js';

/** What one node may hold of each kind, for the rules that come to that and no more. */
export interface Limited {
  /** With limits that every packing keeps to: for bounds. */
  readonly proven: Kinds;
  /** With limits that are enough to keep the rules: for packing. */
  readonly packing: Kinds;
  /** Rules that no limit expresses. */
  readonly rest: readonly PlaceRule[];
}

/**
 * Anti-affinity of pods to their own kind by node is a limit of one. Spread of a kind over nodes is kept when no node
 * holds more than the skew, whatever the others hold; where nodes can be had at will, an empty one may always stand
 * beside, so that it is what the rule asks for in the end.
 */
export function limited({ kinds, rules }: Compiled): Limited {
  const proven = Int32Array.from(kinds.limit);
  const packing = Int32Array.from(kinds.limit);
  const rest: PlaceRule[] = [];
  for (const rule of rules) {
    const owners = kindsOf(rule.carries);
    const [owner] = owners;
    const counted = kindsOf(rule.counted);
    const own = owner !== undefined && owners.length === 1 && counted.length === 1 && counted[0] === owner;
    const { spread } = rule;
    if (owner !== undefined && rule.carries[owner] === 1 && rule.topologyKey === hostname && spread === undefined)
      for (const kind of owners) if (rule.counted[kind] === 1) proven[kind] = 1;
    const atWill = owner !== undefined && kinds.shapes.every(({ count, takes }) => takes[owner] !== 1 || count === Infinity);
    if (own && rule.topologyKey === hostname && spread === undefined) packing[owner] = 1;
    else if (own && rule.topologyKey === hostname && spread !== undefined && atWill) packing[owner] = Math.min(packing[owner] ?? 0, spread.maxSkew);
    else rest.push(rule);
  }
  return { proven: { ...kinds, limit: proven }, packing: { ...kinds, limit: packing }, rest };
}

/** Kinds that cannot share a node for the anti-affinity of one of them. */
export function apartBy(rules: readonly PlaceRule[]): (a: number, b: number) => boolean {
  const byKind = new Map<number, PlaceRule[]>();
  for (const rule of rules) if (rule.topologyKey === hostname && rule.spread === undefined) for (const kind of kindsOf(rule.carries)) byKind.set(kind, [...(byKind.get(kind) ?? []), rule]);
  const keeps = (a: number, b: number): boolean => byKind.get(a)?.some(({ counted }) => counted[b] === 1) === true;
  return (a, b) => keeps(a, b) || keeps(b, a);
}

/** Kinds that are marked, in their order. */
export function kindsOf(marked: Uint8Array): number[] {
  const kinds: number[] = [];
  for (let kind = marked.indexOf(1); kind >= 0; kind = marked.indexOf(1, kind + 1)) kinds.push(kind);
  return kinds;
}
