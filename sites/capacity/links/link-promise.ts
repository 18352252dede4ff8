import type { Quarter } from '../../model/calendar.js';
import type { Estate } from '../../model/estate.js';
import { pointer, valueAt, type Pointer } from '../../model/pointer.js';
import type { Protection } from '../../model/kinds/protection.js';
import type { DemandLink, SupplyLink } from '../chain.js';
import type { Plan, Worst } from '../headroom.js';
import type { Left } from '../left.js';
import { capacityOf, type LostParts } from './capacity.js';
import type { Flow } from './flows.js';
import { plannedFlows } from './network.js';
import { peakRate, shareOf } from './rates.js';
import { routeOf, type Hop } from './routes.js';
import { worstNetworkLoss, type LinkHeadroom } from './worst-loss.js';

/** A link's share as any other resource: bits a second, `link/<id>`, one way. */
const leftOf = (site: string, { link, from, to, share, peak, whole }: LinkHeadroom): Left | undefined =>
  link === undefined ? undefined : { site, compartment: `${from} → ${to}`, resource: `link/${link}`, promised: peak, there: share, whole, left: share - peak };

/** The worst link, path or conduit lost, by site, as any other loss; sites from and to which nothing flows are absent. */
export function linkWorst(plan: Plan, quarter: Quarter, tier: Protection): ReadonlyMap<string, Worst> {
  return new Map(
    [...worstNetworkLoss(plan, quarter, tier)].map(([site, network]): [string, Worst] => {
      const left = leftOf(site, network);
      return [site, { domains: network.domain === '' ? [] : [network.domain], homeless: [], network, ...(left === undefined ? {} : { left }) }];
    }),
  );
}

/** Share of one link one way that replication leaves with a part of the network lost; undefined where there is no such link. As link-load.ts computes it, without a day's queue. */
export function linkLeft(plan: Plan, quarter: Quarter, { domain, link: id, from }: LinkHeadroom, tier: Protection): bigint | undefined {
  const { estate } = plan;
  const link = id === undefined ? undefined : estate.links[id];
  if (id === undefined || link === undefined) return undefined;
  const lost = lostWith(plan, domain);
  const crossing = plannedFlows(plan, plan.backups ?? [], quarter, tier).filter(({ kind, ...flow }) => kind !== 'backup-copy' && crosses(estate, flow, { link: id, from }, lost));
  const perDay = crossing.reduce((sum, flow) => sum + flow.perDay.mid, 0n);
  return shareOf(capacityOf(id, link, lost), estate.planning.links) - peakRate(perDay, estate.planning.links);
}

/** Whether what flows between two sites is led over a link this way. */
const crosses = (estate: Estate, flow: Pick<Flow, 'from' | 'to'>, { link, from }: Pick<Hop, 'link' | 'from'>, lost: LostParts): boolean => routeOf(estate, flow.from, flow.to, lost)?.hops.some((hop) => hop.link === link && hop.from === from) === true;

const lostWith = ({ estate }: Plan, domain: string): ReadonlySet<string> => new Set([...estate.scenario.lose, ...(domain === '' ? [] : [domain])]);

/** What a link's answer rests on: the link and its paths, and every flow that is led over it. */
export function linkChain(plan: Plan, quarter: Quarter, network: LinkHeadroom, tier: Protection): { readonly supply: readonly SupplyLink[]; readonly demand: readonly DemandLink[] } {
  const { link: id, from, domain, share } = network;
  const link = id === undefined ? undefined : plan.estate.links[id];
  if (id === undefined || link === undefined) return { supply: [], demand: [] };
  const { estate } = plan;
  const known = (input: Pointer): boolean => valueAt(estate, input) !== undefined;
  const planning = (...keys: readonly string[]): Pointer[] => keys.map((key) => pointer('planning', 'links', key));
  const lost = lostWith(plan, domain);
  const demand = plannedFlows(plan, plan.backups ?? [], quarter, tier)
    .flatMap((flow): DemandLink[] => {
      // Backups take what replication leaves: they are no part of the peak.
      if (flow.kind === 'backup-copy' || !crosses(estate, flow, { link: id, from }, lost)) return [];
      const inputs = [...inputsOf(estate, flow), ...planning('logPercent', 'peakPercent', 'payloadPercent')].filter(known);
      return [{ namespace: flow.namespace, use: flow.kind, basis: flow.measured ? 'measured' : 'changes', amount: peakRate(flow.perDay.mid, estate.planning.links), inputs }];
    })
    .sort((a, b) => (a.amount === b.amount ? (a.namespace < b.namespace ? -1 : 1) : a.amount > b.amount ? -1 : 1));
  return { supply: [{ of: id, amount: share, inputs: [pointer('links', id, 'capacityGbps'), ...link.paths.map((_, index) => pointer('links', id, 'paths', index, 'gbps')), ...planning('sharePercent')].filter(known) }], demand };
}

/** Down to the figures: a database's measured log and changes, else the quota whose files are assumed to change. */
const inputsOf = (estate: Estate, { inputs }: Flow): Pointer[] =>
  inputs.flatMap((input): Pointer[] => {
    if (/\/databases\/\d+$/.test(input)) return [`${input}/walRate`, `${input}/changeRate`];
    if (input.endsWith('/volumesChangedPerDay')) return [`${input}/mid`, pointer('planning', 'backup', 'volumesFilledTo', 'mid')];
    if (input.startsWith('/planning/') || input.startsWith('/protection/')) return [];
    const { size, storage = {} } = (valueAt(estate, input) ?? {}) as { readonly size?: string; readonly storage?: Readonly<Record<string, bigint>> };
    return size !== undefined ? [`${input}/size`] : Object.keys(storage).map((name) => `${input}${pointer('storage', name)}`);
  });
