import type { Kinds, Packed, Run } from '../kinds.js';

/** How the next pod of a node is chosen among those that fit. */
export interface Rule {
  /**
   * `l2`: the pod nearest to the room left; `dot`: the one that points where room is left; `cosine`: the same, by angle alone.
   * R. Panigrahy, K. Talwar, L. Uyeda, U. Wieder, Heuristics for Vector Bin Packing, 2011.
   */
  readonly score: 'l2' | 'dot' | 'cosine';
  /** What a resource counts: all the same, or by the demand that is not placed yet. */
  readonly weights: 'unit' | 'demand';
}

/** Kinds looked at for one choice: with more, an even sample of them is. */
const mostCandidates = 1_200;

/** Fills one node after the other; nodes that come out equal are made at once. */
export function binCentric(kinds: Kinds, rule: Rule, late: () => boolean): Packed | undefined {
  const { n, d } = kinds;
  const left = Int32Array.from(kinds.need);
  const available = kinds.shapes.map(({ count }) => count);
  const runs: Run[] = [];
  const fillers = kinds.shapes.map((_, shape) => new Filler(kinds, shape, rule));
  let live = Array.from({ length: n }, (_, kind) => kind).filter((kind) => (left[kind] ?? 0) > 0);
  const demand = new Float64Array(d);
  for (const kind of live) for (let r = 0; r < d; r += 1) demand[r] = (demand[r] ?? 0) + (kinds.size[kind * d + r] ?? 0) * (left[kind] ?? 0);
  let offset = 0;
  while (live.length > 0) {
    if (late()) return undefined;
    const candidates = live.length <= mostCandidates ? live : sample(live, (offset += 7));
    let best: { run: Run; filled: number } | undefined;
    for (const [shape, filler] of fillers.entries()) {
      if ((available[shape] ?? 0) < 1) continue;
      const found = filler.fill(candidates, left, demand);
      if (found !== undefined && (best === undefined || found.filled > best.filled)) best = { run: { shape, kinds: found.kinds, counts: found.counts, times: 1 }, filled: found.filled };
    }
    if (best === undefined) {
      if (candidates === live) break;
      // None of the sample fits anywhere any more; look at the others before giving up.
      const stuck = new Set(candidates);
      const rest = live.filter((kind) => !stuck.has(kind) && fillers.some((filler, shape) => (available[shape] ?? 0) >= 1 && filler.takes(kind)));
      if (rest.length === 0) break;
      live = rest;
      continue;
    }
    const { run } = best;
    const times = run.kinds.reduce((most, kind, index) => Math.min(most, Math.floor((left[kind] ?? 0) / (run.counts[index] ?? 1))), available[run.shape] ?? 0);
    run.times = times;
    available[run.shape] = (available[run.shape] ?? 0) - times;
    let emptied = false;
    for (const [index, kind] of run.kinds.entries()) {
      const placed = (run.counts[index] ?? 0) * times;
      left[kind] = (left[kind] ?? 0) - placed;
      if (left[kind] === 0) emptied = true;
      for (let r = 0; r < d; r += 1) demand[r] = (demand[r] ?? 0) - (kinds.size[kind * d + r] ?? 0) * placed;
    }
    runs.push(run);
    if (emptied) live = live.filter((kind) => (left[kind] ?? 0) > 0);
  }
  return { runs, left, nodes: runs.reduce((sum, { times }) => sum + times, 0) };
}

/** An even sample, another one each time. */
function sample(live: readonly number[], offset: number): number[] {
  const step = live.length / mostCandidates;
  const shift = offset % Math.ceil(step);
  const picked: number[] = [];
  for (let at = 0; at < mostCandidates; at += 1) {
    const kind = live[Math.min(live.length - 1, Math.floor(at * step) + shift)];
    if (kind !== undefined && kind !== picked.at(-1)) picked.push(kind);
  }
  return picked;
}

/** Fills nodes of one shape. Its arrays are used again for every node. */
class Filler {
  private readonly share: Float64Array;
  private readonly norm: Float64Array;
  private readonly room: Float64Array;
  private readonly residual: Float64Array;
  private readonly weight: Float64Array;
  private readonly candidates: Int32Array;
  private readonly taken: Int32Array;

