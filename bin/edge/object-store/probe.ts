import { randomBytes } from 'node:crypto';
import type { ProbeAct, Untried } from '../../backup-data.js';
import { defaultLockIn } from './lock.js';
import { refusalOf, storeFailure, wrongKeys, type ObjectStore } from './object-store.js';

/** What the store did: carried it out, refused it, or was not asked because there was nothing to ask with. */
export interface Probed {
  readonly act: ProbeAct;
  readonly did: 'permitted' | 'refused' | 'untried';
  /** The store's name for its refusal. */
  readonly reason?: string;
  /** Why it was not asked. */
  readonly untried?: Untried;
}

/** What was tried, and what the bucket locks by itself. */
export interface Probing {
  readonly asked: readonly Probed[];
  readonly defaultLock?: { readonly mode: 'COMPLIANCE' | 'GOVERNANCE' | 'none'; readonly days: number };
}

/** Below this prefix the probe writes; backups never do. */
export const probePrefix = 'ndc-probe/';

const hour = 3_600_000;

/** HTTP statuses with which a store says that nobody may, or that it knows no such request. */
const refusing: ReadonlySet<number> = new Set([401, 403, 405, 501]);

/**
 * Tries with an identity what one that was stolen would try. What it writes lies under the bucket's default lock and stays.
 * Of the bucket's configuration it writes back exactly what it read; what it cannot read it sends in a form that no store
 * can take, and whether that is refused as forbidden or as malformed tells whether the identity may.
 *
 * @param now milliseconds since 1970.
 */
export async function probeStore(store: ObjectStore, bucket: string, now: number): Promise<Probing> {
  const s3 = await import('@aws-sdk/client-s3');
  const { client } = store;
  const Key = `${probePrefix}${new Date(now).toISOString().slice(0, 10)}-${randomBytes(6).toString('hex')}`;
  const at = { Bucket: bucket, Key };
  const whole = { Bucket: bucket };
  const asked: Probed[] = [];
  const attempt = async <T>(act: ProbeAct, request: () => Promise<T>, malformed = false): Promise<T | undefined> => {
    try {
      const answer = await request();
      asked.push({ act, did: 'permitted' });
      return answer;
    } catch (error) {
      const { name, status } = refusalOf(error);
      // A store that is silent or broken has refused nothing.
      if (status === 0 || (status >= 500 && status !== 501) || name === 'NoSuchBucket' || wrongKeys.has(name)) throw storeFailure(store, { vi: `thử quyền trên ${bucket}`, en: `probing ${bucket}` }, error);
      asked.push({ act, did: malformed && !refusing.has(status) ? 'permitted' : 'refused', reason: name });
      return undefined;
    }
  };

  // Without headers of its own, as backup tools write: the bucket's default lock has to hold it.
  const first = await attempt('write', () => client.send(new s3.PutObjectCommand({ ...at, Body: 'probe 1' })));
  const VersionId = first?.VersionId;
  if (first === undefined || VersionId === undefined) {
    const untried = first === undefined ? 'not-written' : 'no-versions';
    for (const act of ['overwrite', 'delete-marker', 'delete-version', 'bypass-retention', 'shorten-retention'] as const) asked.push({ act, did: 'untried', untried });
  } else {
    await attempt('overwrite', () => client.send(new s3.PutObjectCommand({ ...at, Body: 'probe 2' })));
    await attempt('shorten-retention', () => client.send(new s3.PutObjectRetentionCommand({ ...at, VersionId, Retention: { Mode: 'COMPLIANCE', RetainUntilDate: new Date(now + hour) } })));
    await attempt('bypass-retention', () => client.send(new s3.DeleteObjectCommand({ ...at, VersionId, BypassGovernanceRetention: true })));
    await attempt('delete-marker', () => client.send(new s3.DeleteObjectCommand(at)));
    // Last: a store that permits it has lost the probe, and nothing else.
    await attempt('delete-version', () => client.send(new s3.DeleteObjectCommand({ ...at, VersionId })));
  }
  const { Status } = (await quietly(store, bucket, () => client.send(new s3.GetBucketVersioningCommand(whole)))) ?? {};
  const versioning = Status ?? ('none' as 'Enabled');
  await attempt('change-versioning', () => client.send(new s3.PutBucketVersioningCommand({ ...whole, VersioningConfiguration: { Status: versioning } })), Status === undefined);
  const lock = await quietly(store, bucket, () => client.send(new s3.GetObjectLockConfigurationCommand(whole)));
  const locking = lock?.ObjectLockConfiguration;
  await attempt('change-lock', () => client.send(new s3.PutObjectLockConfigurationCommand({ ...whole, ObjectLockConfiguration: locking ?? { ObjectLockEnabled: 'none' as 'Enabled' } })), locking === undefined);
  const rules = (await quietly(store, bucket, () => client.send(new s3.GetBucketLifecycleConfigurationCommand(whole))))?.Rules;
  await attempt('change-lifecycle', () => client.send(new s3.PutBucketLifecycleConfigurationCommand({ ...whole, LifecycleConfiguration: { Rules: rules ?? [{ Status: 'none' as 'Enabled', Filter: { Prefix: probePrefix } }] } })), rules === undefined);
  const policy = (await quietly(store, bucket, () => client.send(new s3.GetBucketPolicyCommand(whole))))?.Policy;
  await attempt('change-policy', () => client.send(new s3.PutBucketPolicyCommand({ ...whole, Policy: policy ?? '{' })), policy === undefined);
  return { asked, ...(lock === undefined ? {} : { defaultLock: defaultLockIn(locking) }) };
}

/** What a store answers; undefined where it refuses, or knows no such request. */
async function quietly<T>(store: ObjectStore, bucket: string, request: () => Promise<T>): Promise<T | undefined> {
  try {
    return await request();
  } catch (error) {
    const { status } = refusalOf(error);
    if (status === 0 || (status >= 500 && status !== 501)) throw storeFailure(store, { vi: `đọc cấu hình của ${bucket}`, en: `reading the configuration of ${bucket}` }, error);
    return undefined;
  }
}
