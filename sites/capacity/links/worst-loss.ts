import type { Quarter } from '../../model/calendar.js';
import type { Protection } from '../../model/kinds/protection.js';
import type { BitsPerSecond } from '../../model/units.js';
import type { Plan } from '../headroom.js';
import { capacityOf } from './capacity.js';
import type { FlowKind } from './flows.js';
import { linkHolds, type LinkLoad } from './link-load.js';
import { networkLosses, networkOf, plannedFlows } from './network.js';
import { shareOf } from './rates.js';

/** What the worst single loss of the network leaves a site's links for replication and copies. */
export interface LinkHeadroom {
  /** `link/A--B`, `path/A--B/P` or `conduit/C`. */
  readonly domain: string;
  readonly from: string;
  readonly to: string;
  /** What replication and copies may take, and what replication takes in its busiest minutes. */
  readonly share: BitsPerSecond;
  readonly peak: BitsPerSecond;
  /** Whether every RPO lag stays within its promise; `likely` where the high bound does not. */
  readonly holds: 'yes' | 'likely' | 'no';
  /** Link that is judged; absent where no way is left at all. */
  readonly link?: string;
  /** What replication and copies may take of the link with nothing lost at all. */
  readonly whole: BitsPerSecond;
  /** The promise on lost data that is nearest to its limit, with the likely lag of a peak day. */
  readonly tightest?: { readonly tier: Protection; readonly kind: FlowKind; readonly lagMs: bigint; readonly budgetMs: bigint };
}

const severity = { no: 0, likely: 1, yes: 2 } as const;

/** By site; sites from and to which nothing flows are absent. A promise that breaks is worse than any share that is used up. */
export function worstNetworkLoss(plan: Plan, quarter: Quarter, tier: Protection): ReadonlyMap<string, LinkHeadroom> {
  const worst = new Map<string, LinkHeadroom>();
  const flows = plannedFlows(plan, plan.backups ?? [], quarter, tier);
  if (flows.length === 0) return worst;
  const none = 0n as BitsPerSecond;
  const keep = (site: string, one: LinkHeadroom): void => {
    const known = worst.get(site);
    if (known === undefined || tighter(one, known)) worst.set(site, one);
  };
  const lost = new Set(plan.estate.scenario.lose);
  for (const { domain, network } of [{ domain: '', network: networkOf(plan, quarter, flows, lost) }, ...networkLosses(plan, quarter, flows, lost)]) {
    // Whoever has no way left ships nothing: every promise on lost data is broken.
    for (const { from, to, over } of network.detours) if (over === undefined) for (const site of [from, to]) keep(site, { domain, from, to, share: none, peak: none, whole: none, holds: 'no' });
    for (const load of network.loads) {
      const { link, from, to, share, peak } = load;
      const one: LinkHeadroom = { domain, from, to, share, peak: peak.mid, holds: linkHolds(load), link, whole: shareWhole(plan, link), ...tightestOf(load) };
      for (const site of [from, to]) keep(site, one);
    }
  }
  return worst;
}

function shareWhole({ estate }: Pick<Plan, 'estate'>, id: string): BitsPerSecond {
  const link = estate.links[id];
  return link === undefined ? (0n as BitsPerSecond) : shareOf(capacityOf(id, link, new Set()), estate.planning.links);
}

/** The worst kept of a link's promises; of those kept alike, the one whose lag takes the largest part of what it may. */
function tightestOf({ promises, peakDay }: LinkLoad): Pick<LinkHeadroom, 'tightest'> {
  const all = promises.map(({ tier, kind, budgetMs, holds }) => ({ tier, kind, budgetMs, holds, lagMs: kind === 'backup-copy' ? peakDay.mid.copyLagMs : peakDay.mid.lagMs }));
  const [first, ...others] = all;
  if (first === undefined) return {};
  const worse = (a: typeof first, b: typeof first): boolean => (a.holds === b.holds ? a.lagMs * b.budgetMs > b.lagMs * a.budgetMs : severity[a.holds] < severity[b.holds]);
  const { holds: _holds, ...tightest } = others.reduce((worst, one) => (worse(one, worst) ? one : worst), first);
  return { tightest };
}

function tighter(a: LinkHeadroom, b: LinkHeadroom): boolean {
  if (a.holds !== b.holds) return severity[a.holds] < severity[b.holds];
  return (a.share - a.peak) * (b.share === 0n ? 1n : b.share) < (b.share - b.peak) * (a.share === 0n ? 1n : a.share);
}
