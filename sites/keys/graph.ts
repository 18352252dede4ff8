import type { Estate } from '../model/estate.js';
import { keyNeeds, storeClassesOf, type KeyNeed } from '../model/key-needs.js';

export interface KeyGraphNode {
  readonly id: string;
  readonly kind: 'key' | 'hsm' | 'store' | 'repository' | 'target';
  /** What has to be there first lies in layer 0. */
  readonly layer: number;
  /** Place in its layer, chosen so that few lines cross. */
  readonly order: number;
}

export interface KeyGraph {
  readonly nodes: readonly KeyGraphNode[];
  readonly edges: readonly KeyNeed[];
  /** Order of a cold start: each line needs only what stands above it. */
  readonly layers: readonly (readonly string[])[];
}

/** What opens what among the keys of some sites, and what has to be available before what. The loader has refused circles. */
export function keyGraph(estate: Estate, sites: readonly string[] = Object.keys(estate.sites)): KeyGraph {
  const keys = Object.values(estate.keys).filter(({ site }) => sites.includes(site));
  const mentioned = new Set(keyNeeds({ keys, order: [] }).flatMap(({ first, then }) => [first, then]));
  const edges = keyNeeds({ keys, order: estate.keyOrder.filter(({ of }) => mentioned.has(of)), storeClasses: storeClassesOf(Object.values(estate.sites)) });
  const before = new Map<string, string[]>();
  for (const { first, then } of edges) {
    if (!before.has(first)) before.set(first, []);
    before.set(then, [...(before.get(then) ?? []), first]);
  }
  const layerOf = new Map<string, number>();
  const depth = (id: string): number => {
    const known = layerOf.get(id);
    if (known !== undefined) return known;
    const found = Math.max(-1, ...(before.get(id) ?? []).map(depth)) + 1;
    layerOf.set(id, found);
    return found;
  };
  for (const id of before.keys()) depth(id);
  const layers = ordered(layerOf, edges);
  return { nodes: layers.flatMap((ids, layer) => ids.map((id, order) => ({ id, kind: kindOf(id), layer, order }))), edges, layers };
}

/** Sugiyama's second step: each layer sorted by the mean place of its neighbours, forth and back a few times. */
function ordered(layerOf: ReadonlyMap<string, number>, edges: readonly KeyNeed[]): readonly (readonly string[])[] {
  const layers: string[][] = [];
  for (const [id, layer] of [...layerOf].sort(([a], [b]) => (a < b ? -1 : 1))) (layers[layer] ??= []).push(id);
  const neighbours = new Map<string, string[]>();
  for (const { first, then } of edges) {
    neighbours.set(first, [...(neighbours.get(first) ?? []), then]);
    neighbours.set(then, [...(neighbours.get(then) ?? []), first]);
  }
  for (let sweep = 0; sweep < 8; sweep += 1) {
    const forth = sweep % 2 === 0;
    const place = new Map(layers.flatMap((ids) => ids.map((id, index) => [id, (index + 0.5) / ids.length] as const)));
    for (const ids of forth ? layers : [...layers].reverse()) {
      const wanted = new Map(
        ids.map((id) => {
          const seen = (neighbours.get(id) ?? []).filter((other) => (layerOf.get(other) ?? 0) < (layerOf.get(id) ?? 0) === forth);
          return [id, seen.length === 0 ? (place.get(id) ?? 0) : seen.reduce((sum, other) => sum + (place.get(other) ?? 0), 0) / seen.length] as const;
        }),
      );
      ids.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0) || (a < b ? -1 : 1));
      ids.forEach((id, index) => place.set(id, (index + 0.5) / ids.length));
    }
  }
  return layers;
}

function kindOf(id: string): KeyGraphNode['kind'] {
  const kind = id.slice(0, id.indexOf('/'));
  return kind === 'key' || kind === 'hsm' || kind === 'store' || kind === 'repository' ? kind : 'target';
}
