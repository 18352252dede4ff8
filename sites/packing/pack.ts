import type { Text } from '../model/text.js';
import { quickBound, type Bound } from './bounds/bound.js';
import { compile, type Compiled, type Unfit } from './compile.js';
import { components } from './components.js';
import { sizes } from './heuristics/first-fit.js';
import type { Instance } from './instance.js';
import { better, type Kinds, type Packed, type Run } from './kinds.js';
import { apartBy, kindsOf, limited, type Limited } from './limits.js';
import { nodesFor, stepsFor } from './node-names.js';
import { place, type Placing } from './placing/place.js';
import { randomOf, type Random } from './random.js';
import { solve, type Effort } from './solve.js';
import type { Solver } from './solver.js';
import { spreadByNode, type SpreadByNode } from './spread-by-node.js';
import { validate, type NodeAssignment } from './validate.js';

export interface PackOptions {
  readonly effort: Effort;
  /** What random choices begin with. Equal seeds give equal answers, unless time ran out. */
  readonly seed: number;
  /** Milliseconds, from any start. */
  readonly now: () => number;
  /** When to stop looking for better, on that clock. */
  readonly until: number;
  /** HiGHS, for bounds and packings by column generation. @default - without them */
  readonly solver?: Solver;
  /** Told of better answers while the search goes on; each is only worked out where it is asked for. */
  readonly found?: (packing: () => Packing) => void;
}

export type BoundMethod = Bound['method'] | 'sum-of-parts';

/** Pods that stand nowhere. */
export interface Unplaced {
  readonly pod: string;
  readonly count: number;
  /** Why: they fit no shape; or the nodes there are were not enough, which is proven where the bound exceeds them. */
  readonly reason: Unfit | { readonly why: 'no-room'; readonly proven: boolean };
}

export interface Packing {
  readonly nodesUsed: number;
  /** No packing of the pods that were placed has fewer nodes. */
  readonly lowerBound: { readonly value: number; readonly method: BoundMethod };
  /** (nodes used − lower bound) ÷ lower bound. */
  readonly gap: number;
  /** Nodes used equal the lower bound, and every pod that fits a shape was placed. */
  readonly optimal: boolean;
  /** Whether the time given was over before the effort asked for was spent. */
  readonly timeOver: boolean;
  /** The resource of which most is used of what the nodes have, or `pods`; nothing where nothing is placed. */
  readonly bindingResource: string | null;
  readonly seconds: number;
  readonly pods: { readonly placed: number; readonly unplaced: number };
  readonly assignment: readonly NodeAssignment[];
  readonly unplaced: readonly Unplaced[];
  /** Pods whose spread over nodes asks for nodes that their size does not. */
  readonly spreadByNode: readonly SpreadByNode[];
}

/** The packer contradicts itself: a defect, never the input's fault. */
export class InvalidPacking extends Error {
  constructor(violations: readonly { readonly what: string; readonly detail: Text }[]) {
    super(`the packer's own assignment breaks ${violations.length} rules, first: ${violations[0]?.what}: ${violations[0]?.detail.en}`);
    this.name = 'InvalidPacking';
  }
}

/**
 * Packs pods onto as few nodes as it finds, by the scheduler's rules, with a bound below which no packing goes. Every
 * assignment is checked by `validate` before it is returned.
 *
 * @throws InvalidPacking for an assignment that breaks a rule.
 */
export function pack(instance: Instance, options: PackOptions): Packing {
  const began = options.now();
  const compiled = compile(instance);
  const limits = limited(compiled);
  const apart = apartBy(compiled.rules);
  const answer = (packed: Packed, bound: { value: number; method: BoundMethod }): Packing => describe(instance, compiled, packed, bound, { began, options, apart, limits });
  const { packed, bound } = limits.rest.length === 0 ? bySize(compiled, limits, apart, options, answer) : byRules(instance, compiled, limits, apart, options, answer);
  return answer(packed, bound);
}

type Apart = (a: number, b: number) => boolean;
interface Answer {
  readonly packed: Packed;
  readonly bound: { readonly value: number; readonly method: BoundMethod };
}

/** By kind: 1 where the pods that meet on its shapes provably need more nodes than there are. */
function overfull({ proven }: Limited, apart: Apart): Uint8Array {
  const marks = new Uint8Array(proven.n);
  for (const { kinds, kindOf } of components(proven)) {
    const there = kinds.shapes.reduce((sum, { count }) => sum + count, 0);
    if (there === Infinity || quickBound(kinds, (a, b) => apart(kindOf[a] ?? 0, kindOf[b] ?? 0)).value <= there) continue;
    for (const kind of kindOf) marks[kind] = 1;
  }
  return marks;
}

