import type { Bound } from './bounds/volume.js';
import { Columns } from './columns/generate.js';
import type { Pattern } from './columns/pricing.js';
import { binCentric, type Rule } from './heuristics/bin-centric.js';
import { ejectAndRepack } from './heuristics/eject.js';
import { firstFit, sizes, type SizeOf } from './heuristics/first-fit.js';
import { better, type Kinds, type Packed } from './kinds.js';
import { randomOf } from './random.js';
import type { Solver } from './solver.js';

export const efforts = ['fast', 'normal', 'best'] as const;
export type Effort = (typeof efforts)[number];

export interface SolveOptions {
  readonly effort: Effort;
  readonly seed: number;
  /** Milliseconds, from any start. */
  readonly now: () => number;
  /** When to stop, on that clock. */
  readonly until: number;
  /** HiGHS, where columns are to be generated. */
  readonly solver?: Solver;
  /** Told of every better list of nodes. */
  readonly found?: (packed: Packed, lowerBound: number) => void;
}

/** The first two of each are what `fast` does. */
const rules: readonly Rule[] = [
  { score: 'l2', weights: 'demand' },
  { score: 'dot', weights: 'demand' },
  { score: 'l2', weights: 'unit' },
  { score: 'cosine', weights: 'demand' },
  { score: 'dot', weights: 'unit' },
];
const orders: readonly SizeOf[] = ['sum', 'product', 'largest', 'l2', 'demand'];

/** Pods on one node, on average, beyond which patterns are too many to price; and kinds beyond which the program is too large. */
const mostOnNode = 40;
const mostKinds = 1_200;
/** Work that `normal` puts into eject and repack, whatever the machine's speed: rounds, and pairs of pods looked at. */
const normalRounds = 1_500;
const normalPairs = 1.5e8;

/** The nodes found, and the best bound known then. */
export interface Solution {
  readonly packed: Packed;
  readonly bound: Bound;
}

/** Packs kinds that nothing but size, place and a limit on one node constrains. */
export function solve(kinds: Kinds, known: Bound, options: SolveOptions): Solution {
  const late = (): boolean => options.now() > options.until;
  const random = randomOf(options.seed);
  let bound = known;
  const seed: Pattern[] = [];
  let best: Packed | undefined;
  const consider = (packed: Packed | undefined): void => {
    if (packed === undefined) return;
    if (seed.length < 20_000) seed.push(...packed.runs.map(sorted));
    if (!better(packed, best)) return;
    best = packed;
    options.found?.(packed, bound.value);
  };
  const done = (): boolean => best !== undefined && best.nodes <= bound.value && best.left.every((pods) => pods === 0);
  const some = options.effort === 'fast' ? 2 : Infinity;
  // The first answer is had whatever the time.
  for (const [index, order] of orders.slice(0, some).entries()) if (!done()) consider(firstFit(kinds, sizes(kinds, order), index === 0 ? () => false : late));
  for (const rule of rules.slice(0, some)) if (!done()) consider(binCentric(kinds, rule, late));
  const first = best;
  if (first === undefined) throw new Error('first fit always answers');
  if (options.effort === 'fast' || first.left.some((pods) => pods > 0)) return { packed: first, bound };

  const improve = (from: Packed, by: number, rounds = Infinity): void => {
    if (done()) return;
    let round = 0;
    const packed = ejectAndRepack(kinds, from, bound.value, random, () => (round += 1) > rounds || options.now() > Math.min(by, options.until));
    consider(packed);
  };
  const began = options.now();
  const span = Math.max(0, options.until - began);
  const pods = kinds.need.reduce((sum, count) => sum + count, 0);
  if (options.effort === 'normal') improve(first, options.until, Math.min(normalRounds, (normalPairs * first.nodes) / (pods * pods)));
  else improve(first, began + span * 0.1);
  const [shape] = kinds.shapes;
  if (options.solver === undefined || done() || late() || kinds.shapes.length !== 1 || shape?.count !== Infinity || kinds.n > mostKinds || pods / Math.max(1, first.nodes) > mostOnNode) {
    if (options.effort === 'best') improve(best ?? first, options.until);
    return { packed: best ?? first, bound };
  }
  const columns = new Columns(kinds, { solver: options.solver, random, now: options.now, restBy: options.now() + (options.until - options.now()) * 0.6, until: options.until, late, bound: bound.value, seed });
  try {
    columns.rest((best ?? first).nodes);
    if (columns.lowerBound > bound.value) bound = { value: columns.lowerBound, method: 'column-generation' };
    if (options.effort === 'normal') return { packed: best ?? first, bound };
    for (let turn = 0; !done() && !late(); turn += 1) {
      const dived = columns.dive(turn === 0 ? 0 : 0.3);
      if (dived === undefined) break;
      consider(dived);
      improve(dived, options.now() + Math.max(500, (options.until - options.now()) * 0.15));
    }
  } finally {
    columns.dispose();
  }
  improve(best ?? first, options.until);
  return { packed: best ?? first, bound };
}

const sorted = ({ kinds, counts }: { readonly kinds: readonly number[]; readonly counts: readonly number[] }): Pattern => {
  const order = kinds.map((kind, index) => ({ kind, count: counts[index] ?? 0 })).sort((a, b) => a.kind - b.kind);
  return { kinds: order.map(({ kind }) => kind), counts: order.map(({ count }) => count) };
};
