import type { Kinds } from '../kinds.js';

/** What one node may hold: `counts[i]` pods of `kinds[i]`. */
export interface Pattern {
  readonly kinds: readonly number[];
  readonly counts: readonly number[];
}

/** Patterns worth more than was asked for, the dearest first, and a value that none exceeds, in the whole numbers that profits are given in. */
export interface Priced {
  readonly patterns: readonly Pattern[];
  readonly bound: number;
}

export interface Asked {
  /** Only patterns worth more than this matter. */
  readonly above: number;
  /** With `many`, several patterns of every sort are looked for, else the dearest. */
  readonly many: boolean;
  /** Partial patterns looked at; beyond them the bound is what is known of the rest. */
  readonly nodes: number;
  readonly late: () => boolean;
}

/** Patterns that begin with the same kind, and all, of one search for many. */
const mostAlike = 2;
const mostFound = 80;

/**
 * The knapsack of column generation: the pattern of largest profit on one node, by branch and bound. Profits are whole
 * numbers, so that what is proven is proven exactly; the bound is that of one combined resource, whose weights are
 * searched for and kept from call to call.
 */
export class Pricer {
  private readonly share: Float64Array;
  private readonly lambda: Float64Array;
  private readonly most: Int32Array;
  private readonly levels: Int32Array[] = [];

  constructor(
    private readonly kinds: Kinds,
    private readonly cap: Float64Array,
  ) {
    const { n, d, size } = kinds;
    this.share = new Float64Array(n * d);
    this.most = new Int32Array(n);
    for (let kind = 0; kind < n; kind += 1) {
      let most = Math.min(kinds.need[kind] ?? 0, kinds.limit[kind] ?? 0);
      for (let r = 0; r < d; r += 1) {
        const one = size[kind * d + r] ?? 0;
        this.share[kind * d + r] = one / (cap[r] || 1);
        if (one > 0) most = Math.min(most, Math.floor((cap[r] ?? 0) / one));
      }
      this.most[kind] = most;
    }
    this.lambda = new Float64Array(d).fill(1 / d);
  }

  price(profit: Float64Array, asked: Asked): Priced {
    const { n, d } = this.kinds;
    const all: number[] = [];
    for (let kind = 0; kind < n; kind += 1) if ((profit[kind] ?? 0) > 0 && (this.most[kind] ?? 0) > 0) all.push(kind);
    if (all.length === 0) return { patterns: [], bound: 0 };
    this.tune(all, profit);
    const weight = new Float64Array(n);
    for (const kind of all) {
      let sum = 0;
      for (let r = 0; r < d; r += 1) sum += (this.lambda[r] ?? 0) * (this.share[kind * d + r] ?? 0);
      weight[kind] = Math.max(sum, 1e-12);
    }
    all.sort((a, b) => (profit[b] ?? 0) / (weight[b] ?? 1) - (profit[a] ?? 0) / (weight[a] ?? 1) || a - b);
    return this.search(Int32Array.from(all), profit, weight, asked);
  }