/** Parts that share no shape are packed each for itself. */
function bySize({ kinds }: Compiled, { packing, proven }: Limited, apart: Apart, options: PackOptions, answer: (packed: Packed, bound: Answer['bound']) => Packing): Answer {
  const parts = components(packing);
  const bounds = components(proven).map((part) => quickBound(part.kinds, (a, b) => apart(part.kindOf[a] ?? 0, part.kindOf[b] ?? 0)));
  const solved: Answer[] = [];
  for (const [index, part] of parts.entries()) {
    const now = options.now();
    const last = index === parts.length - 1;
    const until = last ? options.until : now + (options.until - now) / (parts.length - index);
    // Columns prove bounds for the limits they are made with: those of `packing` are proven too unless spread made them.
    const sameLimits = part.kindOf.every((kind) => packing.limit[kind] === proven.limit[kind]);
    const { found, solver, ...rest } = options;
    const single = parts.length === 1 && found !== undefined ? { found: (packed: Packed, value: number) => found(() => answer(packed, { value, method: bounds[0]?.method ?? 'none' })) } : {};
    const { packed, bound } = solve(part.kinds, bounds[index] ?? { value: 0, method: 'none' }, { ...rest, until, ...single, ...(solver !== undefined && sameLimits ? { solver } : {}) });
    solved.push({ packed: { ...packed, runs: packed.runs.map((run) => ({ ...run, shape: part.shapeOf[run.shape] ?? 0, kinds: run.kinds.map((kind) => part.kindOf[kind] ?? 0) })), left: spreadOut(packed.left, part.kindOf, kinds.n) }, bound });
  }
  const left = new Int32Array(kinds.n);
  for (const { packed } of solved) for (const [kind, pods] of packed.left.entries()) left[kind] = (left[kind] ?? 0) + pods;
  return {
    packed: { runs: solved.flatMap(({ packed }) => packed.runs), left, nodes: solved.reduce((sum, { packed }) => sum + packed.nodes, 0) },
    bound: sumOf(solved.map(({ bound }) => bound)),
  };
}

const spreadOut = (left: Int32Array, kindOf: readonly number[], n: number): Int32Array => {
  const all = new Int32Array(n);
  for (const [at, kind] of kindOf.entries()) all[kind] = left[at] ?? 0;
  return all;
};

const sumOf = (bounds: readonly Answer['bound'][]): Answer['bound'] => {
  const [first] = bounds;
  if (first === undefined) return { value: 0, method: 'none' };
  return bounds.length === 1 ? first : { value: bounds.reduce((sum, { value }) => sum + value, 0), method: 'sum-of-parts' };
};

const boundOf = (kinds: Kinds, apart: Apart): Answer['bound'] => sumOf(components(kinds).map((part) => quickBound(part.kinds, (a, b) => apart(part.kindOf[a] ?? 0, part.kindOf[b] ?? 0))));

/** Orders tried where rules decide: by effort, or until time is over. */
const tries = { fast: 2, normal: 12, best: Infinity } as const;
/** Orders without an improvement after which `best` too leaves off. */
const patience = 400;

/** Kinds one after the other, in several orders. */
function byRules(instance: Instance, compiled: Compiled, { packing, proven, rest }: Limited, apart: Apart, options: PackOptions, answer: (packed: Packed, bound: Answer['bound']) => Packing): Answer {
  const bound = boundOf(proven, apart);
  const placing: Placing = { kinds: packing, rules: rest, shapes: instance.nodes };
  const random = randomOf(options.seed);
  const late = (): boolean => options.now() > options.until;
  let best: Packed | undefined;
  let since = 0;
  for (let turn = 0; turn < tries[options.effort] && since < patience && (turn === 0 || !late()); turn += 1) {
    const packed = place(placing, orderOf(packing, placing, turn, random), turn === 0 ? () => false : late);
    since += 1;
    if (packed === undefined || !better(packed, best)) continue;
    best = packed;
    since = 0;
    options.found?.(() => answer(packed, bound));
    if (packed.nodes <= bound.value && packed.left.every((pods) => pods === 0)) break;
  }
  return { packed: best ?? { runs: [], left: packing.need, nodes: 0 }, bound };
}

