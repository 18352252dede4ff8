import { refusalOf, storeFailure, type ObjectStore } from './object-store.js';
import type { StoredVersion } from './versions.js';

/** Until when a version is locked, milliseconds since 1970; undefined where it is not. */
export async function lockedUntil(store: ObjectStore, bucket: string, { key, versionId }: Pick<StoredVersion, 'key' | 'versionId'>): Promise<number | undefined> {
  const { GetObjectRetentionCommand } = await import('@aws-sdk/client-s3');
  try {
    const { Retention } = await store.client.send(new GetObjectRetentionCommand({ Bucket: bucket, Key: key, VersionId: versionId }));
    return Retention?.Mode === 'COMPLIANCE' ? Retention.RetainUntilDate?.getTime() : undefined;
  } catch (error) {
    // An object that was never locked is no failure of the store.
    if (['NoSuchObjectLockConfiguration', 'ObjectLockConfigurationNotFoundError'].includes(refusalOf(error).name)) return undefined;
    throw storeFailure(store, { vi: `đọc khóa của ${key}`, en: `reading the lock of ${key}` }, error);
  }
}

/** Locks a version until a moment. In compliance mode nobody can shorten or lift it. */
export async function lockUntil(store: ObjectStore, bucket: string, { key, versionId }: Pick<StoredVersion, 'key' | 'versionId'>, until: number): Promise<void> {
  const { PutObjectRetentionCommand } = await import('@aws-sdk/client-s3');
  await store.client
    .send(new PutObjectRetentionCommand({ Bucket: bucket, Key: key, VersionId: versionId, Retention: { Mode: 'COMPLIANCE', RetainUntilDate: new Date(until) } }))
    .catch((error: unknown) => Promise.reject(storeFailure(store, { vi: `khóa ${key}`, en: `locking ${key}` }, error)));
}
