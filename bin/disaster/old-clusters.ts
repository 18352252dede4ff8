import pLimit from 'p-limit';
import { deriveProtection } from '../../sites/intent/derive-protection.js';
import type { Intent } from '../../sites/intent/environment.js';
import { recoveredClusters, type RecoveredCluster } from '../../sites/intent/recovered-clusters.js';
import type { Estate } from '../../sites/model/estate.js';
import type { Text } from '../../sites/model/text.js';
import type { Context } from '../command.js';
import type { Connection } from '../edge/connection.js';
import { isReached, reachSites } from '../reach-sites.js';
import { askMade, madeAfter } from './cluster-made.js';
import { dropLines } from './drop-lines.js';

/** A database that is not woken at a survivor: its disks are of before the loss. */
export interface OldCluster extends RecoveredCluster {
  /** When it was made. */
  readonly made: string;
  /** What keeps its disks as snapshots and deletes it, so that the next plan makes it anew. A line of a shell each. */
  readonly lines: readonly string[];
}

export interface RecoveredSeen {
  readonly old: readonly OldCluster[];
  /** Sites at which nobody knows how old such databases are, and why: nothing of them is planned. */
  readonly unread: Readonly<Record<string, Text>>;
}

/** Clusters of one site that are asked about side by side. */
const sideBySide = 8;

/**
 * Databases that a declaration has recovered from an archive at a survivor, and that stand there from before: left asleep by
 * the way back from an earlier loss. To wake them would serve the data of then, so they stay asleep, and nothing else waits
 * for whoever deletes them.
 */
export async function oldClusters(context: Context, connection: Connection, estate: Estate, intent: Intent): Promise<RecoveredSeen> {
  if ((estate.losses ?? []).length === 0) return { old: [], unread: {} };
  const wanted = recoveredClusters(estate, deriveProtection(estate, intent));
  const sites = [...new Set(wanted.map(({ site }) => site))].sort().flatMap((id) => estate.sites[id] ?? []);
  const old: OldCluster[] = [];
  const unread: Record<string, Text> = {};
  const reached = sites.length === 0 ? [] : await reachSites(context, connection, sites);
  await Promise.all(
    reached.map(async (one) => {
      if (!isReached(one)) {
        unread[one.site] = one.reason;
        return;
      }
      const limit = pLimit(sideBySide);
      const { site, connected } = one;
      await Promise.all(
        wanted.filter((each) => each.site === site.id).map((each) =>
          limit(async () => {
            const made = await askMade(site, one, each, context.now);
            if (made.is === 'unread') unread[site.id] = made.reason;
            else if (made.is === 'made' && !madeAfter(made.at, each.since)) old.push({ ...each, made: made.at, lines: dropLines(connected.context, each) });
          }),
        ),
      );
    }),
  );
  const key = ({ site, namespace, cluster }: OldCluster): string => `${site}/${namespace}/${cluster}`;
  return { old: old.sort((a, b) => (key(a) < key(b) ? -1 : 1)), unread };
}