/** Large and hard to place first: pods of few shapes, and now and then pods with rules; from the third order on with some chance. */
function orderOf(kinds: Kinds, { rules }: Placing, turn: number, random: Random): number[] {
  const size = sizes(kinds, turn < 2 ? 'sum' : (['sum', 'demand', 'largest', 'l2'] as const)[random.below(4)] ?? 'sum');
  const shapes = kinds.shapes.length;
  const rulesFirst = turn === 0 ? 2 : turn === 1 ? 0 : [0, 0, 0.3, 2][random.below(4)] ?? 0;
  const carrying = new Uint8Array(kinds.n);
  for (const { carries } of rules) for (const kind of kindsOf(carries)) carrying[kind] = 1;
  const key = Float64Array.from({ length: kinds.n }, (_, kind) => {
    const few = 1 - kinds.shapes.reduce((sum, { takes }) => sum + (takes[kind] ?? 0), 0) / Math.max(1, shapes);
    const ruled = carrying[kind] ?? 0;
    const chance = turn < 2 ? 1 : 0.7 + 0.6 * random.next();
    return (size[kind] ?? 0) * chance + few * 4 + ruled * rulesFirst;
  });
  return Array.from({ length: kinds.n }, (_, kind) => kind).sort((a, b) => (key[b] ?? 0) - (key[a] ?? 0) || a - b);
}

interface Circumstances {
  readonly began: number;
  readonly options: PackOptions;
  readonly apart: Apart;
  readonly limits: Limited;
}

/** The answer in the instance's own names, checked. */
function describe(instance: Instance, compiled: Compiled, packed: Packed, whole: Answer['bound'], { began, options, apart, limits }: Circumstances): Packing {
  const assignment = nodesFor(instance, compiled, packed.runs);
  const complete = packed.left.every((pods) => pods === 0);
  const unplaced = unplacedOf(instance, compiled, packed, complete ? new Uint8Array(0) : overfull(limits, apart));
  const missing = new Map<string, number>();
  for (const { pod, count } of unplaced) missing.set(pod, (missing.get(pod) ?? 0) + count);
  const violations = validate(instance, assignment, missing, packed.order && (() => stepsFor(instance, compiled, packed.order ?? [], assignment)));
  if (violations.length > 0) throw new InvalidPacking(violations);
  // A bound for all pods is none for those that found a node.
  const bound = complete ? whole : boundOf({ ...limits.proven, need: limits.proven.need.map((pods, kind) => pods - (packed.left[kind] ?? 0)) }, apart);
  const placed = compiled.kinds.need.reduce((sum, pods, kind) => sum + pods - (packed.left[kind] ?? 0), 0);
  return {
    nodesUsed: packed.nodes,
    lowerBound: { value: bound.value, method: bound.method },
    gap: bound.value === 0 ? 0 : (packed.nodes - bound.value) / bound.value,
    optimal: unplaced.length === 0 && packed.nodes === bound.value,
    timeOver: options.now() > options.until,
    bindingResource: bindingOf(compiled, packed.runs),
    seconds: (options.now() - began) / 1000,
    pods: { placed, unplaced: unplaced.reduce((sum, { count }) => sum + count, 0) },
    assignment,
    unplaced,
    spreadByNode: spreadByNode(instance, compiled, limits.proven, packed),
  };
}

function unplacedOf(instance: Instance, { unfit, members }: Compiled, { left }: Packed, full: Uint8Array): Unplaced[] {
  const list: Unplaced[] = unfit.map(({ pod, reason }) => ({ pod: instance.pods[pod]?.name ?? '', count: instance.pods[pod]?.count ?? 0, reason }));
  for (const [kind, pods] of left.entries()) {
    let rest = pods;
    // Those named last find no place: nodes are filled in the order of the entries.
    for (const { pod, count } of [...(members[kind] ?? [])].reverse()) {
      const missing = Math.min(rest, count);
      rest -= missing;
      if (missing > 0) list.push({ pod: instance.pods[pod]?.name ?? '', count: missing, reason: { why: 'no-room', proven: full[kind] === 1 } });
    }
  }
  return list;
}

function bindingOf({ resources, kinds }: Compiled, runs: readonly Run[]): string | null {
  let binding: string | null = null;
  let highest = 0;
  for (const [r, name] of resources.entries()) {
    let [used, there] = [0, 0];
    for (const { shape, kinds: of, counts, times } of runs) {
      there += (kinds.shapes[shape]?.cap[r] ?? 0) * times;
      for (const [index, kind] of of.entries()) used += (kinds.size[kind * kinds.d + r] ?? 0) * (counts[index] ?? 0) * times;
    }
    if (there > 0 && used / there > highest) {
      highest = used / there;
      binding = name;
    }
  }
  return binding;
}
