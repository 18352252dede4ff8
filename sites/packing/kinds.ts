/**
 * What the packer works on: kinds of pods that are equal in everything that matters, and node shapes. Sizes are whole
 * numbers of a resource's smallest unit, below 2^53, so that a double holds them and every sum on one node exactly.
 */
export interface Kinds {
  /** Kinds. */
  readonly n: number;
  /** Resources. */
  readonly d: number;
  /** `size[kind * d + resource]`. */
  readonly size: Float64Array;
  /** Pods of each kind. */
  readonly need: Int32Array;
  /** Most pods of a kind that one node may hold for reasons other than size. */
  readonly limit: Int32Array;
  readonly shapes: readonly ShapeRoom[];
}

export interface ShapeRoom {
  readonly cap: Float64Array;
  /** Nodes there are; `Infinity` where they can be had at will. */
  readonly count: number;
  /** By kind: 1 where an empty node of the shape takes one. */
  readonly takes: Uint8Array;
}

/** Nodes that hold the same: `counts[i]` pods of `kinds[i]`, on `times` nodes of one shape. */
export interface Run {
  readonly shape: number;
  readonly kinds: readonly number[];
  readonly counts: readonly number[];
  times: number;
}

export interface Packed {
  readonly runs: readonly Run[];
  /** Pods of each kind that found no node. */
  readonly left: Int32Array;
  readonly nodes: number;
  /** An order in which the scheduler could have bound them. @default - any order is one */
  readonly order?: readonly Bound[];
}

/** Pods of a kind that were bound one after the other to the one node of a run. */
export interface Bound {
  readonly kind: number;
  readonly run: number;
  readonly pods: number;
}

export const nodesOf = (runs: readonly Run[]): number => runs.reduce((sum, { times }) => sum + times, 0);

/** Most pods of a kind that a node with this room left takes. */
export function mostOf(kinds: Kinds, kind: number, room: Float64Array, at = 0): number {
  const { d, size } = kinds;
  let most = kinds.limit[kind] ?? 0;
  for (let r = 0; r < d; r += 1) {
    const one = size[kind * d + r] ?? 0;
    if (one > 0) most = Math.min(most, Math.floor((room[at + r] ?? 0) / one));
  }
  return most;
}

/** Whether one list of nodes is better than another: more pods on them first, then fewer nodes. */
export function better(a: Packed, b: Packed | undefined): boolean {
  if (b === undefined) return true;
  const [leftOfA, leftOfB] = [a, b].map(({ left }) => left.reduce((sum, pods) => sum + pods, 0)) as [number, number];
  return leftOfA < leftOfB || (leftOfA === leftOfB && a.nodes < b.nodes);
}
