import type { DeepReadonly } from '../../model/estate.js';
import type { Hall } from '../../model/kinds/site.js';
import type { Loss } from '../loss.js';

/** What of a hall is lost. */
export interface Damage {
  /** The hall, its site, or every one of its feeds. */
  readonly whole: boolean;
  readonly feeds: ReadonlySet<string>;
  readonly racks: ReadonlySet<number>;
}

/** What a loss takes of one hall of a site; nodes are counted apart (node-loss.ts). */
export function damageTo(site: string, { id, racks, feeds }: DeepReadonly<Hall>, loss: Loss): Damage {
  const lostFeeds = new Set<string>();
  const lostRacks = new Set<number>();
  let whole = loss.sites.has(site);
  for (const part of loss.parts) {
    const [kind, of, hall, rest = ''] = part.split('/');
    if (of !== site || hall !== id) continue;
    if (kind === 'hall') whole = true;
    else if (kind === 'feed') lostFeeds.add(rest);
    else if (kind === 'rack' && Number(rest) <= racks) lostRacks.add(Number(rest));
  }
  return { whole: whole || feeds.every((feed) => lostFeeds.has(feed.id)), feeds: lostFeeds, racks: lostRacks };
}

/** How many racks of a run are lost. */
export const lostRacksOf = ({ racks }: Damage, run: { readonly firstRack: number; readonly racks: number }): number => [...racks].filter((rack) => run.firstRack <= rack && rack < run.firstRack + run.racks).length;
