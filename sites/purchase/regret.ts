import type { Intent } from '../intent/environment.js';
import { plusQuarters, type Quarter } from '../model/calendar.js';
import type { Estate } from '../model/estate.js';
import type { EstateProblem } from './build.js';
import type { Purchases } from './problem.js';
import { atQuantile, draw, quantile, Scenarios, type Drawn } from './scenarios.js';
import { solve, type Solver } from './solve.js';
import type { Planning } from './things.js';

/** A plan made for one outcome, and what it meets in all of them. */
export interface FollowedPlan {
  readonly name: 'P50' | 'P90';
  /** Percent a year it was made for. */
  readonly growth: number;
  /** VND at today's value, in sums: neither packed nor judged. */
  readonly cost: bigint;
  readonly lowerBound: bigint;
  readonly nodes: number;
  /** Scenarios in which nothing has to be bought besides. */
  readonly holds: number;
  /** Scenarios in which no purchase mends it in time or money. */
  readonly beyond: number;
  /** What following it costs more than the best plan of the scenario, VND at today's value: where it can be mended. */
  readonly regret: { readonly mean: bigint; readonly p90: bigint; readonly worst: bigint };
}

export interface ScenarioCost extends Drawn {
  /** The best plan of the scenario; absent where it has none. */
  readonly best?: bigint;
  /** Regret of each plan, in their order; absent where it cannot be mended. */
  readonly regrets: readonly { readonly plan: FollowedPlan['name']; readonly regret?: bigint }[];
}

export interface Uncertain {
  readonly seed: number;
  /** Last quarter that is looked at: beyond the plan's, so that a late site still opens. */
  readonly until: Quarter;
  readonly plans: readonly FollowedPlan[];
  readonly scenarios: readonly ScenarioCost[];
  /** Best plans over all scenarios that have one: costs below which a half and nine tenths of them lie. */
  readonly best: { readonly p50: bigint; readonly p90: bigint };
  /** Programs that stopped at a limit of time before they came within the gap. */
  readonly stopped: number;
}

export interface UncertainOptions {
  readonly solver: Solver;
  readonly gap: number;
  readonly now: () => number;
  readonly until: number;
  readonly told?: (scenario: number) => void;
}

const vnd = (billions: number): bigint => BigInt(Math.round(billions * 1e9));

/** The value below which a share of all lies: the least that at least so many do not exceed. */
export function shareOf(all: readonly bigint[], share: number): bigint {
  const rising = [...all].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return rising[Math.max(0, Math.ceil(share * rising.length) - 1)] ?? 0n;
}

interface Made {
  readonly name: FollowedPlan['name'];
  readonly growth: number;
  readonly problem: EstateProblem;
  readonly purchases: Purchases;
  readonly cost: number;
  readonly bound: number;
}

/**
 * Plans for the middle and for nine tenths of growth, and what each costs where another outcome comes true. Whoever follows
 * a plan has placed its orders and takes none back; what is missing besides is bought as soon as one could know, which is at
 * once: true regret is no smaller.
 *
 * @returns undefined where time ran out before there was a plan.
 */
