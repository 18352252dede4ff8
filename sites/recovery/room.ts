import { compartmentOf } from '../capacity/compartment.js';
import { siteSupply } from '../capacity/left.js';
import { lossOf } from '../capacity/loss.js';
import { outcomeOf } from '../capacity/shed.js';
import type { Promised } from '../capacity/promised.js';
import { guaranteeIn } from '../capacity/guarantee.js';
import { isStorage } from '../capacity/quantities.js';
import { demandOf } from '../capacity/quarter-demand.js';
import type { Recovery, Subject } from './context.js';

/** Whether environments that move somewhere find room there once sites are lost. */
export interface Room {
  /** The resource that ran out at the site; undefined where an environment fits. Asked in the order of priority: whoever is answered takes its room. */
  readonly lacking: (subject: Subject, site: string) => string | undefined;
}

/**
 * Room after a loss. Those that move to their standby are judged together with everybody else, as the planner sheds
 * (sites/capacity/shed.ts): nodes are yielded to who is protected better. Whoever is restored elsewhere gets what is left
 * beside all of them: nothing is reserved for it.
 */
export function roomAfter(recovery: Recovery, lost: ReadonlySet<string>): Room {
  const { plan, quarter, estate } = recovery;
  const domains = [...lost].map((id) => `site/${id}`);
  const { running, shed, overfull } = outcomeOf(plan, quarter, domains);
  const moved = new Map(running.flatMap(({ promise, site, use }) => (use === 'standby' ? [] : [[promise.namespace, site]])));
  const out = new Map(shed.map(({ placed, resource }) => [`${placed.promise.namespace} ${placed.site}`, resource]));
  const full = new Set(overfull.map(({ site, resource }) => `${site} ${resource}`));
  const { parts } = lossOf(estate.scenario.lose);
  const left = new Map<string, bigint>();
  for (const site of Object.values(estate.sites)) {
    if (lost.has(site.id)) continue;
    for (const [compartment, supply] of siteSupply(estate, site, quarter, parts, plan.facility.get(site.id))) for (const [resource, amount] of supply) left.set(`${site.id} ${isStorage(resource) ? 'open' : compartment} ${resource}`, amount);
  }
  const keyOf = (site: string, promise: Promised, resource: string): string => {
    const at = estate.sites[site];
    return `${site} ${isStorage(resource) || at === undefined ? 'open' : compartmentOf(at, promise)} ${resource}`;
  };
  for (const { promise, site, amounts } of running) for (const [resource, amount] of amounts) left.set(keyOf(site, promise, resource), (left.get(keyOf(site, promise, resource)) ?? 0n) - amount);
  /** Buckets whose copy lies at a site already take nothing more when their environment is restored there. */
  const there = new Map<string, bigint>();
  for (const { kind, namespace, site, compartment, amounts } of demandOf(plan, quarter, new Set([...lost, ...lossOf(estate.scenario.lose).sites])).copies ?? [])
    for (const [resource, amount] of amounts) {
      const key = `${site} ${isStorage(resource) ? 'open' : compartment} ${resource}`;
      left.set(key, (left.get(key) ?? 0n) - amount);
      if (kind === 'bucket-copy') there.set(`${namespace} ${site} ${resource}`, amount);
    }
  return {
    lacking: ({ planned: { promise }, namespace }, site) => {
      const shedFor = out.get(`${namespace} ${site}`);
      if (shedFor !== undefined) return shedFor;
      const amounts = guaranteeIn(promise, quarter, plan.growth)?.amounts ?? promise.quota;
      if (moved.get(namespace) === site) {
        // Disks that hold more than they may: whoever would fill them further has no room on them.
        for (const [resource, amount] of amounts) if (isStorage(resource) && amount > 0n && full.has(`${site} ${resource}`)) return resource;
        return undefined;
      }
      const more = [...amounts].map(([resource, amount]): [string, bigint] => [resource, amount - (there.get(`${namespace} ${site} ${resource}`) ?? 0n)]);
      for (const [resource, amount] of more) if (amount > 0n && amount > (left.get(keyOf(site, promise, resource)) ?? 0n)) return resource;
      for (const [resource, amount] of more) left.set(keyOf(site, promise, resource), (left.get(keyOf(site, promise, resource)) ?? 0n) - amount);
      return undefined;
    },
  };
}
