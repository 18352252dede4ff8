import { beforeAll, describe, expect, it } from 'vitest';
import { cliqueBound } from '../../../sites/packing/bounds/clique.js';
import { dualFeasibleBound } from '../../../sites/packing/bounds/dual-feasible.js';
import { volumeBound } from '../../../sites/packing/bounds/volume.js';
import { Pricer } from '../../../sites/packing/columns/pricing.js';
import type { Kinds } from '../../../sites/packing/kinds.js';
import { randomOf } from '../../../sites/packing/random.js';
import { solve } from '../../../sites/packing/solve.js';
import { loadSolver, type Solver } from '../../../sites/packing/solver.js';
import { irregular, panigrahy, triplets, type Vectors } from '../../bench/packing/instances.js';

const kindsOf = ({ capacity, items }: Pick<Vectors, 'capacity' | 'items'>, need = items.map(() => 1)): Kinds => {
  const d = items[0]?.length ?? 0;
  return { n: items.length, d, size: Float64Array.from(items.flat()), need: Int32Array.from(need), limit: new Int32Array(items.length).fill(0x7fffffff), shapes: [{ cap: new Float64Array(d).fill(capacity), count: Infinity, takes: new Uint8Array(items.length).fill(1) }] };
};
const cap = (kinds: Kinds): Float64Array => kinds.shapes[0]?.cap ?? new Float64Array(0);

let solver: Solver;
beforeAll(async () => {
  solver = await loadSolver();
});

describe('lower bounds', () => {
  it('volume: the resource asked for most, beyond what a double holds exactly', () => {
    const most = Number.MAX_SAFE_INTEGER;
    const kinds = kindsOf({ capacity: most, items: [[most, 1]] }, [1_000_001]);
    expect(volumeBound(kinds)).toEqual({ value: 1_000_001, method: 'volume', resource: 0 });
    expect(volumeBound(kindsOf({ capacity: 10, items: [[5], [1]] }, [1, 6]))).toMatchObject({ value: 2 });
  });

  it('dual-feasible functions: three of 51 and some of 34 want more nodes than their sum', () => {
    const kinds = kindsOf({ capacity: 100, items: [[51], [34]] }, [3, 3]);
    expect(volumeBound(kinds).value).toBe(3);
    // 51 counts whole for k = 50; and 34 thrice is above 100, so that two go on a node: u(2) counts each for a half.
    expect(dualFeasibleBound(kinds, cap(kinds))).toMatchObject({ value: 3, resource: 0 });
    const thirds = kindsOf({ capacity: 100, items: [[34]] }, [9]);
    expect([volumeBound(thirds).value, dualFeasibleBound(thirds, cap(thirds)).value]).toEqual([4, 5]);
  });

  it('clique: pods of which no two share a node, each kind by how many of it one node takes', () => {
    const kinds = kindsOf({ capacity: 100, items: [[60, 1], [1, 60], [50, 50]] }, [2, 1, 4]);
    // 60 goes with no 60 and no 50, two of 50 go together; 1 and 60 beside 60 and 1 fit, so that the first two may share.
    expect(cliqueBound(kinds, cap(kinds), () => false)).toEqual({ value: 4, method: 'incompatible-pods' });
    expect(cliqueBound(kinds, cap(kinds), () => true)).toEqual({ value: 5, method: 'incompatible-pods' });
  });

  it.each(['F', 'C', 'M'] as const)('triplets %s: the optimum is known, found, and no bound is above it', (type) => {
    const vectors = triplets(type, 60, 5, randomOf(5));
    const kinds = kindsOf(vectors);
    for (const bound of [volumeBound(kinds), dualFeasibleBound(kinds, cap(kinds)), cliqueBound(kinds, cap(kinds), () => false)]) expect(bound.value).toBeLessThanOrEqual(20);
    let now = 0;
    const found = solve(kinds, volumeBound(kinds), { effort: 'best', seed: 1, now: () => (now += 1), until: 30_000, solver });
    expect(found.bound.value).toBe(20);
    expect(found.packed.nodes).toBe(20);
  });

  it('column generation: no instance of any class is packed below it, and it is above the volume where that is weak', () => {
    const random = randomOf(9);
    const all = [1, 2, 3, 6, 7, 8, 9].map((type) => panigrahy(type, 18, 3, random)).concat([1, 2, 3, 4, 5, 6].map((type) => irregular(type, 18, 5, random)));
    let raised = 0;
    for (const vectors of all) {
      const kinds = kindsOf(vectors);
      let now = 0;
      const known = volumeBound(kinds);
      const found = solve(kinds, known, { effort: 'best', seed: 1, now: () => (now += 1), until: 3_000, solver });
      expect(found.packed.nodes).toBeGreaterThanOrEqual(found.bound.value);
      if (found.bound.method === 'column-generation') raised += 1;
    }
    expect(raised).toBeGreaterThan(3);
  });
});

describe('the knapsack of column generation', () => {
  it('finds the dearest pattern, by trying all', () => {
    const random = randomOf(3);
    for (let turn = 0; turn < 60; turn += 1) {
      const items = Array.from({ length: 9 }, () => Array.from({ length: 2 }, () => 10 + random.below(60)));
      const need = items.map(() => 1 + random.below(2));
      const kinds = kindsOf({ capacity: 100, items }, need);
      const profit = Float64Array.from(items, () => random.below(1000));
      const { patterns, bound } = new Pricer(kinds, cap(kinds)).price(profit, { above: 0, many: false, nodes: 1e6, late: () => false });
      const value = patterns[0]?.kinds.reduce((sum, kind, index) => sum + (profit[kind] ?? 0) * (patterns[0]?.counts[index] ?? 0), 0) ?? 0;
      expect([value, bound]).toEqual([dearest(items, need, profit), dearest(items, need, profit)]);
    }
  });

  it('gives a bound that holds where it may not look at everything', () => {
    const random = randomOf(4);
    for (let turn = 0; turn < 60; turn += 1) {
      const items = Array.from({ length: 12 }, () => Array.from({ length: 3 }, () => 10 + random.below(50)));
      const need = items.map(() => 1);
      const kinds = kindsOf({ capacity: 100, items });
      const profit = Float64Array.from(items, () => random.below(1000));
      const { bound } = new Pricer(kinds, cap(kinds)).price(profit, { above: 0, many: false, nodes: 3, late: () => false });
      expect(bound).toBeGreaterThanOrEqual(dearest(items, need, profit));
    }
  });
});

/** The largest profit of any pattern. */
function dearest(items: readonly (readonly number[])[], need: readonly number[], profit: Float64Array, from = 0, room: readonly number[] = (items[0] ?? []).map(() => 100)): number {
  const item = items[from];
  if (item === undefined) return 0;
  let best = 0;
  for (let count = 0; count <= (need[from] ?? 0); count += 1) {
    const left = room.map((amount, r) => amount - (item[r] ?? 0) * count);
    if (left.some((amount) => amount < 0)) break;
    best = Math.max(best, (profit[from] ?? 0) * count + dearest(items, need, profit, from + 1, left));
  }
  return best;
}
