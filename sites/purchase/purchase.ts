import { planOf } from '../capacity/plan.js';
import type { Intent } from '../intent/environment.js';
import type { Quarter } from '../model/calendar.js';
import type { Estate } from '../model/estate.js';
import type { EquipmentKind } from '../model/kinds/planning/purchase.js';
import { byOrganisation, byYear, type OrganisationSpending, type YearSpending } from './budget.js';
import { problemOf } from './build.js';
import type { CutOffFrom, Waiting } from './check.js';
import { capsLeft } from './committed.js';
import { conflictOf, type Conflict } from './conflict.js';
import { ordersOf, type Order } from './orders.js';
import { overloadedIn, type Overloaded } from './overloaded.js';
import { isOwned } from './owned.js';
import { declaredBy, type Declared } from './planned.js';
import { madePlanDigest } from './plan-digest.js';
import { poolsOf, racksOf, retiringOf, type BoughtPool, type BoughtRacks, type Retiring } from './pools.js';
import { uncertain, type Uncertain } from './regret.js';
import { rounds, type Round } from './rounds.js';
import type { Solved, Solver } from './solve.js';
import type { Planning } from './things.js';
import { waited, type Waited } from './waited.js';

export interface PurchaseOptions {
  readonly solver: Solver;
  readonly gap: number;
  /** Most VND to order for, by year: those of the planning inputs and those asked for. */
  readonly caps: ReadonlyMap<number, bigint>;
  /** How often to draw otherwise, and what the draws begin with. @default - not at all */
  readonly scenarios?: { readonly seed: number; readonly count: number };
  /** Milliseconds, from any start. */
  readonly now: () => number;
  readonly until: number;
  readonly told?: (what: Told) => void;
}

export type Told = { readonly scenario: number } | { readonly round: number; readonly what: 'solving' | 'checking' } | { readonly conflict: number };

/** What a file wishes for without a contract, beside what the plan buys. */
export interface Wish {
  readonly site: string;
  readonly kind: EquipmentKind;
  readonly wished: number;
  readonly bought: number;
}

/** What was shown of a plan. */
export interface Certificate {
  /** VND at today's value, running costs included. */
  readonly cost: bigint;
  /** No plan that serves every need costs less. */
  readonly lowerBound: bigint;
  /** (cost − lower bound) ÷ lower bound; 0 where nothing is to be bought. */
  readonly gap: number;
  /** What ended the last search. */
  readonly stopped: Solved['stopped'];
  readonly rounds: readonly Round[];
  /** Promises judged by headroom, over all quarters, sites, tiers and losses. */
  readonly judged: number;
  readonly packings: number;
  readonly pods: number;
}

export interface PurchasePlan {
  readonly status: 'plan';
  /** Of the estate, its scenario, the caps and everything that is bought: what a proof of this plan names. */
  readonly digest: string;
  readonly quarters: readonly Quarter[];
  readonly orders: readonly Order[];
  readonly years: readonly YearSpending[];
  readonly organisations: readonly OrganisationSpending[];
  /** Raw bytes that storage classes are to declare once their disks change: a setting, not a purchase. */
  readonly declared: readonly Declared[];
  readonly wishes: readonly Wish[];
  /** What the orders become in the sites' files. */
  readonly pools: readonly BoughtPool[];
  readonly racks: readonly BoughtRacks[];
  readonly retiring: readonly Retiring[];
  /** Who has nowhere to go, until when: no purchase mends that. */
  readonly waiting: readonly Waiting[];
  /** Where no way is left for replication: neither a purchase nor a faster link mends that. */
  readonly cutOff: readonly CutOffFrom[];
  readonly waited: Waited;
  /** Halls that do not bear what stands in them: no purchase mends that either. */
  readonly overloaded: readonly Overloaded[];
  /** Where scenarios were asked for. */
  readonly uncertain?: Uncertain;
  readonly certificate: Certificate;
}

export type PurchaseResult =
  | PurchasePlan
  | { readonly status: 'infeasible'; readonly quarters: readonly Quarter[]; readonly conflict: Conflict; readonly overloaded: readonly Overloaded[]; readonly rounds: readonly Round[] }
  | { readonly status: 'time-over' }
  | { readonly status: 'unsettled'; readonly rounds: readonly Round[]; readonly shortages: number; readonly misfits: number; readonly rackless: number };

