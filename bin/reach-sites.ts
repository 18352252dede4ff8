import type { DeepReadonly } from '../sites/model/estate.js';
import type { Site } from '../sites/model/kinds/site.js';
import type { Text } from '../sites/model/text.js';
import type { Context } from './command.js';
import { ClusterCall } from './edge/cluster-call.js';
import { ClusterUnread } from './edge/cluster-unread.js';
import { readerOf, type ClusterReader, type ObjectReader } from './edge/cluster.js';
import { readSeen, seenPathOf, wrongClusters, type Pin } from './edge/cluster-identity.js';
import type { Connection, SiteConnection } from './edge/connection.js';

/** Milliseconds one request may take. */
const patience = 5_000;

/** A site that could not be read, and why. */
export interface UnreadSite {
  readonly site: string;
  readonly name: Text;
  readonly status: 'unread';
  readonly reason: Text;
}

/** A site whose cluster answers and is the one it should be. */
export interface Reached {
  readonly site: DeepReadonly<Site>;
  readonly connected: SiteConnection;
  readonly call: ClusterCall;
  readonly reader: ClusterReader & ObjectReader;
  /** uid of kube-system. */
  readonly uid: string;
}

export const isReached = (one: Reached | UnreadSite): one is Reached => 'reader' in one;

const unread = ({ id, name }: DeepReadonly<Site>, reason: Text): UnreadSite => ({ site: id, name, status: 'unread', reason });

/** Opens every site's cluster and tells whether it is the one it should be: a reading of another site's cluster would pass for this one's. */
export async function reachSites(context: Context, connection: Connection, sites: readonly DeepReadonly<Site>[]): Promise<(Reached | UnreadSite)[]> {
  const opened = await Promise.all(
    sites.map(async (site): Promise<Reached | UnreadSite> => {
      const connected = Object.hasOwn(connection.sites, site.id) ? connection.sites[site.id] : undefined;
      if (connected === undefined)
        return unread(site, {
          vi: `${site.id}: kết nối ${connection.name} không có trung tâm này. Hãy thêm vào ${connection.file}, hoặc chọn trung tâm bằng --site.`,
          en: `${site.id}: the connection ${connection.name} does not have this site. Add it to ${connection.file}, or choose sites with --site.`,
        });
      context.progress(context.lang === 'vi' ? `đang đọc ${site.id}` : `reading ${site.id}`);
      return orUnread(site, async () => {
        const call = await ClusterCall.open(connected, patience);
        const reader = readerOf(call);
        return { site, connected, call, reader, uid: await reader.uid() };
      });
    }),
  );
  const uids = Object.fromEntries(opened.flatMap((one) => ('uid' in one ? [[one.site.id, one.uid] as const] : [])));
  const pins = Object.fromEntries(sites.map((site) => [site.id, pinsOf(connection, site)]));
  const wrong = wrongClusters(uids, pins, await readSeen(context.home, connection.name), connection.file, seenPathOf(context.home, connection.name));
  return opened.map((one) => {
    if (!('uid' in one)) return one;
    const found = wrong.find(({ sites: named }) => named.includes(one.site.id));
    return found === undefined ? one : unread(one.site, found.text);
  });
}

/** What was read, or the site with what its cluster's answer means. */
export async function orUnread<T>(site: DeepReadonly<Site>, work: () => Promise<T>): Promise<T | UnreadSite> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ClusterUnread) return unread(site, error.trouble.text);
    throw error;
  }
}

/** A sandbox stands in for the sites; the uid that the estate pins is the real one's. */
function pinsOf({ sandbox, file, sites }: Connection, { id, cluster: { uid } }: DeepReadonly<Site>): readonly Pin[] {
  const own = sites[id]?.uid;
  return [...(own === undefined ? [] : [{ uid: own, where: file }]), ...(uid === undefined || sandbox ? [] : [{ uid, where: `${id}.yaml (cluster.uid)` }])];
}
