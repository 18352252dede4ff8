import type { Kinds } from './kinds.js';

/** A part that shares no shape with the others, and where its kinds and shapes stand in the whole. */
export interface Component {
  readonly kinds: Kinds;
  readonly kindOf: readonly number[];
  readonly shapeOf: readonly number[];
}

/** Kinds that can meet on a shape, directly or through others, with the shapes they can stand on. */
export function components(kinds: Kinds): Component[] {
  const { n, shapes } = kinds;
  const root = shapes.map((_, shape) => shape);
  const find = (shape: number): number => {
    let at = shape;
    while (root[at] !== at) at = root[at] ?? at;
    return at;
  };
  const firstOf = Array.from({ length: n }, (_, kind) => shapes.findIndex(({ takes, count }) => takes[kind] === 1 && count > 0));
  for (const [kind, first] of firstOf.entries()) for (const [shape, { takes }] of shapes.entries()) if (first >= 0 && takes[kind] === 1) root[find(shape)] = find(first);
  const groups = new Map<number, number[]>();
  for (const [kind, first] of firstOf.entries()) {
    if (first < 0) continue;
    const of = find(first);
    const group = groups.get(of);
    if (group === undefined) groups.set(of, [kind]);
    else group.push(kind);
  }
  return [...groups].map(([of, kindOf]) => {
    const shapeOf = shapes.map((_, shape) => shape).filter((shape) => find(shape) === of && kindOf.some((kind) => shapes[shape]?.takes[kind] === 1));
    return { kinds: part(kinds, kindOf, shapeOf), kindOf, shapeOf };
  });
}

export function part(kinds: Kinds, kindOf: readonly number[], shapeOf: readonly number[]): Kinds {
  const { d, size, need, limit, shapes } = kinds;
  const own = new Float64Array(kindOf.length * d);
  for (const [at, kind] of kindOf.entries()) own.set(size.subarray(kind * d, kind * d + d), at * d);
  return {
    n: kindOf.length,
    d,
    size: own,
    need: Int32Array.from(kindOf, (kind) => need[kind] ?? 0),
    limit: Int32Array.from(kindOf, (kind) => limit[kind] ?? 0),
    shapes: shapeOf.map((shape) => {
      const { cap, count, takes } = shapes[shape] ?? { cap: new Float64Array(d), count: 0, takes: new Uint8Array(0) };
      return { cap, count, takes: Uint8Array.from(kindOf, (kind) => takes[kind] ?? 0) };
    }),
  };
}
