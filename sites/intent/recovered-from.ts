import type { Estate } from '../model/estate.js';
import { isLost } from '../model/losses.js';
import type { Restored } from './environment.js';
import type { RecoveredFrom } from './protection.js';

/** Where a database came from, and which of its clusters were lost and are made anew. */
interface Began {
  readonly origin: string;
  readonly originArchive: string;
  readonly rebuilt: readonly string[];
}

/**
 * Of databases that do not stream and were restored from backups: the archive each site's cluster is recovered from, and the
 * store that takes the log of each site it was restored at. A cluster is never made empty where there are data to recover.
 */
export function recoveredFrom(estate: Pick<Estate, 'sites' | 'losses'>, restored: readonly Restored[], { origin, originArchive, rebuilt }: Began): { readonly from: Readonly<Record<string, RecoveredFrom>>; readonly stores: Readonly<Record<string, string>> } {
  const isStore = (site: string | undefined): site is string => site !== undefined && estate.sites[site]?.phase === 'operating' && !isLost(estate, site);
  // The site that was to take its backups, while that is there; else its own store.
  const stores = Object.fromEntries(restored.map(({ to, backup }) => [to, isStore(backup) ? backup : to]));
  const archived = (site: string): RecoveredFrom => ({ site, archive: stores[site] ?? originArchive });
  const from: Record<string, RecoveredFrom> = {};
  for (const one of restored) from[one.to] = archived(one.from);
  // What comes back is recovered from where its data went, however far that was.
  for (const site of new Set([origin, ...restored.map(({ to }) => to)])) {
    if (!rebuilt.includes(site)) continue;
    const fled = restored.findLastIndex((one) => one.from === site);
    const newest = restored.slice(Math.max(0, fled)).reduce((at, one) => (one.from === at ? one.to : at), site);
    if (newest !== site) from[site] = archived(newest);
  }
  return { from, stores };
}
