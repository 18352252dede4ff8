import { lossOf } from '../capacity/loss.js';
import type { Plan } from '../capacity/headroom.js';
import { plannedQuarters } from '../capacity/operation.js';
import { isStorage } from '../capacity/quantities.js';
import { demandOf } from '../capacity/quarter-demand.js';
import type { DeepReadonly } from '../model/estate.js';
import type { Site } from '../model/kinds/site.js';
import { crossingsIn } from './crossings.js';
import { askedOf, eventsIn, type Asked } from './demand.js';
import { limitsAt } from './limits.js';
import { needsAt } from './needs.js';
import { ownedSite } from './owned.js';
import { inBillions, type Budget, type Fitting, type Group, type Limit, type Need, type Problem } from './problem.js';
import { describesDisks } from './storage-needs.js';
import { fittingsAt, thingsAt, type Offered, type Planning } from './things.js';

/** A problem of an estate: its things know the pools they are copies of. */
export interface EstateProblem extends Problem {
  readonly things: readonly Offered[];
  /** Sites with what is owned alone, each pool until it is replaced. */
  readonly owned: ReadonlyMap<string, DeepReadonly<Site>>;
  /** Most bytes that a class of a site holds in a quarter, in any event: by `<site> <quarter's index> storage/<class>`. */
  readonly stored: ReadonlyMap<string, bigint>;
}

interface EventDemand {
  readonly at: number;
  readonly lost: readonly string[];
  readonly asked: readonly Asked[];
}

/**
 * The purchase problem of an estate over its quarters. What is owned stands; what a file wishes for without a contract does
 * not. @throws Unpriced
 */
export function problemOf(plan: Plan, planning: Planning, caps: ReadonlyMap<number, bigint>): EstateProblem {
  const { estate, promises } = plan;
  const quarters = plannedQuarters(estate);
  const organisationOf = new Map(promises.map(({ namespace, organisation }) => [namespace, organisation]));
  const base = [...lossOf(estate.scenario.lose).sites];
  const events = quarters.flatMap((quarter, at) =>
    eventsIn(plan, quarter).map((lost): EventDemand => ({ at, lost, asked: askedOf(demandOf(plan, quarter, new Set([...base, ...lost])), lost, organisationOf) })),
  );
  const groups: Group[] = [];
  const places = new Map<string, number>();
  const place = (group: string, organisation: string): number => {
    const known = places.get(group);
    if (known !== undefined) return known;
    places.set(group, groups.length);
    return groups.push({ id: group, organisation, kin: group.slice(organisation.length + 1) }) - 1;
  };
  for (const { asked } of events) for (const { group, organisation } of asked) place(group, organisation);
  const sites = Object.values(estate.sites);
  const owned = new Map(sites.map((site) => [site.id, ownedSite(estate, site, planning, quarters)]));
  const things: Offered[] = [];
  const fittings: Fitting[] = [];
  const limits: Limit[] = [];
  for (const site of sites) {
    const wanted = wantedAt(site, events);
    if (wanted.size === 0) continue;
    const bought = thingsAt(plan, site, wanted, planning, quarters);
    things.push(...bought);
    fittings.push(...fittingsAt(plan, site, planning, quarters).filter(({ hall }) => bought.some((thing) => thing.hall === hall)));
    limits.push(...limitsAt(plan, owned.get(site.id) ?? site, quarters).filter(({ hall }) => bought.some((thing) => thing.hall === hall)));
  }
  const needs = events.flatMap(({ at, lost, asked }): Need[] =>
    sites.flatMap((site) => {
      const quarter = quarters[at];
      const here = asked.filter((one) => one.site === site.id);
      if (quarter === undefined || here.length === 0) return [];
      return [...needsAt({ plan, site, owned: owned.get(site.id) ?? site, quarter, at, lost, asked: here, things, groups: places })];
    }),
  );
  const stored = new Map<string, bigint>();
  for (const { at, asked } of events) {
    const sums = new Map<string, bigint>();
    for (const { site, resource, amount } of asked) if (isStorage(resource)) sums.set(`${site} ${at} ${resource}`, (sums.get(`${site} ${at} ${resource}`) ?? 0n) + amount);
    for (const [key, amount] of sums) if (amount > (stored.get(key) ?? 0n)) stored.set(key, amount);
  }
  const budgets = [...caps].sort(([a], [b]) => a - b).map(([year, cap]): Budget => ({ name: `budget/${year}`, year, cap: inBillions(cap) }));
  const crossings = events.flatMap(({ at, lost }) => {
    const quarter = quarters[at];
    return quarter === undefined ? [] : crossingsIn({ plan, quarter, at, sites: lost, group: place });
  });
  return { quarters, things, groups, needs, limits, budgets, fittings, crossings, owned, stored };
}

/** Compartments of a site with the resources asked of their nodes in any event. */
function wantedAt(site: DeepReadonly<Site>, events: readonly EventDemand[]): ReadonlyMap<string, ReadonlySet<string>> {
  const wanted = new Map<string, Set<string>>();
  for (const { asked } of events)
    for (const { site: at, compartment, resource } of asked) {
      if (at !== site.id || (isStorage(resource) && !describesDisks(site))) continue;
      const [place, what] = isStorage(resource) ? ['disks', 'disks'] : [compartment, resource];
      wanted.set(place, (wanted.get(place) ?? new Set<string>()).add(what));
    }
  return wanted;
}