export function uncertain(estate: Estate, derive: (estate: Estate) => Intent, planning: Planning, caps: ReadonlyMap<number, bigint>, { seed, count }: { readonly seed: number; readonly count: number }, options: UncertainOptions): Uncertain | undefined {
  const { uncertainty } = planning;
  if (uncertainty === undefined) return undefined;
  // Equipment of a site that is late is not lost: the scenarios look as far as late sites may open.
  const far: Estate = { ...estate, settings: { ...estate.settings, horizon: plusQuarters(estate.settings.horizon, Math.max(0, Math.ceil(quantile(uncertainty.lateQuarters, 0.999)))) } };
  const scenarios = new Scenarios(far, derive, planning, caps);
  const { solver, gap, now, until, told } = options;
  let stopped = 0;
  const cheapest = (problem: EstateProblem, placed?: readonly (readonly number[])[]) => {
    const found = solve(problem, { solver, gap, seconds: (until - now()) / 1000 }, placed === undefined ? {} : { placed });
    if (found.status === 'time-over' || (found.status === 'solved' && found.stopped === 'time-limit')) stopped += 1;
    return found.status === 'solved' ? found : undefined;
  };
  const made = (['P50', 'P90'] as const).flatMap((name): Made[] => {
    const outcome = atQuantile(estate, uncertainty, name === 'P50' ? 0.5 : 0.9);
    const problem = scenarios.problem(outcome);
    const found = cheapest(problem);
    return found === undefined ? [] : [{ name, growth: outcome.growth, problem, purchases: found.purchases, cost: found.cost, bound: found.bound }];
  });
  const rows = draw(estate, uncertainty, seed, count).map((drawn, index): ScenarioCost & { readonly held: readonly string[] } => {
    told?.(index + 1);
    const problem = scenarios.problem(drawn);
    const best = cheapest(problem);
    const held: string[] = [];
    const regrets = made.map((plan): ScenarioCost['regrets'][number] => {
      const { placed, sunk } = carried(plan, problem);
      const followed = cheapest(problem, placed);
      if (followed === undefined || best === undefined) return { plan: plan.name };
      if (followed.purchases.ordered.every((row, thing) => row.every((ordered, at) => ordered <= (placed[thing]?.[at] ?? 0)))) held.push(plan.name);
      // Both stop within a gap of their bounds: what is less than nothing is that.
      return { plan: plan.name, regret: vnd(Math.max(0, followed.cost + sunk - best.cost)) };
    });
    return { ...drawn, ...(best === undefined ? {} : { best: vnd(best.cost) }), regrets, held };
  });
  const costs = rows.flatMap(({ best }) => best ?? []);
  return {
    seed,
    until: far.settings.horizon,
    plans: made.map(({ name, growth, problem, purchases, cost, bound }): FollowedPlan => {
      const regrets = rows.flatMap((row) => row.regrets.flatMap(({ plan, regret }) => (plan === name && regret !== undefined ? [regret] : [])));
      const total = regrets.reduce((sum, one) => sum + one, 0n);
      return {
        name,
        growth,
        cost: vnd(cost),
        lowerBound: vnd(bound),
        nodes: problem.things.reduce((sum, _, thing) => sum + (purchases.serving[thing] ?? []).reduce((a, b) => a + b, 0), 0),
        holds: rows.filter(({ held }) => held.includes(name)).length,
        beyond: rows.length - regrets.length,
        regret: { mean: regrets.length === 0 ? 0n : total / BigInt(regrets.length), p90: shareOf(regrets, 0.9), worst: shareOf(regrets, 1) },
      };
    }),
    scenarios: rows.map(({ held: _held, ...row }) => row),
    best: { p50: shareOf(costs, 0.5), p90: shareOf(costs, 0.9) },
    stopped,
  };
}

/** A plan's orders among the things of another outcome; what has no place there any more was paid for all the same, at that outcome's prices. */
function carried({ problem, purchases }: Made, other: EstateProblem): { readonly placed: readonly (readonly number[])[]; readonly sunk: number } {
  const byId = new Map(problem.things.map((thing, index) => [thing.id, index]));
  const placed = other.things.map(({ id, lead }) => {
    const index = byId.get(id);
    const row = index === undefined ? [] : (purchases.ordered[index] ?? []);
    return row.map((count, at) => (at + lead < other.quarters.length ? count : 0));
  });
  const there = new Set(other.things.map(({ id }) => id));
  const sunk = problem.things.reduce((sum, { id, kind, cost }, index) => {
    if (there.has(id)) return sum;
    const like = other.things.find((thing) => thing.kind === kind);
    return sum + (purchases.ordered[index] ?? []).reduce((of, count, at) => of + count * (like?.cost[at] ?? cost[at] ?? 0), 0);
  }, 0);
  return { placed, sunk };
}