  private search(all: Int32Array, profit: Float64Array, weight: Float64Array, { above, many, nodes, late }: Asked): Priced {
    const { n, d, size } = this.kinds;
    const { most, levels, lambda, cap } = this;
    const room = Float64Array.from(cap);
    const taken = new Int32Array(n);
    const path: number[] = [];
    let left = nodes;
    let best = above;
    const found: { value: number; path: readonly number[] }[] = [];
    let alike = 0;
    // Of branches that were not looked into.
    let open = 0;
    const level = (depth: number): Int32Array => (levels[depth] ??= new Int32Array(n));
    /** Profit that the combined resource lets pods from `from` on bring at most. */
    const bound = (list: Int32Array, from: number, length: number, combined: number): number => {
      let rest = combined;
      let sum = 0;
      for (let at = from; at < length; at += 1) {
        const kind = list[at] as number;
        const of = weight[kind] as number;
        const times = (most[kind] as number) - (taken[kind] as number);
        if (of * times <= rest) {
          rest -= of * times;
          sum += (profit[kind] as number) * times;
        } else {
          return sum + (profit[kind] as number) * (rest / of);
        }
      }
      return sum;
    };
    const descend = (depth: number, parent: Int32Array, from: number, length: number, value: number): void => {
      if (value > best) {
        found.push({ value, path: [...path] });
        if (!many) best = value;
        alike += 1;
      }
      left -= 1;
      const list = level(depth);
      let count = 0;
      for (let at = from; at < length; at += 1) {
        const kind = parent[at] as number;
        if ((taken[kind] as number) >= (most[kind] as number)) continue;
        let fits = true;
        for (let r = 0; fits && r < d; r += 1) fits = (size[kind * d + r] as number) <= (room[r] as number);
        if (!fits) continue;
        list[count] = kind;
        count += 1;
      }
      let combined = 0;
      for (let r = 0; r < d; r += 1) combined += (lambda[r] as number) * ((room[r] as number) / (cap[r] || 1));
      for (let at = 0; at < count; at += 1) {
        // A margin far above what adding doubles can lose, far below one.
        const highest = value + bound(list, at, count, combined) * (1 + 1e-12) + 1e-3;
        if (Math.floor(highest) <= best) return;
        if (depth === 0) alike = 0;
        if (many && (alike >= mostAlike || found.length >= mostFound * 2)) {
          open = Infinity;
          if (depth > 0) return;
        }
        if (left <= 0 || ((left & 1023) === 0 && late())) {
          left = 0;
          open = Math.max(open, Math.floor(highest));
          return;
        }
        const kind = list[at] as number;
        for (let r = 0; r < d; r += 1) room[r] = (room[r] as number) - (size[kind * d + r] as number);
        taken[kind] = (taken[kind] as number) + 1;
        path.push(kind);
        descend(depth + 1, list, at, count, value + (profit[kind] as number));
        path.pop();
        taken[kind] = (taken[kind]) - 1;
        for (let r = 0; r < d; r += 1) room[r] = (room[r] as number) + (size[kind * d + r] as number);
      }
    };
    descend(0, all, 0, all.length, 0);
    found.sort((a, b) => b.value - a.value);
    return { patterns: found.slice(0, mostFound).map(({ path: of }) => patternOf(of)), bound: Math.max(best, open) };
  }

  /** Moves the weights of the combined resource to where they allow least: subgradient steps on the fractional knapsack. */
  private tune(all: readonly number[], profit: Float64Array): void {
    const { d } = this.kinds;
    if (d === 1) return;
    const { lambda } = this;
    let best = Infinity;
    let kept = Float64Array.from(lambda);
    const weight = new Float64Array(this.kinds.n);
    for (let round = 0; round < 24; round += 1) {
      for (const kind of all) {
        let sum = 0;
        for (let r = 0; r < d; r += 1) sum += (lambda[r] ?? 0) * (this.share[kind * d + r] ?? 0);
        weight[kind] = Math.max(sum, 1e-12);
      }
      const order = [...all].sort((a, b) => (profit[b] ?? 0) / (weight[b] ?? 1) - (profit[a] ?? 0) / (weight[a] ?? 1));
      const used = new Float64Array(d);
      let rest = lambda.reduce((sum, value) => sum + value, 0);
      let value = 0;
      for (const kind of order) {
        if (rest <= 0) break;
        const times = Math.min(this.most[kind] ?? 0, rest / (weight[kind] ?? 1));
        rest -= times * (weight[kind] ?? 1);
        value += times * (profit[kind] ?? 0);
        for (let r = 0; r < d; r += 1) used[r] = (used[r] ?? 0) + times * (this.share[kind * d + r] ?? 0);
      }
      if (value < best - 1e-9) {
        best = value;
        kept = Float64Array.from(lambda);
      }
      // What is used beyond the node weighs more, what is not used up less.
      const step = 0.6 / (1 + round * 0.3);
      let total = 0;
      for (let r = 0; r < d; r += 1) {
        lambda[r] = Math.max((lambda[r] ?? 0) * Math.exp(step * Math.max(-1, Math.min(1, (used[r] ?? 0) - 1))), 1e-6);
        total += lambda[r] ?? 0;
      }
      for (let r = 0; r < d; r += 1) lambda[r] = (lambda[r] ?? 0) / total;
    }
    lambda.set(kept);
  }
}

export function patternOf(path: readonly number[]): Pattern {
  const counts = new Map<number, number>();
  for (const kind of path) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const kinds = [...counts.keys()].sort((a, b) => a - b);
  return { kinds, counts: kinds.map((kind) => counts.get(kind) ?? 0) };
}
