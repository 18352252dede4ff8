import { protectedTiers, protections, type Protection } from '../../model/kinds/protection.js';
import type { Quarter } from '../../model/calendar.js';
import type { ProtectedEnvironment } from '../backup/protected.js';
import type { Plan } from '../headroom.js';
import { lossOf, situationIn } from '../loss.js';
import { capacityOf, conduitsOf, type LostParts } from './capacity.js';
import { flowsIn, type Flow } from './flows.js';
import { linkHolds, linkLoad, type LinkLoad, type LinkPromise, type RoutedFlow } from './link-load.js';
import { waysIn, type Hop } from './routes.js';

/** Flows that have to go round, or nowhere. */
export interface Detour {
  readonly from: string;
  readonly to: string;
  /** The third site; absent where there is no way at all. */
  readonly over?: string;
  readonly namespaces: readonly string[];
}

/** All links in a quarter, with parts of the network lost. */
export interface Network {
  readonly quarter: Quarter;
  /** Every link each way that something is led over, in order. */
  readonly loads: readonly LinkLoad[];
  readonly detours: readonly Detour[];
}

/** Whether what was promised holds on every link, and nothing is cut off. */
export function networkHolds({ loads, detours }: Pick<Network, 'loads' | 'detours'>): LinkPromise['holds'] {
  if (detours.some(({ over }) => over === undefined)) return 'no';
  const each = loads.map(linkHolds);
  return each.includes('no') ? 'no' : each.includes('likely') ? 'likely' : 'yes';
}

/** The flows of a quarter with whole sites of the scenario lost, of a tier and those protected better. */
export function plannedFlows(plan: Plan, environments: readonly ProtectedEnvironment[], quarter: Quarter, least: Protection = 'bronze'): readonly Flow[] {
  const before = flowsBefore.get(plan);
  const known = before?.quarter === quarter && before.environments === environments ? before : { quarter, environments, flows: flowsIn(plan, environments, quarter, situationIn(plan.estate, quarter, lossOf(plan.estate.scenario.lose).sites)) };
  flowsBefore.set(plan, known);
  return known.flows.filter(({ tier }) => protections.indexOf(tier) <= protections.indexOf(least));
}

/** The flows of a quarter with further sites lost, of the tiers that are protected: whoever has moved sends from the standby. */
export function flowsAfter(plan: Plan, environments: readonly ProtectedEnvironment[], quarter: Quarter, sites: readonly string[]): readonly Flow[] {
  const { estate } = plan;
  return flowsIn(plan, environments, quarter, situationIn(estate, quarter, new Set([...lossOf(estate.scenario.lose).sites, ...sites]))).filter(({ tier }) => protectedTiers.includes(tier));
}

/** The last quarter's flows of all tiers: each tier asks for its own. */
const flowsBefore = new WeakMap<Plan, { readonly quarter: Quarter; readonly environments: readonly ProtectedEnvironment[]; readonly flows: readonly Flow[] }>();

/** Flows on the links that they are led over. */
export interface Led {
  /** Every link each way that something is led over, in order. */
  readonly hops: readonly { readonly hop: Hop; readonly flows: readonly RoutedFlow[] }[];
  readonly detours: readonly Detour[];
}

/** Leads flows over what is left of the network. */
export function ledOver({ estate }: Pick<Plan, 'estate'>, flows: readonly Flow[], lost: LostParts): Led {
  const hops = new Map<string, { hop: Hop; flows: RoutedFlow[] }>();
  const detours = new Map<string, { from: string; to: string; over?: string; namespaces: Set<string> }>();
  const way = waysIn(estate, lost);
  for (const flow of flows) {
    const route = way(flow.from, flow.to);
    if (route?.over !== undefined || route === undefined) {
      const key = `${flow.from} ${flow.to}`;
      const known = detours.get(key) ?? { from: flow.from, to: flow.to, ...(route === undefined ? {} : { over: route.over ?? '' }), namespaces: new Set<string>() };
      detours.set(key, known);
      known.namespaces.add(flow.namespace);
    }
    for (const hop of route?.hops ?? []) {
      const key = `${hop.link} ${hop.from}`;
      const known = hops.get(key) ?? { hop, flows: [] };
      hops.set(key, known);
      known.flows.push({ flow, rerouted: route?.over !== undefined });
    }
  }
  return {
    hops: [...hops.keys()].sort().flatMap((key) => hops.get(key) ?? []),
    detours: [...detours.keys()].sort().flatMap((key) => {
      const known = detours.get(key);
      return known === undefined ? [] : [{ ...known, namespaces: [...known.namespaces].sort() }];
    }),
  };
}

/** Leads flows over what is left of the network and judges every link each way. */
export function networkOf({ estate }: Pick<Plan, 'estate'>, quarter: Quarter, flows: readonly Flow[], lost: LostParts): Network {
  const { hops, detours } = ledOver({ estate }, flows, lost);
  return { quarter, loads: hops.flatMap(({ hop, flows: led }) => linkLoad(estate, hop, led, lost) ?? []), detours };
}

/** One loss on top of what is lost, and what becomes of the network. */
export interface NetworkLoss {
  /** `link/A--B`, `path/A--B/P` or `conduit/C`. */
  readonly domain: string;
  /** Links that lose a path, or all of them, by it. */
  readonly struck: readonly string[];
  readonly network: Network;
  readonly holds: LinkPromise['holds'];
}

/** Each link, path and conduit that may be lost on top of what is lost. A conduit takes every path that runs through it, of whatever link. */
export function partsLeft({ estate }: Pick<Plan, 'estate'>, lost: LostParts): readonly Pick<NetworkLoss, 'domain' | 'struck'>[] {
  const links = Object.entries(estate.links);
  const alive = (id: string): boolean => {
    const link = estate.links[id];
    return link !== undefined && capacityOf(id, link, lost) > 0n;
  };
  const struckBy = (conduit: string): string[] => links.flatMap(([id, { paths }]) => (paths.some(({ conduits }) => conduits.includes(conduit)) ? [id] : []));
  const domains = [
    ...links.map(([id]) => ({ domain: `link/${id}`, struck: [id] })),
    ...links.flatMap(([id, { paths }]) => paths.map((path) => ({ domain: `path/${id}/${path.id}`, struck: [id] }))),
    ...conduitsOf(estate).map((conduit) => ({ domain: `conduit/${conduit}`, struck: struckBy(conduit) })),
  ];
  // What is lost already cannot be lost again.
  return domains.filter(({ domain, struck }) => !lost.has(domain) && struck.some((id) => alive(id)));
}

/** Each part of the network that is left lost in turn. */
export function networkLosses(plan: Pick<Plan, 'estate'>, quarter: Quarter, flows: readonly Flow[], lost: LostParts): readonly NetworkLoss[] {
  return partsLeft(plan, lost).map(({ domain, struck }): NetworkLoss => {
    const network = networkOf(plan, quarter, flows, new Set([...lost, domain]));
    return { domain, struck, network, holds: networkHolds(network) };
  });
}
