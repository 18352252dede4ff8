import type { DeepReadonly } from '../sites/model/estate.js';
import type { Site } from '../sites/model/kinds/site.js';
import type { Text } from '../sites/model/text.js';
import type { Context } from './command.js';
import { ClusterCall } from './edge/cluster-call.js';
import { readSeen, seenPathOf, wrongClusters, type Pin } from './edge/cluster-identity.js';
import { ClusterUnread } from './edge/cluster-unread.js';
import { readerOf, type ClusterReader, type ObjectReader } from './edge/cluster.js';
import type { Connection, SiteConnection } from './edge/connection.js';

/** Milliseconds one request may take. */
const patience = 5_000;

/** A site whose cluster answers, and is the one it should be. */
export interface ReachedSite {
  readonly site: DeepReadonly<Site>;
  readonly connected: SiteConnection;
  readonly call: ClusterCall;
  readonly reader: ClusterReader & ObjectReader;
  readonly uid: string;
}

export interface UnreachedSite {
  readonly site: DeepReadonly<Site>;
  readonly reason: Text;
}

export const isReached = (one: ReachedSite | UnreachedSite): one is ReachedSite => 'reader' in one;

/** Opens every site's cluster and tells whether it is the one it should be: an answer of another site's would pass for this one's. */
export async function reachSites(context: Context, connection: Connection, sites: readonly DeepReadonly<Site>[]): Promise<readonly (ReachedSite | UnreachedSite)[]> {
  const opened = await Promise.all(
    sites.map(async (site): Promise<ReachedSite | UnreachedSite> => {
      const connected = Object.hasOwn(connection.sites, site.id) ? connection.sites[site.id] : undefined;
      if (connected === undefined)
        return {
          site,
          reason: {
            vi: `${site.id}: kết nối ${connection.name} không có trung tâm này. Hãy thêm vào ${connection.file}, hoặc chọn trung tâm bằng --site.`,
            en: `${site.id}: the connection ${connection.name} does not have this site. Add it to ${connection.file}, or choose sites with --site.`,
          },
        };
      context.progress(context.lang === 'vi' ? `đang đọc ${site.id}` : `reading ${site.id}`);
      return orUnreached(site, async () => {
        const call = await ClusterCall.open(connected, patience);
        const reader = readerOf(call);
        return { site, connected, call, reader, uid: await reader.uid() };
      });
    }),
  );
  const uids = Object.fromEntries(opened.flatMap((one) => (isReached(one) ? [[one.site.id, one.uid] as const] : [])));
  const pins = Object.fromEntries(sites.map((site) => [site.id, pinsOf(connection, site)]));
  const wrong = wrongClusters(uids, pins, await readSeen(context.home, connection.name), connection.file, seenPathOf(context.home, connection.name));
  return opened.map((one) => {
    const found = isReached(one) ? wrong.find(({ sites: named }) => named.includes(one.site.id)) : undefined;
    return found === undefined ? one : { site: one.site, reason: found.text };
  });
}

/** What was done at a site, or why it could not be. */
export async function orUnreached<T>(site: DeepReadonly<Site>, work: () => Promise<T>): Promise<T | UnreachedSite> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ClusterUnread) return { site, reason: error.trouble.text };
    throw error;
  }
}

/** A sandbox stands in for the sites; the uid that the estate pins is the real one's. */
function pinsOf({ sandbox, file, sites }: Connection, { id, cluster: { uid } }: DeepReadonly<Site>): readonly Pin[] {
  const own = sites[id]?.uid;
  return [...(own === undefined ? [] : [{ uid: own, where: file }]), ...(uid === undefined || sandbox ? [] : [{ uid, where: `${id}.yaml (cluster.uid)` }])];
}
