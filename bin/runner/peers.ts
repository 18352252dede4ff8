import { closedAnnotation, declaredAnnotation, returningAnnotation } from '../../constructs/site-facts.js';
import type { Text } from '../../sites/model/text.js';
import { stackName } from '../../stacks/expected.js';
import { nowSeen, readSeen, seenPathOf, writeSeen, wrongClusters } from '../edge/cluster-identity.js';
import { ClusterUnread, type ClusterReader } from '../edge/cluster.js';
import { localStates, type StackLedger } from '../edge/stack-ledger.js';
import { allPins, type Clusters, type Looking } from './clusters.js';
import type { Runner } from './runner.js';

const configMaps = { apiVersion: 'v1', kind: 'ConfigMap', plural: 'configmaps', namespaced: true, listable: true };

/** What a site says of the others. */
export interface Testimony {
  /** Whether its platform was ever applied: it carries the marker `ndc-site`. */
  readonly built: boolean;
  /** Sites that it holds lost, and by which declaration. */
  readonly declared: readonly { readonly site: string; readonly declaration: string }[];
  /** Declarations that it knows to be over. */
  readonly closed: readonly { readonly site: string; readonly declaration: string }[];
  /** Declarations whose way back it knows, and the last step that was applied to it. */
  readonly returning: readonly { readonly declaration: string; readonly transition: string; readonly step: string }[];
}

/** Every site of the connection: what those that were read say, and why the others say nothing. */
export interface Peers {
  readonly told: ReadonlyMap<string, Testimony>;
  readonly silent: ReadonlyMap<string, Text>;
}

async function testimonyOf(reader: ClusterReader): Promise<Testimony> {
  const marker = (await reader.list(configMaps, 'ndc-system')).find(({ name }) => name === 'ndc-site');
  const under = (prefix: string): readonly (readonly [key: string, value: string])[] => Object.entries(marker?.annotations ?? {}).flatMap(([key, value]) => (key.startsWith(prefix) ? [[key.slice(prefix.length), value] as const] : []));
  return {
    built: marker !== undefined,
    declared: under(declaredAnnotation).map(([site, declaration]) => ({ site, declaration })),
    closed: under(closedAnnotation).map(([declaration, site]) => ({ site, declaration })),
    returning: under(returningAnnotation).map(([declaration, value]) => {
      const [transition = '', step = ''] = value.split('.');
      return { declaration, transition, step };
    }),
  };
}

/**
 * Reads of every site of the connection which others it holds lost. Those that are worked on were asked just now, so that a
 * dead one is waited for once; the others are asked here. A cluster that is not the one it should be says nothing of any
 * site: a context that points at one's own cluster would have a site vouch for itself.
 */
export async function readPeers(runner: Looking, { uids, readers, silent }: Pick<Clusters, 'uids' | 'readers' | 'silent'>): Promise<Peers> {
  const { connection, home } = runner;
  const told = new Map<string, Testimony>();
  const unread = new Map<string, Text>(Object.entries(silent).map(([site, { trouble }]) => [site, trouble.text]));
  const found: Record<string, string | null> = {};
  const open = new Map(readers);
  await Promise.all(
    Object.entries(connection.sites).map(async ([id, connected]) => {
      if (Object.hasOwn(uids, id)) return;
      await orSilent(unread, id, async () => {
        const reader = await runner.open(connected);
        found[id] = await reader.uid();
        open.set(id, reader);
      });
    }),
  );
  const seen = await readSeen(home, connection.name);
  for (const { sites, text } of wrongClusters({ ...uids, ...found }, allPins(runner), seen, connection.file, seenPathOf(home, connection.name)))
    for (const site of sites) {
      if (!Object.hasOwn(found, site)) continue;
      unread.set(site, text);
      open.delete(site);
      found[site] = null;
    }
  const right = Object.fromEntries(Object.entries(found).filter(([, uid]) => uid !== null));
  const after = nowSeen(seen, right, runner.now().toISOString());
  if (JSON.stringify(after) !== JSON.stringify(seen)) await writeSeen(home, connection.name, after);
  await Promise.all([...open].map(([id, reader]) => orSilent(unread, id, async () => void told.set(id, await testimonyOf(reader)))));
  return { told, silent: unread };
}

async function orSilent(silent: Map<string, Text>, site: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ClusterUnread)) throw error;
    silent.set(site, error.trouble.text);
  }
}

/** What this machine knows of which sites were ever built. */
export interface Known {
  /** Sites whose cluster the data pin, that answered once, or of which a stack was applied from here. */
  readonly built: ReadonlySet<string>;
  /** Sites of which a stack was applied from here. */
  readonly own: ReadonlySet<string>;
}

export async function knownSites(runner: Pick<Runner, 'home' | 'connection' | 'pins'> & { readonly ledger: Pick<StackLedger, 'all'> }, sites: readonly string[]): Promise<Known> {
  const { home, connection, ledger } = runner;
  const states = await localStates(home, connection.name);
  const own = new Set([...[...ledger.all().values()].map(({ site }) => site), ...sites.filter((site) => states.some((name) => isOfSite(name, site)))]);
  const seen = await readSeen(home, connection.name);
  const pinned = connection.sandbox ? [] : Object.keys(runner.pins);
  return { own, built: new Set([...own, ...pinned, ...Object.entries(seen).flatMap(([site, { uid }]) => (uid === '' ? [] : [site]))]) };
}

/** Whether a stack's name is of a site. */
export const isOfSite = (name: string, site: string): boolean => name === stackName.platform(site) || name === stackName.protection(site) || name.startsWith(stackName.tenant(site, ''));
