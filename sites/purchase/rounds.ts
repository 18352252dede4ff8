import type { Plan } from '../capacity/headroom.js';
import { isStorage } from '../capacity/quantities.js';
import type { EstateProblem } from './build.js';
import { check, type Checked, type Shortage } from './check.js';
import { fits, type Fit, type Misfit } from './fit.js';
import { later } from './later.js';
import { lotsOf, type Lot } from './planned.js';
import { inServiceAt, type Limit, type Need, type Purchases } from './problem.js';
import { solve, type Solved, type Solver } from './solve.js';
import { inUnits, type Planning } from './things.js';

/** What one round of the program, the check and the packing came to. */
export interface Round {
  /** Billions of VND at today's value. */
  readonly cost: number;
  readonly bound: number;
  readonly stopped: Solved['stopped'];
  readonly shortages: number;
  readonly misfits: number;
  readonly rackless: number;
}

export interface Settled {
  readonly status: 'settled';
  /** With the cuts of every round. */
  readonly problem: EstateProblem;
  readonly solved: Solved;
  /** Of the first round, before any cut: no plan that serves every need costs less. */
  readonly bound: number;
  readonly lots: readonly Lot[];
  readonly checked: Checked;
  readonly fit: Fit;
  readonly rounds: readonly Round[];
}

export type RoundsResult =
  | Settled
  | { readonly status: 'infeasible'; readonly problem: EstateProblem; readonly rounds: readonly Round[] }
  | { readonly status: 'time-over'; readonly rounds: readonly Round[] }
  /** Our own failure: the plan did not come to hold. */
  | { readonly status: 'unsettled'; readonly rounds: readonly Round[]; readonly checked?: Checked; readonly fit: Fit };

export interface RoundsOptions {
  readonly solver: Solver;
  readonly gap: number;
  /** Milliseconds, and when to stop on that clock. */
  readonly now: () => number;
  readonly until: number;
  readonly told?: (round: number, what: 'solving' | 'checking') => void;
}

const mostRounds = 20;

/** Solves in sums, checks, packs for real, and gives what did not fit back as cuts, until everything does. */
export function rounds(plan: Plan, first: EstateProblem, planning: Planning, { solver, gap, now, until, told }: RoundsOptions): RoundsResult {
  const done: Round[] = [];
  let problem = first;
  let bound: number | undefined;
  for (;;) {
    told?.(done.length + 1, 'solving');
    const solved = solve(problem, { solver, gap, seconds: (until - now()) / 1000 });
    if (solved.status === 'infeasible') return { status: 'infeasible', problem, rounds: done };
    if (solved.status === 'time-over') return { status: 'time-over', rounds: done };
    bound ??= solved.bound;
    told?.(done.length + 1, 'checking');
    const lots = lotsOf(problem, solved.purchases);
    const fit = fits(plan, problem, lots, planning, now);
    // What cannot be packed is not worth judging: that waits for a plan that can.
    const checked = fit.misfits.length === 0 ? check(plan, problem, lots) : undefined;
    done.push({ cost: solved.cost, bound: solved.bound, stopped: solved.stopped, shortages: checked?.shortages.length ?? 0, misfits: fit.misfits.length, rackless: checked?.unplaced.length ?? 0 });
    if (checked !== undefined && checked.shortages.length === 0 && checked.unplaced.length === 0) return { status: 'settled', problem, solved: { ...solved, purchases: later(problem, solved.purchases) }, bound, lots, checked, fit, rounds: done };
    const cut = withCuts(problem, solved.purchases, checked, fit);
    if (cut === undefined || done.length >= mostRounds) return { status: 'unsettled', rounds: done, ...(checked === undefined ? {} : { checked }), fit };
    problem = cut;
  }
}

/** What a need is served beyond what it asks, in its own unit. */
export function slackOf({ things }: Pick<EstateProblem, 'things'>, { serving }: Purchases, need: Need): number {
  const bought = need.offers.reduce((sum, { thing, amount }) => {
    const of = things[thing];
    return of === undefined ? sum : sum + amount * inServiceAt(of, serving[thing] ?? [], need.quarter);
  }, 0);
  return need.owned + bought - need.spare - need.more - need.asks.reduce((sum, { amount, served }) => sum + amount * served, 0);
}

/** The problem with what was missing asked for; undefined where nothing of it is asked for anywhere. */
function withCuts(problem: EstateProblem, purchases: Purchases, checked: Checked | undefined, { misfits }: Fit): EstateProblem | undefined {
  const { shortages = [], unplaced = [] } = checked ?? {};
  const more = new Map<string, number>();
  const cut = (need: Need, missing: number): void => void more.set(need.id, Math.max(more.get(need.id) ?? 0, Math.max(0, slackOf(problem, purchases, need)) + Math.max(missing, 1e-3)));
  for (const shortage of shortages) for (const need of problem.needs) if (concerns(need, shortage)) cut(need, inUnits(need.resource, -(shortage.left?.left ?? 0n)));
  for (const misfit of misfits) for (const need of problem.needs) if (isOf(need, misfit)) cut(need, stepOf(need, inUnits(misfit.resource, misfit.missing)));
  const racks = new Map<string, number>();
  for (const { thing, nodes, quarter } of unplaced) {
    const of = problem.things[thing];
    if (of === undefined) continue;
    const key = `racks/${of.site}/${of.hall} ${quarter}`;
    racks.set(key, (racks.get(key) ?? 0) + Math.ceil(nodes / of.perRack));
  }
  if (more.size === 0 && racks.size === 0) return undefined;
  return {
    ...problem,
    needs: problem.needs.map((need) => ({ ...need, more: need.more + (more.get(need.id) ?? 0) })),
    limits: problem.limits.map((limit): Limit => ({ ...limit, left: Math.max(0, limit.left - (racks.get(`${limit.name} ${limit.quarter}`) ?? 0)) })),
  };
}

/** Pods that found no place may need one node more: a cut asks for that, or where they would fill several for half of them. */
const stepOf = ({ offers }: Need, missing: number): number => (missing > 2 * Math.max(0, ...offers.map(({ amount }) => amount)) ? missing / 2 : 1e-3);

const sameLost = (need: Need, lost: readonly string[]): boolean => need.lost.join(' ') === lost.join(' ');

const isOf = (need: Need, { site, compartment, quarter, lost, resource }: Misfit): boolean => need.site === site && need.compartment === compartment && need.quarter === quarter && need.resource === resource && sameLost(need, lost);

function concerns(need: Need, { quarter, domains, left }: Shortage): boolean {
  if (left === undefined || need.quarter !== quarter || need.site !== left.site) return false;
  const lost = domains.flatMap((domain) => (domain.startsWith('site/') ? [domain.slice('site/'.length)] : [])).sort();
  if (!sameLost(need, lost)) return false;
  return isStorage(left.resource) ? need.resource === left.resource || need.resource === 'disks/*' : need.resource === left.resource && need.compartment === left.compartment;
}
