import { guaranteeIn } from '../capacity/guarantee.js';
import { siteSupply } from '../capacity/left.js';
import { lossOf } from '../capacity/loss.js';
import { demandOf } from '../capacity/quarter-demand.js';
import { outcomeOf } from '../capacity/shed.js';
import type { Recovery } from './context.js';
import type { Recovered } from './event.js';
import { alreadyLost } from './where.js';

/** One resource of a survivor: what it has, what was taken before the loss and what is after it. */
export interface SurvivorRoom {
  readonly site: string;
  readonly resource: string;
  readonly there: bigint;
  readonly before: bigint;
  readonly after: bigint;
}

/** What is taken of every survivor once everybody runs where they are to: the planner's own sums, and those restored where nothing was reserved. */
export function survivorsOf(recovery: Recovery, { event, fates }: Recovered): readonly SurvivorRoom[] {
  const { plan, quarter, estate } = recovery;
  const { sites, parts } = alreadyLost(recovery);
  const dead = [...event.lost];
  const taken = (lost: readonly string[]): Map<string, bigint> => {
    const sums = new Map<string, bigint>();
    const { running } = outcomeOf(plan, quarter, lost.map((id) => `site/${id}`));
    const copies = demandOf(plan, quarter, new Set([...lost, ...sites])).copies ?? [];
    for (const { site, amounts } of [...running, ...copies]) for (const [resource, amount] of amounts) sums.set(`${site} ${resource}`, (sums.get(`${site} ${resource}`) ?? 0n) + amount);
    return sums;
  };
  const [before, after] = [taken([]), taken(dead)];
  const moved = new Map(outcomeOf(plan, quarter, dead.map((id) => `site/${id}`)).moved.map(({ promise, site }) => [promise.namespace, site]));
  for (const [namespace, fate] of fates) {
    if (!('to' in fate) || moved.get(namespace) === fate.to) continue;
    const { promise } = fate.subject.planned;
    for (const [resource, amount] of guaranteeIn(promise, quarter, plan.growth)?.amounts ?? promise.quota) after.set(`${fate.to} ${resource}`, (after.get(`${fate.to} ${resource}`) ?? 0n) + amount);
  }
  const { parts: lostParts } = lossOf(estate.scenario.lose);
  const survivors = Object.values(estate.sites).filter(({ id }) => !event.lost.has(id) && !sites.has(id) && [...after.keys()].some((key) => key.startsWith(`${id} `)));
  return survivors.flatMap((site): SurvivorRoom[] => {
    const there = new Map<string, bigint>();
    for (const [, supply] of siteSupply(estate, site, quarter, [...lostParts, ...parts], plan.facility.get(site.id))) for (const [resource, amount] of supply) there.set(resource, (there.get(resource) ?? 0n) + amount);
    return [...there.keys()].sort().flatMap((resource) => {
      const row = { site: site.id, resource, there: there.get(resource) ?? 0n, before: before.get(`${site.id} ${resource}`) ?? 0n, after: after.get(`${site.id} ${resource}`) ?? 0n };
      return row.there > 0n || row.after > 0n ? [row] : [];
    });
  });
}
