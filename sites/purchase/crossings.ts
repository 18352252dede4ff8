import type { Plan } from '../capacity/headroom.js';
import { capacityOf, type LostParts } from '../capacity/links/capacity.js';
import type { Flow } from '../capacity/links/flows.js';
import { flowsAfter, ledOver, partsLeft, plannedFlows } from '../capacity/links/network.js';
import { shareOf } from '../capacity/links/rates.js';
import type { Quarter } from '../model/calendar.js';
import { groupOf } from './demand.js';
import type { Carried, Crossing } from './problem.js';

interface CrossingsOf {
  readonly plan: Plan;
  readonly quarter: Quarter;
  readonly at: number;
  /** Sites lost together: none, or those of an event. */
  readonly sites: readonly string[];
  /** Index of a group, which is made where there is none. */
  readonly group: (id: string, organisation: string) => number;
}

/**
 * What replication and backups ask of every link each way in one event. With no site lost, each part of the network is lost
 * in turn, and nothing may wait longer than its tier's promise. With sites lost, whoever has moved sends from the standby,
 * over whole links; RPO promises are for the next loss, so a day's bytes have to be shipped within a day, and that is all.
 */
export function crossingsIn(of: CrossingsOf): readonly Crossing[] {
  const { plan, quarter, sites } = of;
  const { estate, backups = [] } = plan;
  const lost = new Set(estate.scenario.lose);
  const found = new Map<string, Crossing>();
  const add = (flows: readonly Flow[], domain: string | undefined, gone: LostParts): void => {
    for (const crossing of crossingsOver(of, flows, domain, gone)) {
      // Most losses leave most links as they are: the first that leaves one so stands for all.
      const key = [crossing.link, crossing.from, crossing.what, crossing.share, ...crossing.flows.map(({ group, replication, copies, budgetMs }) => `${group}:${replication}:${copies}:${budgetMs ?? ''}`)].join(' ');
      if (!found.has(key)) found.set(key, crossing);
    }
  };
  if (sites.length === 0) {
    const flows = plannedFlows(plan, backups, quarter);
    add(flows, undefined, lost);
    if (flows.length > 0) for (const { domain } of partsLeft(plan, lost)) add(flows, domain, new Set([...lost, domain]));
    return [...found.values()];
  }
  const gone = new Set([...lost, ...sites.map((site) => `site/${site}`)]);
  add(flowsAfter(plan, backups, quarter, sites), undefined, gone);
  return [...found.values()];
}

function crossingsOver({ plan, quarter, at, sites, group }: CrossingsOf, flows: readonly Flow[], domain: string | undefined, gone: LostParts): Crossing[] {
  const { estate, promises } = plan;
  const owners = ownersOf(promises);
  // A way that is cut off altogether is no full link: the check tells who has none.
  return ledOver({ estate }, flows, gone).hops.flatMap(({ hop: { link: id, from, to }, flows: led }): Crossing[] => {
    const link = estate.links[id];
    if (link === undefined) return [];
    const share = shareOf(capacityOf(id, link, gone), estate.planning.links);
    const carried = (what: Crossing['what']): Carried[] => {
      const sums = new Map<number, { group: number; replication: bigint; copies: bigint; budgetMs?: bigint }>();
      for (const { flow } of led) {
        const owner = owners.get(flow.namespace);
        const isCopy = flow.kind === 'backup-copy';
        if (owner === undefined || (isCopy && what === 'replication')) continue;
        const index = group(owner.group, owner.organisation);
        const sum = sums.get(index) ?? { group: index, replication: 0n, copies: 0n };
        sums.set(index, sum);
        sum[isCopy ? 'copies' : 'replication'] += flow.perDay.mid;
        if (sites.length === 0 && isCopy === (what === 'copies') && (sum.budgetMs === undefined || flow.budgetMs < sum.budgetMs)) sum.budgetMs = flow.budgetMs;
      }
      return [...sums.values()].sort((a, b) => a.group - b.group);
    };
    const lost = sites.length > 0 ? sites.map((site) => `site/${site}`) : domain === undefined ? [] : [domain];
    return (['replication', 'copies'] as const).flatMap((what): Crossing[] => {
      const all = carried(what);
      if (!all.some((one) => one[what] > 0n)) return [];
      return [{ id: [`link/${id}/${from}`, what, quarter, ...lost].join(' '), link: id, from, to, what, quarter: at, sites, lost, share, planning: estate.planning.links, flows: all }];
    });
  });
}

interface Owner {
  readonly organisation: string;
  readonly group: string;
}
const known = new WeakMap<Plan['promises'], ReadonlyMap<string, Owner>>();

/** By namespace. */
function ownersOf(promises: Plan['promises']): ReadonlyMap<string, Owner> {
  const before = known.get(promises);
  if (before !== undefined) return before;
  const owners = new Map(promises.map((promise): [string, Owner] => [promise.namespace, { organisation: promise.organisation, group: groupOf(promise) }]));
  known.set(promises, owners);
  return owners;
}
