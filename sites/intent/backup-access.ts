/** A statement of a bucket policy, as S3 stores read it. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal: { readonly AWS: readonly string[] };
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

export interface BucketPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

/** What whoever writes backups does with objects. A delete without a version only places a marker. */
const writes = ['s3:PutObject', 's3:GetObject', 's3:GetObjectVersion', 's3:DeleteObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts', 's3:GetObjectRetention'];
/** What makes locks longer. */
const keeps = ['s3:GetObjectRetention', 's3:PutObjectRetention'];
/** And with the bucket. */
const lists = ['s3:ListBucket', 's3:ListBucketVersions', 's3:ListBucketMultipartUploads', 's3:GetBucketLocation', 's3:GetBucketObjectLockConfiguration', 's3:GetBucketVersioning'];
/** What would destroy what is kept. Said once more as a denial: a grant added elsewhere does not undo it. */
const neverObjects = ['s3:DeleteObjectVersion', 's3:BypassGovernanceRetention', 's3:PutObjectLegalHold'];
/**
 * Nobody can shorten a lock in compliance mode. But there are stores that hold an object to its bucket's default lock
 * without writing that onto the object: the first retention set on it replaces the default, and may be of a second.
 */
const setsLocks = 's3:PutObjectRetention';
const neverBucket = ['s3:PutBucketPolicy', 's3:DeleteBucketPolicy', 's3:PutBucketVersioning', 's3:PutBucketObjectLockConfiguration', 's3:PutLifecycleConfiguration', 's3:PutBucketAcl', 's3:DeleteBucket'];

/**
 * Policy of a bucket with backups (BAK-005). The writer writes, lists, reads and places delete markers, under the bucket's
 * default lock; it can destroy nothing, set no lock and change nothing of the bucket. The keeper makes locks longer and
 * writes nothing: its key belongs to people, not to a cluster.
 *
 * @param writer user of the store that writes backups.
 * @param keeper user that runs `ndc backup extend`; without one nobody but the bucket's owner can.
 */
export function backupBucketPolicy(bucket: string, writer: string, keeper?: string): BucketPolicy {
  const [whole, within] = [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`];
  const statement = (Sid: string, who: string, Effect: PolicyStatement['Effect'], Action: readonly string[], Resource: string): PolicyStatement => ({ Sid, Effect, Principal: { AWS: [who] }, Action, Resource: [Resource] });
  return {
    Version: '2012-10-17',
    Statement: [
      statement('WriteBackups', writer, 'Allow', writes, within),
      statement('ListBackups', writer, 'Allow', lists, whole),
      statement('NeverDestroy', writer, 'Deny', [...neverObjects, setsLocks], within),
      statement('NeverReconfigure', writer, 'Deny', neverBucket, whole),
      ...(keeper === undefined
        ? []
        : [
            statement('KeepLonger', keeper, 'Allow', keeps, within),
            statement('ListKept', keeper, 'Allow', lists, whole),
            statement('KeeperNeverDestroys', keeper, 'Deny', [...neverObjects, 's3:PutObject', 's3:DeleteObject'], within),
            statement('KeeperNeverReconfigures', keeper, 'Deny', neverBucket, whole),
          ]),
    ],
  };
}
