import { mostOf, type Kinds, type Packed, type Run } from '../kinds.js';

/** By what pods are ordered, largest first. */
export type SizeOf = 'sum' | 'product' | 'largest' | 'l2' | 'demand';

/** One number for how large each kind is, as a part of the largest node. */
export function sizes(kinds: Kinds, of: SizeOf): Float64Array {
  const { n, d } = kinds;
  const cap = new Float64Array(d);
  for (const shape of kinds.shapes) for (let r = 0; r < d; r += 1) cap[r] = Math.max(cap[r] ?? 0, shape.cap[r] ?? 0);
  const demand = new Float64Array(d);
  for (let kind = 0; kind < n; kind += 1) for (let r = 0; r < d; r += 1) demand[r] = (demand[r] ?? 0) + ((kinds.size[kind * d + r] ?? 0) * (kinds.need[kind] ?? 0)) / (cap[r] || 1);
  return Float64Array.from({ length: n }, (_, kind) => {
    let [sum, product, largest, square, weighted] = [0, 1, 0, 0, 0];
    for (let r = 0; r < d; r += 1) {
      const share = (kinds.size[kind * d + r] ?? 0) / (cap[r] || 1);
      sum += share;
      // A pod that asks for none of a resource is small in it, not without size.
      product *= Math.max(share, 1e-4);
      largest = Math.max(largest, share);
      square += share * share;
      weighted += share * (demand[r] ?? 0);
    }
    return { sum, product, largest, l2: square, demand: weighted }[of];
  });
}

interface Open extends Run {
  readonly kinds: number[];
  readonly counts: number[];
  readonly room: Float64Array;
}

/** First fit, largest first. Nodes that hold the same are one entry; it is split where a kind runs out. */
export function firstFit(kinds: Kinds, by: Float64Array, late: () => boolean): Packed | undefined {
  const { d } = kinds;
  const order = Array.from({ length: kinds.n }, (_, kind) => kind).sort((a, b) => (by[b] ?? 0) - (by[a] ?? 0) || a - b);
  const left = Int32Array.from(kinds.need);
  const available = kinds.shapes.map(({ count }) => count);
  let open: Open[] = [];
  const add = (to: Open, kind: number, count: number): void => {
    if (count === 0) return;
    to.kinds.push(kind);
    to.counts.push(count);
    for (let r = 0; r < d; r += 1) to.room[r] = (to.room[r] ?? 0) - (kinds.size[kind * d + r] ?? 0) * count;
  };
  const copy = ({ shape, kinds: of, counts, room }: Open, times: number): Open => ({ shape, kinds: [...of], counts: [...counts], room: Float64Array.from(room), times });
  for (const kind of order) {
    if (late()) return undefined;
    let rest = left[kind] ?? 0;
    const split: { at: number; made: Open[] }[] = [];
    for (let at = 0; rest > 0 && at < open.length; at += 1) {
      const run = open[at] as Open;
      if (kinds.shapes[run.shape]?.takes[kind] !== 1) continue;
      const each = mostOf(kinds, kind, run.room);
      if (each === 0) continue;
      const whole = Math.min(run.times, Math.floor(rest / each));
      const over = whole < run.times ? rest - whole * each : 0;
      if (whole === run.times) {
        add(run, kind, each);
        rest -= whole * each;
        continue;
      }
      if (run.times === 1) {
        add(run, kind, over);
        rest -= over;
        continue;
      }
      const made: Open[] = [];
      if (whole > 0) {
        const full = copy(run, whole);
        add(full, kind, each);
        made.push(full);
      }
      if (over > 0) {
        const partly = copy(run, 1);
        add(partly, kind, over);
        made.push(partly);
      }
      const untouched = run.times - whole - (over > 0 ? 1 : 0);
      if (untouched > 0) made.push(copy(run, untouched));
      rest -= whole * each + over;
      split.push({ at, made });
    }
    if (split.length > 0) {
      const by = new Map(split.map(({ at, made }) => [at, made]));
      open = open.flatMap((run, at) => by.get(at) ?? [run]);
    }
    while (rest > 0) {
      const shape = roomiest(kinds, kind, available);
      if (shape === undefined) break;
      const cap = kinds.shapes[shape.index]?.cap ?? new Float64Array(d);
      const whole = Math.min(Math.floor(rest / shape.each), available[shape.index] ?? 0);
      const times = Math.max(whole, 1);
      const each = whole > 0 ? shape.each : rest;
      const run: Open = { shape: shape.index, kinds: [], counts: [], room: Float64Array.from(cap), times };
      add(run, kind, each);
      open.push(run);
      available[shape.index] = (available[shape.index] ?? 0) - times;
      rest -= times * each;
    }
    left[kind] = rest;
  }
  return { runs: open.map(({ shape, kinds: of, counts, times }) => ({ shape, kinds: of, counts, times })), left, nodes: open.reduce((sum, { times }) => sum + times, 0) };
}

/** The shape of which one node takes most of a kind. */
function roomiest(kinds: Kinds, kind: number, available: readonly number[]): { index: number; each: number } | undefined {
  let best: { index: number; each: number } | undefined;
  for (const [index, shape] of kinds.shapes.entries()) {
    if ((available[index] ?? 0) < 1 || shape.takes[kind] !== 1) continue;
    const each = mostOf(kinds, kind, shape.cap);
    if (each > 0 && (best === undefined || each > best.each)) best = { index, each };
  }
  return best;
}
