import type { Plan } from '../capacity/headroom.js';
import { linkHolds, type LinkLoad } from '../capacity/links/link-load.js';
import { linkWorst } from '../capacity/links/link-promise.js';
import { flowsAfter, networkLosses, networkOf, plannedFlows, type Detour } from '../capacity/links/network.js';
import type { Quarter } from '../model/calendar.js';
import { protections } from '../model/kinds/protection.js';
import { eventsIn } from './demand.js';

/** A link that does not ship in time what is led over it. */
export interface SlowLink {
  readonly from: string;
  readonly link: string;
  readonly domains: readonly string[];
}

/** Sites between which something is to flow and no way is left: neither a purchase nor a faster link mends that. */
export interface CutOff {
  readonly from: string;
  readonly to: string;
  /** What was lost; empty where they never had a way. */
  readonly lost: readonly string[];
  readonly environments: number;
}

export interface CheckedLinks {
  readonly slow: readonly SlowLink[];
  readonly cutOff: readonly CutOff[];
  /** Promises judged. */
  readonly judged: number;
}

/**
 * Every link each way in a quarter, judged by the planner of capacity: with each part of the network lost, and with each site
 * lost. The lowest tier's promise counts everything that flows, so whoever is protected better is kept where it is.
 */
export function checkLinks(plan: Plan, quarter: Quarter): CheckedLinks {
  const { estate, backups = [] } = plan;
  const lowest = protections.at(-1) ?? 'bronze';
  const slow: SlowLink[] = [];
  const cutOff: CutOff[] = [];
  const cut = (detours: readonly Detour[], lost: readonly string[]): void => {
    for (const { from, to, over, namespaces } of detours) if (over === undefined) cutOff.push({ from, to, lost, environments: namespaces.length });
  };
  const worst = linkWorst(plan, quarter, lowest);
  let judged = worst.size;
  const lost = new Set(estate.scenario.lose);
  if ([...worst.values()].some(({ network }) => network?.holds === 'no')) {
    const flows = plannedFlows(plan, backups, quarter, lowest);
    for (const { domain, network } of [{ domain: undefined, network: networkOf(plan, quarter, flows, lost) }, ...networkLosses(plan, quarter, flows, lost)]) {
      const domains = domain === undefined ? [] : [domain];
      for (const load of network.loads) if (linkHolds(load) === 'no') slow.push({ from: load.from, link: load.link, domains });
      cut(network.detours, domains);
    }
  }
  for (const sites of eventsIn(plan, quarter)) {
    if (sites.length === 0) continue;
    const domains = sites.map((site) => `site/${site}`);
    const { loads, detours } = networkOf(plan, quarter, flowsAfter(plan, backups, quarter, sites), new Set([...lost, ...domains]));
    judged += loads.length;
    for (const load of loads) if (!shipped(load)) slow.push({ from: load.from, link: load.link, domains });
    cut(detours, domains);
  }
  return { slow, cutOff, judged };
}

/** Whether a peak day's bytes are shipped within a day, as they are likely to be. */
const shipped = ({ peakDay: { mid }, perDay }: LinkLoad): boolean => mid.keepsUp && (mid.copiesKeepUp || perDay['backup-copy'].mid === 0n);
