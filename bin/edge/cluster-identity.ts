import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Text } from '../../sites/model/text.js';
import { EnvironmentFailure } from '../failure.js';
import { writeWhole } from './files.js';
import { hasErrorCode } from './sandbox/errno.js';
import { shownPath } from './shown-path.js';

/** What was last known of a site's cluster through one connection. */
export interface SeenSite {
  /** uid of kube-system. */
  readonly uid: string;
  /** RFC 3339: when it last answered. */
  readonly at: string;
  /** RFC 3339: when it was first found silent since. */
  readonly silentSince?: string;
}

export type Seen = Readonly<Record<string, SeenSite>>;

/** A uid that somebody decided on, and where it is written. */
export interface Pin {
  readonly uid: string;
  /** `sites/data/ndc-01.yaml (cluster.uid)`, or the connection file. */
  readonly where: string;
}

const seenFile = (home: string, connection: string): string => join(home, 'seen', `${connection}.json`);

/** Clusters last seen through a connection. An unreadable file counts as none: the pins still hold. */
export async function readSeen(home: string, connection: string): Promise<Seen> {
  try {
    const value = JSON.parse(await readFile(seenFile(home, connection), 'utf8')) as { sites?: unknown };
    if (typeof value.sites !== 'object' || value.sites === null) return {};
    return Object.fromEntries(
      Object.entries(value.sites as Record<string, unknown>).filter((entry): entry is [string, SeenSite] => {
        const site = entry[1] as Partial<SeenSite> | null;
        return typeof site === 'object' && site !== null && typeof site.uid === 'string' && typeof site.at === 'string';
      }),
    );
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT') || error instanceof SyntaxError) return {};
    throw error;
  }
}

export async function writeSeen(home: string, connection: string, sites: Seen): Promise<void> {
  await writeWhole(seenFile(home, connection), `${JSON.stringify({ sites }, null, 2)}\n`, { replace: true });
}

/** What is known after a look: answers are noted, silence keeps its beginning. */
export function nowSeen(before: Seen, readings: Readonly<Record<string, string | null>>, at: string): Seen {
  const after: Record<string, SeenSite> = { ...before };
  for (const [site, uid] of Object.entries(readings)) {
    const known = before[site];
    if (uid !== null) after[site] = { uid, at };
    else after[site] = { uid: known?.uid ?? '', at: known?.at ?? '', silentSince: known?.silentSince ?? at };
  }
  return after;
}

/** A cluster that is not the one it should be. */
export interface WrongCluster {
  readonly sites: readonly string[];
  readonly code: 'NDC-X121' | 'NDC-X122' | 'NDC-X123';
  readonly text: Text;
}

/**
 * Compares what answered with what should: pinned uids, then the uid last seen where none is pinned; and no two sites
 * may be one cluster. A saved plan applies to whatever a context points at, so nothing starts before this holds.
 *
 * @param readings uid of kube-system by site; null where the site is silent.
 */
export function wrongClusters(
  readings: Readonly<Record<string, string | null>>,
  pins: Readonly<Record<string, readonly Pin[]>>,
  seen: Seen,
  connectionFile: string,
  seenPath: string,
): WrongCluster[] {
  const wrong: WrongCluster[] = [];
  for (const [site, uid] of Object.entries(readings)) {
    if (uid === null) continue;
    const pinned = pins[site] ?? [];
    for (const pin of pinned.filter((candidate) => candidate.uid !== uid))
      wrong.push({
        sites: [site],
        code: 'NDC-X121',
        text: {
          vi: `${site}: ngữ cảnh trỏ tới cụm ${uid}, nhưng ${pin.where} ghim ${pin.uid}. Hãy sửa context trong ${connectionFile}; chỉ đổi giá trị ghim khi cụm thật sự được dựng lại.`,
          en: `${site}: the context points at cluster ${uid}, but ${pin.where} pins ${pin.uid}. Correct the context in ${connectionFile}; change the pin only if the cluster was really rebuilt.`,
        },
      });
    const last = seen[site];
    if (pinned.length === 0 && last !== undefined && last.uid !== '' && last.uid !== uid)
      wrong.push({
        sites: [site],
        code: 'NDC-X122',
        text: {
          vi: `${site}: ngữ cảnh trỏ tới cụm ${uid}, nhưng lần trước (${last.at}) là ${last.uid}. Hãy sửa context trong ${connectionFile}. Nếu cụm được dựng lại, hãy ghim uid mới trong tệp của trung tâm (cluster.uid) hoặc xóa mục này trong ${seenPath}.`,
          en: `${site}: the context points at cluster ${uid}, but last time (${last.at}) it was ${last.uid}. Correct the context in ${connectionFile}. If the cluster was rebuilt, pin the new uid in the site's file (cluster.uid), or remove its entry from ${seenPath}.`,
        },
      });
  }
  return [...wrong, ...sharedClusters(readings, pins, seen, connectionFile)];
}

/** Sites that are one cluster; a site that was not asked counts with the uid that is known of it. */
function sharedClusters(readings: Readonly<Record<string, string | null>>, pins: Readonly<Record<string, readonly Pin[]>>, seen: Seen, connectionFile: string): WrongCluster[] {
  const bySite = new Map<string, string>();
  for (const site of new Set([...Object.keys(seen), ...Object.keys(pins), ...Object.keys(readings)])) {
    const uid = readings[site] ?? pins[site]?.[0]?.uid ?? seen[site]?.uid;
    if (uid !== undefined && uid !== '') bySite.set(site, uid);
  }
  const groups = new Map<string, string[]>();
  for (const [site, uid] of bySite) groups.set(uid, [...(groups.get(uid) ?? []), site]);
  return [...groups]
    .filter(([, sites]) => sites.length > 1 && sites.some((site) => (readings[site] ?? null) !== null))
    .map(([uid, sites]) => ({
      sites: sites.sort(),
      code: 'NDC-X123',
      text: {
        vi: `${sites.join(' và ')} là cùng một cụm (${uid}). Mỗi trung tâm cần cụm riêng; hãy sửa context trong ${connectionFile}.`,
        en: `${sites.join(' and ')} are one cluster (${uid}). Each site needs its own; correct the contexts in ${connectionFile}.`,
      },
    }));
}

/** @throws EnvironmentFailure with every finding, when there is one. */
export function refuseWrongClusters(wrong: readonly WrongCluster[]): void {
  const [first] = wrong;
  if (first === undefined) return;
  throw new EnvironmentFailure(first.code, { vi: wrong.map(({ text }) => text.vi).join('\n'), en: wrong.map(({ text }) => text.en).join('\n') });
}

/** The file of what was seen, as messages name it. */
export const seenPathOf = (home: string, connection: string): string => shownPath(seenFile(home, connection));
