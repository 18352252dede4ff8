import type { Highs } from 'highs';
import { programOf, type Program, type Without } from './program.js';
import type { Problem, Purchases } from './problem.js';

export type Solver = Highs;

export interface SolveOptions {
  readonly solver: Solver;
  /** (cost − bound) ÷ cost at which to stop. */
  readonly gap: number;
  readonly seconds: number;
}

export interface Solved {
  readonly status: 'solved';
  readonly purchases: Purchases;
  /** Billions of VND at today's value. */
  readonly cost: number;
  /** No plan costs less. */
  readonly bound: number;
  /** What ended the search: the bound was met, the gap was, or time was over. */
  readonly stopped: 'proven' | 'gap' | 'time-limit';
}

export type Solution = Solved | { readonly status: 'infeasible' } | { readonly status: 'time-over' };

/** Rounding of floating point, relative: below it a bound counts as met. */
const tolerance = 1e-6;

/** The cheapest purchases that serve every need. */
export function solve(problem: Problem, options: SolveOptions, without: Without = {}): Solution {
  const program = programOf(problem, without);
  return options.solver.withModel((model): Solution => {
    model.options.set({ output_flag: false, random_seed: 1, mip_rel_gap: options.gap, mip_feasibility_tolerance: 1e-7, time_limit: Math.max(0.01, options.seconds) });
    model.passModel(program.sparse.data());
    const { modelStatus } = model.run();
    const { modelStatus: status } = options.solver.constants;
    if (modelStatus === status.infeasible || modelStatus === status.unboundedOrInfeasible) return { status: 'infeasible' };
    // 2: a feasible point. https://ergo-code.github.io/HiGHS/stable/structures/enums/
    if (model.info.get('primal_solution_status') !== 2) return { status: 'time-over' };
    const cost = model.getObjectiveValue();
    const dual = Number(model.info.get('mip_dual_bound'));
    // Cost is never negative: whatever the solver has not bounded yet is at least nothing.
    const bound = Number.isFinite(dual) ? Math.min(cost, Math.max(0, dual)) : 0;
    const met = cost - bound <= tolerance * Math.max(1, Math.abs(cost));
    return { status: 'solved', purchases: program.read(model.getSolution().colValue), cost, bound: met ? cost : bound, stopped: met ? 'proven' : modelStatus === status.optimal ? 'gap' : 'time-limit' };
  });
}

/** Whether any purchases serve every need that counts; undefined where time ran out before that was known. */
export function isFeasible(problem: Problem, without: Without, { solver, seconds }: Pick<SolveOptions, 'solver' | 'seconds'>): boolean | undefined {
  const { sparse } = programOf(problem, without);
  const cost = sparse.cost.map(() => 0);
  const { modelStatus: status } = solver.constants;
  // Most contradictions show in fractions already, and those are quick to ask for.
  const ask = (relaxed: boolean): boolean | undefined =>
    solver.withModel((model): boolean | undefined => {
      model.options.set({ output_flag: false, random_seed: 1, mip_feasibility_tolerance: 1e-7, time_limit: Math.max(0.01, seconds) });
      model.passModel(sparse.data({ cost, relaxed }));
      const { modelStatus } = model.run();
      if (modelStatus === status.infeasible || modelStatus === status.unboundedOrInfeasible) return false;
      return model.info.get('primal_solution_status') === 2 ? true : undefined;
    });
  return ask(true) === false ? false : ask(false);
}

/** Lets no plan of a program cost more than so many billions at today's value. */
export function noDearer({ sparse }: Program, cost: number): void {
  sparse.row(-Infinity, cost * (1 + tolerance), sparse.cost.flatMap((each, column) => (each === 0 ? [] : [[column, each] as const])));
}

/** Fewest of some things that can serve in a quarter, in any plan the program admits: the linear program's bound, rounded up. */
export function fewest(program: Program, things: readonly number[], quarter: number, { solver, seconds }: Pick<SolveOptions, 'solver' | 'seconds'>): number {
  const { sparse, serving } = program;
  const cost = sparse.cost.map(() => 0);
  for (const thing of things) {
    const column = serving[thing]?.[quarter];
    if (column !== undefined) cost[column] = 1;
  }
  return solver.withModel((model): number => {
    model.options.set({ output_flag: false, random_seed: 1, time_limit: Math.max(0.01, seconds) });
    model.passModel(sparse.data({ cost, relaxed: true }));
    return model.run().modelStatus === solver.constants.modelStatus.optimal ? Math.max(0, Math.ceil(model.getObjectiveValue() - 1e-4)) : 0;
  });
}