  constructor(
    private readonly kinds: Kinds,
    private readonly shape: number,
    private readonly rule: Rule,
  ) {
    const { n, d, size, shapes } = kinds;
    const cap = shapes[shape]?.cap ?? new Float64Array(d);
    this.share = new Float64Array(n * d);
    this.norm = new Float64Array(n);
    for (let kind = 0; kind < n; kind += 1) {
      let square = 0;
      for (let r = 0; r < d; r += 1) {
        const of = (cap[r] ?? 0) > 0 ? (size[kind * d + r] ?? 0) / (cap[r] ?? 1) : 0;
        this.share[kind * d + r] = of;
        square += of * of;
      }
      this.norm[kind] = Math.sqrt(square) || 1;
    }
    this.room = new Float64Array(d);
    this.residual = new Float64Array(d);
    this.weight = new Float64Array(d);
    this.candidates = new Int32Array(Math.max(n, 1));
    this.taken = new Int32Array(n);
  }

  takes(kind: number): boolean {
    return this.kinds.shapes[this.shape]?.takes[kind] === 1;
  }

  fill(from: readonly number[], left: Int32Array, demand: Float64Array): { kinds: number[]; counts: number[]; filled: number } | undefined {
    const { candidates, taken, room, residual, weight, share, rule } = this;
    const { d, size, limit } = this.kinds;
    const shape = this.kinds.shapes[this.shape];
    if (shape === undefined) return undefined;
    let count = 0;
    for (const kind of from) {
      if (shape.takes[kind] !== 1 || (left[kind] ?? 0) === 0) continue;
      candidates[count] = kind;
      count += 1;
    }
    if (count === 0) return undefined;
    room.set(shape.cap);
    for (let r = 0; r < d; r += 1) {
      residual[r] = (shape.cap[r] ?? 0) > 0 ? 1 : 0;
      weight[r] = rule.weights === 'unit' ? 1 : (shape.cap[r] ?? 0) > 0 ? (demand[r] ?? 0) / (shape.cap[r] ?? 1) : 0;
    }
    const order: number[] = [];
    while (count > 0) {
      let pick = -1;
      let best = -Infinity;
      let kept = 0;
      for (let at = 0; at < count; at += 1) {
        const kind = candidates[at] as number;
        const base = kind * d;
        let fits = (taken[kind] as number) < (left[kind] as number) && (taken[kind] as number) < (limit[kind] as number);
        for (let r = 0; fits && r < d; r += 1) fits = (size[base + r] as number) <= (room[r] as number);
        // What does not fit now does not fit later on this node.
        if (!fits) continue;
        candidates[kept] = kind;
        kept += 1;
        let score = 0;
        if (rule.score === 'l2') {
          for (let r = 0; r < d; r += 1) {
            const off = (residual[r] as number) - (share[base + r] as number);
            score -= (weight[r] as number) * off * off;
          }
        } else {
          for (let r = 0; r < d; r += 1) score += (weight[r] as number) * (share[base + r] as number) * (residual[r] as number);
          if (rule.score === 'cosine') score /= this.norm[kind] as number;
        }
        if (score > best) {
          best = score;
          pick = kind;
        }
      }
      count = kept;
      if (pick < 0) break;
      if (taken[pick] === 0) order.push(pick);
      taken[pick] = (taken[pick] as number) + 1;
      for (let r = 0; r < d; r += 1) {
        room[r] = (room[r] as number) - (size[pick * d + r] as number);
        residual[r] = (residual[r] as number) - (share[pick * d + r] as number);
      }
    }
    if (order.length === 0) return undefined;
    const counts = order.map((kind) => taken[kind] ?? 0);
    // By demand, whatever the rule: shapes are compared by what they take off the whole.
    let filled = 0;
    for (const [index, kind] of order.entries()) {
      for (let r = 0; r < d; r += 1) if ((demand[r] ?? 0) > 0) filled += ((counts[index] ?? 0) * (size[kind * d + r] ?? 0)) / (demand[r] ?? 1);
      taken[kind] = 0;
    }
    return { kinds: order, counts, filled };
  }
}
