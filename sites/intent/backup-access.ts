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
const writes = ['s3:PutObject', 's3:GetObject', 's3:GetObjectVersion', 's3:DeleteObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts', 's3:PutObjectRetention', 's3:GetObjectRetention'];
/** And with the bucket. */
const lists = ['s3:ListBucket', 's3:ListBucketVersions', 's3:ListBucketMultipartUploads', 's3:GetBucketLocation', 's3:GetBucketObjectLockConfiguration', 's3:GetBucketVersioning'];
/** What would destroy what is kept. Said once more as a denial: a grant added elsewhere does not undo it. */
const neverObjects = ['s3:DeleteObjectVersion', 's3:BypassGovernanceRetention', 's3:PutObjectLegalHold'];
const neverBucket = ['s3:PutBucketPolicy', 's3:DeleteBucketPolicy', 's3:PutBucketVersioning', 's3:PutBucketObjectLockConfiguration', 's3:PutLifecycleConfiguration', 's3:PutBucketAcl', 's3:DeleteBucket'];

/**
 * Policy of a bucket with backups: the writer writes, lists, reads, places delete markers and makes locks longer, which is
 * all that compliance mode permits of them; it can destroy nothing and change nothing of the bucket (BAK-005).
 *
 * @param writer user of the store that writes backups.
 */
export function backupBucketPolicy(bucket: string, writer: string): BucketPolicy {
  const [whole, within] = [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`];
  const statement = (Sid: string, Effect: PolicyStatement['Effect'], Action: readonly string[], Resource: string): PolicyStatement => ({ Sid, Effect, Principal: { AWS: [writer] }, Action, Resource: [Resource] });
  return {
    Version: '2012-10-17',
    Statement: [statement('WriteBackups', 'Allow', writes, within), statement('ListBackups', 'Allow', lists, whole), statement('NeverDestroy', 'Deny', neverObjects, within), statement('NeverReconfigure', 'Deny', neverBucket, whole)],
  };
}
