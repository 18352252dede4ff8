import type { ProtectedEnvironment } from '../../sites/capacity/backup/protected.js';
import type { Plan } from '../../sites/capacity/headroom.js';
import { plannedQuarters } from '../../sites/capacity/operation.js';
import type { Bound } from '../../sites/capacity/interval.js';
import { gbps, timeToShip } from '../../sites/capacity/links/rates.js';
import type { Flow, FlowKind } from '../../sites/capacity/links/flows.js';
import { linkLoad, type LinkLoad, type RoutedFlow } from '../../sites/capacity/links/link-load.js';
import { ledOver, plannedFlows } from '../../sites/capacity/links/network.js';
import type { Quarter } from '../../sites/model/calendar.js';
import type { DeepReadonly } from '../../sites/model/estate.js';
import { linkId, type Link } from '../../sites/model/kinds/links.js';
import type { Protection } from '../../sites/model/kinds/protection.js';

/** How late the copies of one tier are over one link, one way, in one quarter, with a part of the network lost. */
export interface Lateness {
  readonly link: string;
  readonly from: string;
  readonly to: string;
  readonly quarter: Quarter;
  /** `path/A--B/P`; empty where nothing is lost. */
  readonly lost: string;
  readonly tier: Protection;
  readonly kind: FlowKind;
  readonly environments: number;
  /** Between two snapshots; 0 for a journal and for logs. */
  readonly intervalMs: bigint;
  /** To ship one interval's changes in the busiest minutes; undefined where nothing is left of the link. */
  readonly shipMs?: bigint;
  /** Longest wait of a byte on a peak day. */
  readonly lagMs: bigint;
  readonly keepsUp: boolean;
  readonly budgetMs: bigint;
}

/** Systems whose copies find no way. */
export interface Cut {
  readonly link: string;
  readonly quarter: Quarter;
  readonly lost: string;
  readonly namespaces: readonly string[];
}

/** Milliseconds from a change to its arrival, at worst; undefined where it never arrives. */
export const totalMs = ({ intervalMs, shipMs, lagMs, keepsUp }: Lateness): bigint | undefined => (shipMs === undefined || !keepsUp ? undefined : intervalMs + shipMs + lagMs);

/** Whether a promise on lost data is kept. */
export function isKept(lateness: Lateness): boolean {
  const total = totalMs(lateness);
  return total !== undefined && total <= lateness.budgetMs;
}

/** The path of a link that carries most. */
export function largestPath({ capacityGbps, paths }: DeepReadonly<Link>): string | undefined {
  const rate = ({ gbps: own }: (typeof paths)[number]): bigint => gbps(own ?? capacityGbps);
  return paths.reduce<(typeof paths)[number] | undefined>((most, path) => (most === undefined || rate(path) > rate(most) ? path : most), undefined)?.id;
}

/** Every promise of every quarter in which sites copy to each other: with nothing lost, and with each link's largest path lost. */
export function synchronisation(plan: Plan, environments: readonly ProtectedEnvironment[]): { readonly lateness: readonly Lateness[]; readonly cuts: readonly Cut[] } {
  const lateness: Lateness[] = [];
  const cuts: Cut[] = [];
  const { estate } = plan;
  const lost = [...estate.scenario.lose];
  const losses = ['', ...Object.entries(estate.links).flatMap(([id, link]) => {
    const path = largestPath(link);
    return path === undefined ? [] : [`path/${id}/${path}`];
  })];
  let judged = '';
  for (const quarter of plannedQuarters(estate)) {
    const flows = plannedFlows(plan, environments, quarter).filter(({ kind }) => kind !== 'backup-copy');
    const key = keyOf(flows);
    // Most quarters are as the one before: what flows decides, not the date.
    if (flows.length === 0 || key === judged) continue;
    judged = key;
    for (const domain of losses) {
      const gone = new Set(domain === '' ? lost : [...lost, domain]);
      const { hops, detours } = ledOver(plan, flows, gone);
      for (const { hop, flows: led } of hops) {
        const load = linkLoad(estate, hop, led, gone);
        if (load !== undefined) lateness.push(...latenessOn(plan, load, led, { quarter, lost: domain }));
      }
      for (const { from, to, over, namespaces } of detours) if (over === undefined) cuts.push({ link: linkId({ a: from, b: to }), quarter, lost: domain, namespaces });
    }
  }
  return { lateness, cuts };
}

const keyOf = (flows: readonly Flow[]): string => flows.map(({ namespace, kind, from, to, perDay }) => `${namespace} ${kind} ${from} ${to} ${perDay.mid}`).join('\n');

const bound: Bound = 'mid';

function latenessOn({ estate }: Plan, load: LinkLoad, led: readonly RoutedFlow[], { quarter, lost }: Pick<Lateness, 'quarter' | 'lost'>): readonly Lateness[] {
  const { link, from, to, share, peakDay, promises } = load;
  const inputs = estate.planning.links;
  return promises.map(({ tier, kind, budgetMs, environments }): Lateness => {
    const { volumes } = estate.recovery.copies[tier];
    const minutes = kind === 'standby' && volumes.mode === 'snapshot' ? BigInt(volumes.intervalMinutes) : 0n;
    // All snapshots of the tier may end at one moment: what they gathered crosses the link together.
    const crossing = led.filter(({ flow }) => flow.tier === tier && flow.kind === kind);
    const gathered = (crossing.reduce((sum, { flow: { perDay } }) => sum + perDay[bound], 0n) * minutes * BigInt(inputs.peakPercent)) / (1440n * 100n);
    const shipMs = timeToShip(gathered, share, inputs);
    return { link, from, to, quarter, lost, tier, kind, environments, intervalMs: minutes * 60_000n, ...(shipMs === undefined ? {} : { shipMs }), lagMs: peakDay[bound].lagMs, keepsUp: peakDay[bound].keepsUp, budgetMs };
  });
}
