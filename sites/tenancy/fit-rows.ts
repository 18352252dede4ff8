import { judgedAfterSiteLoss, type Plan } from '../capacity/headroom.js';
import type { Left } from '../capacity/left.js';
import { situationIn } from '../capacity/loss.js';
import { plannedQuarters } from '../capacity/operation.js';
import { planOf } from '../capacity/plan.js';
import { resourcesIn } from '../capacity/resources.js';
import { deriveIntent } from '../intent/derive.js';
import type { Quarter } from '../model/calendar.js';
import type { Estate } from '../model/estate.js';
import { protections } from '../model/kinds/protection.js';

/** One resource of one site in one quarter, in the resource's smallest unit: allocatable − committed − reserve − request = left. */
export interface FitRow {
  readonly site: string;
  readonly quarter: Quarter;
  /** Nodes everybody shares (`open`), or those of one tenant or of state secrets. */
  readonly compartment: string;
  readonly resource: string;
  readonly allocatable: bigint;
  /** Owed to everybody else while nothing is lost. */
  readonly committed: bigint;
  /** Kept free for those who come when another site is lost: the worst one. */
  readonly reserve: bigint;
  /** What the judged requests add while nothing is lost; negative where they give back. */
  readonly request: bigint;
  readonly left: bigint;
  /** What would be left without the judged requests. */
  readonly before: bigint;
}

/** One resource of one site, whatever the quarter. */
export const resourceKey = ({ site, compartment, resource }: Pick<Left, 'site' | 'compartment' | 'resource'>): string => `${site} ${compartment} ${resource}`;

/** By site and resource, the quarter with the least left; of several alike the first. */
export function worstRows<R extends Pick<FitRow, 'site' | 'compartment' | 'resource' | 'left'>>(rows: readonly R[]): readonly R[] {
  const worst = new Map<string, R>();
  for (const row of rows) {
    const known = worst.get(resourceKey(row));
    if (known === undefined || row.left < known.left) worst.set(resourceKey(row), row);
  }
  return [...worst.values()];
}

/** What the resources that requests touch come to, quarter by quarter. */
export function fitRowsOf(base: Estate, head: Estate): readonly FitRow[] {
  const [before, after] = [base, head].map((estate) => planOf(estate, deriveIntent(estate), 'none')) as [Plan, Plan];
  return plannedQuarters(head).flatMap((quarter) => rowsIn(before, after, quarter));
}

/** The same in one quarter. */
export function rowsIn(before: Plan, after: Plan, quarter: Quarter): FitRow[] {
  const none = situationIn(after.estate, quarter, new Set());
  const [was, is] = [before, after].map((plan) => byKey(resourcesIn(plan, quarter, none)));
  const peak = peakUnderLoss(after, quarter, [...none.serving]);
  const peakBefore = peakUnderLoss(before, quarter, [...none.serving]);
  return [...(is ?? [])].flatMap(([at, { site, compartment, resource, there, promised }]): FitRow[] => {
    const committed = was?.get(at)?.promised ?? 0n;
    const worst = most(promised, peak.get(at) ?? 0n);
    const worstBefore = most(committed, peakBefore.get(at) ?? 0n);
    if (promised === committed && worst === worstBefore) return [];
    return [{ site, quarter, compartment, resource, allocatable: there, committed, reserve: worst - promised, request: promised - committed, left: there - worst, before: there - worstBefore }];
  });
}

const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const byKey = (all: readonly Left[]): ReadonlyMap<string, Left> => new Map(all.map((left) => [resourceKey(left), left]));

/** What each resource owes at most when one site is lost; only tiers that have somewhere to go are owed anything then. */
function peakUnderLoss(plan: Plan, quarter: Quarter, serving: readonly string[]): ReadonlyMap<string, bigint> {
  const peak = new Map<string, bigint>();
  const tier = judgedAfterSiteLoss(protections.at(-1) ?? 'bronze');
  for (const site of serving)
    for (const left of resourcesIn(plan, quarter, situationIn(plan.estate, quarter, new Set([site])), tier)) peak.set(resourceKey(left), most(peak.get(resourceKey(left)) ?? 0n, left.promised));
  return peak;
}
