import { randomBytes } from 'node:crypto';
import type { ProbeAct } from '../../backup-data.js';
import { InputFailure } from '../../failure.js';
import { refusalOf, storeFailure, type ObjectStore } from './object-store.js';

/** What the store did: carried it out, refused it, or was not asked because there was nothing to ask with. */
export interface Probed {
  readonly act: ProbeAct;
  readonly did: 'permitted' | 'refused' | 'untried';
  /** The store's name for its refusal, or why it was not asked. */
  readonly reason?: string;
}

/** What was tried, and what the bucket locks by itself. */
export interface Probing {
  readonly asked: readonly Probed[];
  readonly defaultLock?: { readonly mode: 'COMPLIANCE' | 'GOVERNANCE' | 'none'; readonly days: number };
}

/** Names by which stores say that the keys are wrong, rather than that they may not. */
const wrongKeys: ReadonlySet<string> = new Set(['SignatureDoesNotMatch', 'InvalidAccessKeyId', 'InvalidAccessKeyID', 'ExpiredToken', 'InvalidToken', 'RequestTimeTooSkewed']);

/** Below this prefix the probe writes; backups never do. */
export const probePrefix = 'ndc-probe/';

const hour = 3_600_000;

/**
 * Tries with an identity what one that was stolen would try. What it writes is locked for a day and stays; what it changes
 * of the bucket is written back exactly as it was read, so that a store that permits it is none the worse.
 *
 * @param now milliseconds since 1970.
 */
export async function probeStore(store: ObjectStore, bucket: string, now: number): Promise<Probing> {
  const s3 = await import('@aws-sdk/client-s3');
  const { client } = store;
  const Key = `${probePrefix}${new Date(now).toISOString().slice(0, 10)}-${randomBytes(6).toString('hex')}`;
  const at = { Bucket: bucket, Key };
  const asked: Probed[] = [];
  const attempt = async <T>(act: ProbeAct, request: () => Promise<T>): Promise<T | undefined> => {
    try {
      const answer = await request();
      asked.push({ act, did: 'permitted' });
      return answer;
    } catch (error) {
      const { name, status } = refusalOf(error);
      // A store that is silent or broken has refused nothing.
      if (status === 0 || status >= 500) throw storeFailure(store, { vi: `thử quyền trên ${bucket}`, en: `probing ${bucket}` }, error);
      if (wrongKeys.has(name))
        throw new InputFailure('NDC-X282', { vi: `kho ${store.endpoint} không nhận khóa này (${name}): chưa thử được gì. Hãy kiểm tra khóa và đồng hồ máy.`, en: `the store ${store.endpoint} does not take these keys (${name}): nothing was tried. Check the keys and this machine's clock.` });
      if (name === 'NoSuchBucket') throw storeFailure(store, { vi: `thử quyền trên ${bucket}`, en: `probing ${bucket}` }, error);
      asked.push({ act, did: 'refused', reason: name });
      return undefined;
    }
  };
  const untried = (act: ProbeAct, reason: string): void => void asked.push({ act, did: 'untried', reason });

  const locked = { ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: new Date(now + 24 * hour) } as const;
  const first = await attempt('write-locked', () => client.send(new s3.PutObjectCommand({ ...at, Body: 'probe 1', ...locked })));
  const VersionId = first?.VersionId;
  if (first === undefined || VersionId === undefined) {
    const why = first === undefined ? 'nothing could be written' : 'the bucket keeps no versions';
    for (const act of ['overwrite', 'delete-marker', 'delete-version', 'bypass-retention', 'shorten-retention'] as const) untried(act, why);
  } else {
    await attempt('overwrite', () => client.send(new s3.PutObjectCommand({ ...at, Body: 'probe 2', ...locked })));
    await attempt('shorten-retention', () => client.send(new s3.PutObjectRetentionCommand({ ...at, VersionId, Retention: { Mode: 'COMPLIANCE', RetainUntilDate: new Date(now + hour) } })));
    await attempt('bypass-retention', () => client.send(new s3.DeleteObjectCommand({ ...at, VersionId, BypassGovernanceRetention: true })));
    await attempt('delete-marker', () => client.send(new s3.DeleteObjectCommand(at)));
    // Last: a store that permits it has lost the probe, and nothing else.
    await attempt('delete-version', () => client.send(new s3.DeleteObjectCommand({ ...at, VersionId })));
  }
  await attempt('change-versioning', () => client.send(new s3.PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } })));
  const lock = await quietly(store, bucket, () => client.send(new s3.GetObjectLockConfigurationCommand({ Bucket: bucket })));
  if (lock?.ObjectLockConfiguration === undefined) untried('change-lock', 'its present value cannot be read');
  else {
    const { ObjectLockConfiguration } = lock;
    await attempt('change-lock', () => client.send(new s3.PutObjectLockConfigurationCommand({ Bucket: bucket, ObjectLockConfiguration })));
  }
  const rules = await quietly(store, bucket, () => client.send(new s3.GetBucketLifecycleConfigurationCommand({ Bucket: bucket })));
  if (rules?.Rules === undefined) untried('change-lifecycle', 'its present value cannot be read');
  else {
    const { Rules } = rules;
    await attempt('change-lifecycle', () => client.send(new s3.PutBucketLifecycleConfigurationCommand({ Bucket: bucket, LifecycleConfiguration: { Rules } })));
  }
  const policy = await quietly(store, bucket, () => client.send(new s3.GetBucketPolicyCommand({ Bucket: bucket })));
  if (policy?.Policy === undefined) untried('change-policy', 'its present value cannot be read');
  else {
    const { Policy } = policy;
    await attempt('change-policy', () => client.send(new s3.PutBucketPolicyCommand({ Bucket: bucket, Policy })));
  }
  const retention = lock?.ObjectLockConfiguration?.Rule?.DefaultRetention;
  const days = retention?.Days ?? (retention?.Years ?? 0) * 365;
  return { asked, ...(lock === undefined ? {} : { defaultLock: { mode: retention?.Mode === 'COMPLIANCE' || retention?.Mode === 'GOVERNANCE' ? retention.Mode : 'none', days } }) };
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
