import type { ObjectLockConfiguration } from '@aws-sdk/client-s3';
import { refusalOf, storeFailure, type ObjectStore } from './object-store.js';
import type { StoredVersion } from './versions.js';

/** What a bucket locks by itself. */
export interface DefaultLock {
  readonly mode: 'COMPLIANCE' | 'GOVERNANCE';
  readonly days: number;
}

/** Answers of stores that know no lock of an object or bucket. */
const noLock: ReadonlySet<string> = new Set(['NoSuchObjectLockConfiguration', 'ObjectLockConfigurationNotFoundError']);

const day = 86_400_000;

/** What a bucket's lock configuration has locked by default. */
export function defaultLockIn(configuration: ObjectLockConfiguration | undefined): { readonly mode: DefaultLock['mode'] | 'none'; readonly days: number } {
  const { Mode, Days, Years } = configuration?.Rule?.DefaultRetention ?? {};
  return { mode: Mode === 'COMPLIANCE' || Mode === 'GOVERNANCE' ? Mode : 'none', days: Days ?? (Years ?? 0) * 365 };
}

/** The default lock of a bucket; undefined where it has none. @throws Failure where it may not be read: then nobody knows what a new lock would replace. */
export async function defaultLockOf(store: ObjectStore, bucket: string): Promise<DefaultLock | undefined> {
  const { GetObjectLockConfigurationCommand } = await import('@aws-sdk/client-s3');
  try {
    const { ObjectLockConfiguration } = await store.client.send(new GetObjectLockConfigurationCommand({ Bucket: bucket }));
    const { mode, days } = defaultLockIn(ObjectLockConfiguration);
    return mode === 'none' || days <= 0 ? undefined : { mode, days };
  } catch (error) {
    if (noLock.has(refusalOf(error).name)) return undefined;
    throw storeFailure(store, { vi: `đọc khóa mặc định của ${bucket}`, en: `reading the default lock of ${bucket}` }, error);
  }
}

/**
 * Until when a version is locked, milliseconds since 1970, and how; undefined where it is not. A store may hold an object to
 * the bucket's default without writing that onto it: then the default counts from when it was written.
 */
export async function lockOf(store: ObjectStore, bucket: string, { key, versionId, at }: Pick<StoredVersion, 'key' | 'versionId' | 'at'>, byDefault: DefaultLock | undefined): Promise<{ readonly until: number; readonly mode: DefaultLock['mode'] } | undefined> {
  const { GetObjectRetentionCommand } = await import('@aws-sdk/client-s3');
  try {
    const { Retention } = await store.client.send(new GetObjectRetentionCommand({ Bucket: bucket, Key: key, VersionId: versionId }));
    const until = Retention?.RetainUntilDate?.getTime();
    if (until !== undefined && (Retention?.Mode === 'COMPLIANCE' || Retention?.Mode === 'GOVERNANCE')) return { until, mode: Retention.Mode };
  } catch (error) {
    if (!noLock.has(refusalOf(error).name)) throw storeFailure(store, { vi: `đọc khóa của ${key}`, en: `reading the lock of ${key}` }, error);
  }
  return byDefault === undefined ? undefined : { until: at + byDefault.days * day, mode: byDefault.mode };
}

/** Locks a version until a moment. In compliance mode nobody can shorten or lift it. */
export async function lockUntil(store: ObjectStore, bucket: string, { key, versionId }: Pick<StoredVersion, 'key' | 'versionId'>, until: number): Promise<void> {
  const { PutObjectRetentionCommand } = await import('@aws-sdk/client-s3');
  await store.client
    .send(new PutObjectRetentionCommand({ Bucket: bucket, Key: key, VersionId: versionId, Retention: { Mode: 'COMPLIANCE', RetainUntilDate: new Date(until) } }))
    .catch((error: unknown) => Promise.reject(storeFailure(store, { vi: `khóa ${key}`, en: `locking ${key}` }, error)));
}
