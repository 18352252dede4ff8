import { EnvironmentFailure } from '../failure.js';
import { absentSites } from '../edge/absent-site.js';
import { ClusterUnread, type ClusterReader } from '../edge/cluster.js';
import { nowSeen, readSeen, refuseWrongClusters, seenPathOf, writeSeen, wrongClusters, type Pin } from '../edge/cluster-identity.js';
import type { SiteConnection } from '../edge/connection.js';
import type { ClusterTrouble } from '../edge/cluster-trouble.js';
import type { Runner } from './runner.js';

/** What of a runner a look at its clusters needs; `R` is what the clusters are read with. */
export type Looking<R extends ClusterReader = ClusterReader> = Pick<Runner, 'connection' | 'home' | 'pins' | 'onProgress' | 'now'> & { readonly open: (site: SiteConnection) => Promise<R> };

/** What answered before the engine starts. */
export interface Clusters<R extends ClusterReader = ClusterReader> {
  /** uid of kube-system by site; null where the site is silent. */
  readonly uids: Readonly<Record<string, string | null>>;
  readonly readers: ReadonlyMap<string, R>;
  /** Silent sites: since when they have been found so, and why. */
  readonly silent: Readonly<Record<string, { readonly since: string; readonly reason: string; readonly trouble: ClusterTrouble }>>;
}

/**
 * Reads each site's cluster and holds it against its pins: nothing may start against a cluster that is not the one it
 * should be. A site that does not answer is noted; a connection that is wrong is refused.
 *
 * @throws EnvironmentFailure NDC-X116 site absent from the connection, NDC-X120 a connection that cannot work,
 *   NDC-X121 to NDC-X123 the wrong cluster.
 */
export async function lookAtClusters<R extends ClusterReader>(runner: Looking<R>, sites: readonly string[]): Promise<Clusters<R>> {
  const { connection, home } = runner;
  const absent = sites.filter((site) => connection.sites[site] === undefined);
  if (absent.length > 0) throw absentSites(connection, absent);
  runner.onProgress({ is: 'clusters', sites });
  const uids: Record<string, string | null> = {};
  const readers = new Map<string, R>();
  const troubles = new Map<string, ClusterTrouble>();
  await Promise.all(
    sites.map(async (site) => {
      const reached = connection.sites[site];
      if (reached === undefined) return;
      try {
        const reader = await runner.open(reached);
        uids[site] = await reader.uid();
        readers.set(site, reader);
      } catch (error) {
        if (!(error instanceof ClusterUnread)) throw error;
        uids[site] = null;
        troubles.set(site, error.trouble);
      }
    }),
  );
  const wrong = [...troubles.values()].filter(({ unreachable }) => !unreachable);
  if (wrong.length > 0) throw new EnvironmentFailure('NDC-X120', { vi: wrong.map(({ text }) => text.vi).join('\n'), en: wrong.map(({ text }) => text.en).join('\n') });

  const seen = await readSeen(home, connection.name);
  refuseWrongClusters(wrongClusters(uids, allPins(runner), seen, connection.file, seenPathOf(home, connection.name)));
  const at = runner.now().toISOString();
  const after = nowSeen(seen, uids, at);
  if (JSON.stringify(after) !== JSON.stringify(seen)) await writeSeen(home, connection.name, after);
  const silent = Object.fromEntries([...troubles].map(([site, trouble]) => [site, { since: after[site]?.silentSince ?? at, reason: trouble.text.en, trouble }]));
  // By site, whatever the order of answers.
  return { uids: Object.fromEntries(Object.entries(uids).sort(([a], [b]) => (a < b ? -1 : 1))), readers, silent };
}

/** What every site's cluster should be, by the connection and the data. */
export function allPins({ connection: { sandbox, sites: reached, file }, pins: decided }: Pick<Looking, 'connection' | 'pins'>): Record<string, readonly Pin[]> {
  return Object.fromEntries(
    Object.entries(reached).map(([id, { uid }]) => {
      const own = uid === undefined ? [] : [{ uid, where: file }];
      const estate = decided[id];
      // A sandbox stands in for the sites; the uid that the estate pins is the real one's.
      return [id, [...own, ...(estate === undefined || sandbox ? [] : [estate])]];
    }),
  );
}

/** Kinds served, by apiVersion: asked once per site and command. */
export type ServedKinds = Map<string, Promise<ReadonlySet<string>>>;
export type ServedBySite = ReadonlyMap<string, ServedKinds>;

export const servedAt = (served: ServedBySite, site: string): ServedKinds => served.get(site) ?? new Map<string, Promise<ReadonlySet<string>>>();

/** Which of the needed kinds are not served yet, as `apiVersion Kind`. */
export async function missingKinds(reader: ClusterReader, needs: readonly { readonly apiVersion: string; readonly kind: string }[], known: ServedKinds): Promise<string[]> {
  const missing: string[] = [];
  for (const { apiVersion, kind } of needs) {
    let served = known.get(apiVersion);
    if (served === undefined) {
      served = reader.kinds(apiVersion).then((kinds) => new Set(kinds.map((each) => each.kind)));
      known.set(apiVersion, served);
    }
    if (!(await served).has(kind)) missing.push(`${apiVersion} ${kind}`);
  }
  return [...new Set(missing)];
}
