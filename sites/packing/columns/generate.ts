import type { Kinds, Packed, Run } from '../kinds.js';
import type { Random } from '../random.js';
import type { Solver } from '../solver.js';
import { greedyPatterns } from './greedy-pricing.js';
import { Master, type Solved } from './master.js';
import { Pricer, type Pattern } from './pricing.js';

/** Profits are the program's dual values in whole parts of this. */
const parts = 1e7;
/** What a pattern must be worth to help: more than a node, by more than the program's own tolerance. */
const worth = parts * (1 + 1e-6);
/** Partial patterns that exact pricing looks at, for more columns and for a bound. */
const quickNodes = 60_000;
const thoroughNodes = 1_500_000;
/** Columns of a round below which exact pricing is asked too. */
const fewColumns = 12;

export interface ColumnsOptions {
  readonly solver: Solver;
  readonly random: Random;
  /** Milliseconds, from any start. */
  readonly now: () => number;
  /** By when the program must have come to rest, on that clock; dives go on until `late`. */
  readonly restBy: number;
  /** When to stop, on that clock. */
  readonly until: number;
  readonly late: () => boolean;
  /** Known lower bound, and patterns to start from. */
  readonly bound: number;
  readonly seed: readonly Pattern[];
}

/**
 * The linear program over patterns (P. Gilmore, R. Gomory 1961): its columns are generated as the dual values ask for
 * them. What the dual values prove is a lower bound at any moment (A. Farley 1990): Σ need · profit ÷ the largest profit
 * of one node, in whole numbers.
 */
export class Columns {
  readonly master: Master;
  lowerBound: number;
  private readonly pricer: Pricer;
  private readonly cap: Float64Array;

  constructor(
    private readonly kinds: Kinds,
    private readonly options: ColumnsOptions,
  ) {
    this.cap = kinds.shapes[0]?.cap ?? new Float64Array(kinds.d);
    this.master = new Master(options.solver, kinds, options.seed);
    this.pricer = new Pricer(kinds, this.cap);
    this.lowerBound = options.bound;
  }

  dispose(): void {
    this.master.dispose();
  }

  /** Generates columns until none helps, the bound reaches `enough`, or time is over. Returns the program's last solution. */
  rest(enough: number): Solved | undefined {
    const { restBy, now } = this.options;
    let solved: Solved | undefined;
    const late = (): boolean => this.options.late() || now() > restBy;
    let quickHelps = true;
    for (let rounds = 0; ; ) {
      const seconds = (restBy - now()) / 1000;
      if (seconds <= 0 || this.options.late()) return solved;
      const next = this.master.solve(seconds);
      if (next === undefined) return solved;
      solved = next;
      // More columns only lower the value: the bound cannot rise above it any more.
      if (this.lowerBound >= Math.min(enough, Math.ceil(solved.value - 1e-6))) return solved;
      const profit = profitOf(solved);
      rounds += 1;
      let added = this.generate(profit);
      if (added < fewColumns && quickHelps) {
        const more = this.master.add(this.pricer.price(profit, { above: worth, many: true, nodes: quickNodes, late }).patterns);
        quickHelps = more > 1;
        added += more;
      }
      if (added > 0 && rounds % 12 !== 0) continue;
      const priced = this.pricer.price(profit, { above: parts, many: false, nodes: thoroughNodes, late });
      this.lowerBound = Math.max(this.lowerBound, farley(this.kinds, profit, priced.bound));
      added += this.master.add(priced.patterns);
      if (added === 0) return solved;
    }
  }

  private generate(profit: Float64Array, need: Int32Array = this.kinds.need): number {
    const kinds = need === this.kinds.need ? this.kinds : { ...this.kinds, need };
    const from = Array.from({ length: kinds.n }, (_, kind) => kind).filter((kind) => (need[kind] ?? 0) > 0 && (profit[kind] ?? 0) > 0);
    const some = from.length <= 150 ? from : Array.from({ length: 150 }, () => from[this.options.random.below(from.length)] ?? 0);
    const found = greedyPatterns(kinds, this.cap, profit, some, this.options.random).filter(({ value }) => value > worth);
    found.sort((a, b) => b.value - a.value);
    return this.master.add(found.slice(0, 80).map(({ pattern }) => pattern));
  }