/** Seconds for each question about how few of a kind would do. */
const boundSeconds = 5;

/** Scenarios are compared with each other, not certified: nearer than this is not worth three programs for each. */
const scenarioGap = 0.005;

const vnd = (billions: number): bigint => BigInt(Math.round(billions * 1e9));

/**
 * What to order by when, so that every promise is kept after every single failure until the horizon.
 *
 * Solved in sums, judged by headroom, packed for real; returned once all three agree, or with what contradicts what.
 * @throws Unpriced
 */
export function purchase(estate: Estate, derive: (estate: Estate) => Intent, planning: Planning, options: PurchaseOptions): PurchaseResult {
  const plan = planOf(estate, derive(estate));
  const first = problemOf(plan, planning, capsLeft(estate, options.caps));
  const { solver, gap, now, until, told } = options;
  const result = rounds(plan, first, planning, { solver, gap, now, until, told: (round, what) => told?.({ round, what }) });
  if (result.status === 'time-over') return result;
  const overloaded = overloadedIn(plan, first.owned.values(), first.quarters);
  if (result.status === 'infeasible') return { status: 'infeasible', quarters: first.quarters, overloaded, rounds: result.rounds, conflict: conflictOf(result.problem, { solver, now, until, told: (conflict) => told?.({ conflict }) }) };
  if (result.status === 'unsettled') return { status: 'unsettled', rounds: result.rounds, shortages: result.checked?.shortages.length ?? 0, misfits: result.fit.misfits.length, rackless: result.checked?.unplaced.length ?? 0 };
  const { solved, bound, checked, fit, problem, lots } = result;
  const orders = ordersOf(estate, problem, first, solved, planning, { solver, seconds: boundSeconds });
  const last = Number(first.quarters.at(-1)?.slice(0, 4) ?? 0);
  const drawn = options.scenarios === undefined ? undefined : uncertain(estate, derive, planning, capsLeft(estate, options.caps), options.scenarios, { solver, gap: Math.max(gap, scenarioGap), now, until, told: (scenario) => told?.({ scenario }) });
  return {
    status: 'plan',
    digest: madePlanDigest(estate, options.caps, lots),
    quarters: first.quarters,
    orders,
    years: byYear(orders, last),
    organisations: byOrganisation(estate, orders),
    declared: declaredBy(plan, problem, lots),
    wishes: wishesOf(estate, orders),
    pools: poolsOf(estate, problem, lots, orders),
    racks: racksOf(estate, orders),
    retiring: retiringOf(estate, problem, lots),
    waiting: checked.waiting,
    cutOff: checked.cutOff,
    waited: waited(problem, solved.purchases),
    overloaded,
    ...(drawn === undefined ? {} : { uncertain: drawn }),
    certificate: {
      cost: vnd(solved.cost),
      lowerBound: vnd(bound),
      gap: bound <= 0 ? (solved.cost <= 1e-9 ? 0 : 1) : (solved.cost - bound) / bound,
      stopped: solved.stopped,
      rounds: result.rounds,
      judged: checked.judged,
      packings: fit.packings,
      pods: fit.pods,
    },
  };
}

function wishesOf(estate: Estate, orders: readonly Order[]): readonly Wish[] {
  const rows = new Map<string, { site: string; kind: EquipmentKind; wished: number; bought: number }>();
  const row = (site: string, kind: EquipmentKind) => {
    const known = rows.get(`${site} ${kind}`) ?? { site, kind, wished: 0, bought: 0 };
    rows.set(`${site} ${kind}`, known);
    return known;
  };
  for (const site of Object.values(estate.sites)) for (const pool of site.nodePools) if (pool.count > 0 && !isOwned(pool, estate) && pool.available <= estate.settings.horizon) row(site.id, pool.purpose).wished += pool.count;
  for (const { site, kind, count } of orders) if (kind !== 'rack') row(site, kind).bought += count;
  return [...rows.values()];
}
