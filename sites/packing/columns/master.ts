import type { Kinds } from '../kinds.js';
import type { Solver } from '../solver.js';
import type { Pattern } from './pricing.js';

export interface Solved {
  readonly value: number;
  readonly x: Float64Array;
  readonly dual: Float64Array;
}

/** The linear program over patterns: as few nodes as hold every pod. The model lives in WebAssembly: dispose of it. */
export class Master {
  readonly patterns: Pattern[] = [];
  private readonly known = new Set<string>();
  private readonly model;

  constructor(
    private readonly solver: Solver,
    private readonly kinds: Kinds,
    seed: readonly Pattern[],
  ) {
    this.model = solver.createModel();
    this.model.options.set({ output_flag: false, simplex_strategy: 4 });
    const { n } = kinds;
    this.model.addRows({ lower: Float64Array.from(kinds.need), upper: new Float64Array(n).fill(solver.infinity), matrix: { format: 'csr', numRows: n, numCols: 0, starts: new Int32Array(n + 1), indices: new Int32Array(0), values: new Float64Array(0) } });
    this.add(seed);
  }

  dispose(): void {
    this.model.dispose();
  }

  /** Patterns that are not there yet. Returns how many. */
  add(patterns: readonly Pattern[]): number {
    const fresh = patterns.filter((pattern) => {
      const key = pattern.kinds.map((kind, index) => `${kind}:${pattern.counts[index]}`).join(' ');
      return key !== '' && !this.known.has(key) && this.known.add(key);
    });
    if (fresh.length === 0) return 0;
    const starts = [0];
    const indices: number[] = [];
    const values: number[] = [];
    for (const { kinds, counts } of fresh) {
      indices.push(...kinds);
      values.push(...counts);
      starts.push(indices.length);
    }
    this.model.addCols({
      cost: new Float64Array(fresh.length).fill(1),
      lower: new Float64Array(fresh.length),
      upper: new Float64Array(fresh.length).fill(this.solver.infinity),
      matrix: { format: 'csc', numRows: this.kinds.n, numCols: fresh.length, starts: Int32Array.from(starts), indices: Int32Array.from(indices), values: Float64Array.from(values) },
    });
    this.patterns.push(...fresh);
    return fresh.length;
  }

  /** Asks for other numbers of pods: those that nodes already decided on do not hold. */
  need(need: Int32Array): void {
    for (let kind = 0; kind < this.kinds.n; kind += 1) this.model.changeRowBounds(kind, need[kind] ?? 0, this.solver.infinity);
  }

  /** The linear program; undefined when it was not solved within its seconds. */
  solve(seconds: number): Solved | undefined {
    this.model.options.set({ time_limit: this.model.getRunTime() + Math.max(seconds, 0.01) });
    const { modelStatus } = this.model.run();
    if (modelStatus !== this.solver.constants.modelStatus.optimal) return undefined;
    const { colValue, rowDual } = this.model.getSolution();
    return { value: this.model.getObjectiveValue(), x: colValue, dual: rowDual };
  }
}
