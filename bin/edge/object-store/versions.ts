import { storeFailure, type ObjectStore } from './object-store.js';

/** One version of one key, or a mark that it was deleted. */
export interface StoredVersion {
  readonly key: string;
  readonly versionId: string;
  /** When it was written, milliseconds since 1970; most stores keep whole seconds. */
  readonly at: number;
  readonly latest: boolean;
  /** Absent on a delete marker. */
  readonly size?: number;
}

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * When a version was written. Stores on a file system move LastModified of a version to the moment it was superseded; those
 * whose version ids are ULIDs say in the id when it was made, and that instant is never after LastModified.
 * Source: https://github.com/ulid/spec
 */
export function writtenAt(versionId: string, lastModified: number): number {
  if (!/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(versionId)) return lastModified;
  const made = [...versionId.slice(0, 10)].reduce((value, letter) => value * 32 + crockford.indexOf(letter), 0);
  return made > 0 && made <= lastModified + 5_000 && made > lastModified - 100 * 365 * 86_400_000 ? made : lastModified;
}

/** Every version below a prefix, keys in the store's order, newest first within a key. */
export async function* versionsIn(store: ObjectStore, bucket: string, prefix = ''): AsyncGenerator<StoredVersion> {
  const { ListObjectVersionsCommand } = await import('@aws-sdk/client-s3');
  let next: { KeyMarker?: string; VersionIdMarker?: string } = {};
  for (;;) {
    const page = await store.client
      .send(new ListObjectVersionsCommand({ Bucket: bucket, ...(prefix === '' ? {} : { Prefix: prefix }), ...next }))
      .catch((error: unknown) => Promise.reject(storeFailure(store, { vi: `liệt kê các phiên bản của ${bucket}`, en: `listing the versions of ${bucket}` }, error)));
    const found = [
      ...(page.Versions ?? []).map((one) => ({ ...one, size: one.Size ?? 0 })),
      // A marker is told apart by having no size; both lists are one history.
      ...(page.DeleteMarkers ?? []).map((one) => ({ ...one, size: undefined })),
    ].map(({ Key = '', VersionId = '', LastModified, IsLatest = false, size }): StoredVersion => ({ key: Key, versionId: VersionId, at: writtenAt(VersionId, LastModified?.getTime() ?? 0), latest: IsLatest, ...(size === undefined ? {} : { size }) }));
    yield* found;
    if (page.IsTruncated !== true) return;
    next = { ...(page.NextKeyMarker === undefined ? {} : { KeyMarker: page.NextKeyMarker }), ...(page.NextVersionIdMarker === undefined ? {} : { VersionIdMarker: page.NextVersionIdMarker }) };
    if (next.KeyMarker === undefined) throw storeFailure(store, { vi: `liệt kê ${bucket}`, en: `listing ${bucket}` }, new Error('the list breaks off without a marker'));
  }
}

/** What each key held at an instant: the version that was current, absent where it was deleted or not there yet. */
export async function currentAsOf(store: ObjectStore, bucket: string, prefix: string, instant: number): Promise<readonly StoredVersion[]> {
  const current = new Map<string, StoredVersion>();
  for await (const version of versionsIn(store, bucket, prefix)) {
    if (version.at > instant) continue;
    const known = current.get(version.key);
    if (known === undefined || isNewer(version, known)) current.set(version.key, version);
  }
  return [...current.values()].filter(({ size }) => size !== undefined).sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Within one instant the one marked as the latest is newer; else the store's order, newest first, decides. */
const isNewer = (one: StoredVersion, known: StoredVersion): boolean => one.at > known.at || (one.at === known.at && one.latest && !known.latest);
