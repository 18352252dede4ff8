import type { Quarter } from '../model/calendar.js';
import { copiesIn } from './copies/copies-in.js';
import { isHeld, together, type HeldCopy } from './copies/held.js';
import { addCopies, demandIn, type Demand, type Situation, type Sums, type Unplaced } from './demand.js';
import type { Plan } from './headroom.js';
import { demandAfter, kinDemand, kinOf, type QuarterDemand } from './kin.js';
import { situationIn } from './loss.js';

/** What everybody is owed in a quarter whatever is lost, and what has been computed from it by the sites lost. */
interface Known {
  readonly owed: QuarterDemand;
  /** At every site, serving or not; by name, and those that come and go together as one. */
  readonly copies: readonly HeldCopy[];
  readonly copied: readonly HeldCopy[];
  readonly sums: Map<string, SiteSums>;
}

/** Demand at every site by compartment and tier, copies among it, and who runs nowhere. */
export interface SiteSums {
  readonly sites: Sums;
  readonly unplaced: readonly Unplaced[];
}

const kin = new WeakMap<Plan, ReturnType<typeof kinOf>>();
/** Of the last quarter asked about alone: a plan is walked quarter by quarter, and each quarter has as many losses as it has sites. */
const known = new WeakMap<Plan, Known>();

function knownIn(plan: Plan, quarter: Quarter): Known {
  const before = known.get(plan);
  if (before?.owed.quarter === quarter) return before;
  const { estate, promises, growth, backups = [] } = plan;
  const families = kin.get(plan) ?? kinOf(estate, promises);
  kin.set(plan, families);
  const copies = copiesIn(estate, backups, quarter, growth);
  const found: Known = { owed: kinDemand(estate, promises, families, quarter, growth), copies, copied: together(copies), sums: new Map() };
  known.set(plan, found);
  return found;
}

/** The sums of a quarter's demand in a situation. Computed once for each: they are not to be changed. */
export function sumsIn(plan: Plan, quarter: Quarter, situation: Situation): SiteSums {
  const { owed, copied, sums } = knownIn(plan, quarter);
  const key = [situation.serving, situation.lost].map((sites) => [...sites].sort().join(' ')).join('/');
  const before = sums.get(key);
  if (before !== undefined) return before;
  const found = demandAfter(owed, plan.promises, situation, plan.growth);
  addCopies(found.sites, copied.filter((copy) => isHeld(copy, situation)));
  sums.set(key, found);
  return found;
}

/** Where everybody runs in a quarter once the sites are lost, by name, and where their copies lie. */
export function demandOf(plan: Plan, quarter: Quarter, lost: ReadonlySet<string>): Demand {
  const { estate, promises, growth } = plan;
  const situation = situationIn(estate, quarter, lost);
  return { ...demandIn(estate, promises, quarter, situation, growth), copies: knownIn(plan, quarter).copies.filter((copy) => isHeld(copy, situation)) };
}