  /**
   * Decides on nodes one after the other, those that the program holds most of, and lets it answer each time; columns for
   * what is left are generated on the way. Undefined when time is over first.
   */
  dive(bend: number): Packed | undefined {
    const { kinds } = this;
    const need = Int32Array.from(kinds.need);
    const runs: Run[] = [];
    try {
      for (let rest = need.reduce((sum, pods) => sum + pods, 0); rest > 0; ) {
        if (this.options.late()) return undefined;
        this.master.need(need);
        let solved = this.master.solve(this.seconds());
        for (let round = 0; solved !== undefined && round < 3; round += 1) {
          if (this.options.late()) return undefined;
          if (this.generate(profitOf(solved), need) === 0) break;
          solved = this.master.solve(this.seconds()) ?? solved;
        }
        if (solved === undefined) return undefined;
        const placed = this.decide(solved.x, need, runs, bend);
        if (placed === 0) return undefined;
        rest -= placed;
      }
    } finally {
      this.master.need(kinds.need);
    }
    return { runs, left: new Int32Array(kinds.n), nodes: runs.reduce((sum, { times }) => sum + times, 0) };
  }

  private seconds(): number {
    return (this.options.until - this.options.now()) / 1000;
  }

  /** Takes the whole parts of a solution, and of what is nearly whole; at least one node. Returns how many pods that places. */
  private decide(x: Float64Array, need: Int32Array, runs: Run[], bend: number): number {
    const { random } = this.options;
    const order = Array.from(x, (value, column) => ({ column, value, key: value - Math.floor(value + 1e-6) + (bend > 0 ? random.next() * bend : 0) + (value >= 1 - 1e-6 ? 10 : 0) }))
      .filter(({ value }) => value > 1e-6)
      .sort((a, b) => b.key - a.key || a.column - b.column);
    let placed = 0;
    let decided = 0;
    for (const { column, value } of order) {
      const whole = Math.floor(value + 1e-6);
      const fraction = value - whole;
      if (decided > 0 && whole === 0 && fraction < 0.85) continue;
      const times = whole > 0 ? whole : 1;
      const pattern = this.master.patterns[column];
      if (pattern === undefined) continue;
      for (let time = 0; time < times; time += 1) {
        const counts = pattern.kinds.map((kind, index) => Math.min(pattern.counts[index] ?? 0, need[kind] ?? 0));
        const pods = counts.reduce((sum, count) => sum + count, 0);
        // Another choice of this round has taken its pods: not worth a node now.
        if (pods === 0 || (decided > 0 && pods < pattern.counts.reduce((sum, count) => sum + count, 0))) break;
        const kept = pattern.kinds.map((kind, index) => ({ kind, count: counts[index] ?? 0 })).filter(({ count }) => count > 0);
        for (const { kind, count } of kept) need[kind] = (need[kind] ?? 0) - count;
        runs.push({ shape: 0, kinds: kept.map(({ kind }) => kind), counts: kept.map(({ count }) => count), times: 1 });
        placed += pods;
        decided += 1;
      }
    }
    return placed;
  }
}

const profitOf = ({ dual }: Solved): Float64Array => dual.map((value) => Math.max(0, Math.floor(value * parts)));

/** ⌈Σ need · profit ÷ highest⌉, exactly. */
function farley(kinds: Kinds, profit: Float64Array, highest: number): number {
  if (highest <= 0) return 0;
  let sum = 0n;
  for (let kind = 0; kind < kinds.n; kind += 1) sum += BigInt(kinds.need[kind] ?? 0) * BigInt(profit[kind] ?? 0);
  const most = BigInt(highest);
  return Number((sum + most - 1n) / most);
}
