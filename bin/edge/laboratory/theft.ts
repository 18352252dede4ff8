import { refusalOf, type ObjectStore } from '../object-store/object-store.js';
import { versionsIn } from '../object-store/versions.js';

/** What somebody with the key of the backups did, and could not do. */
export interface Theft {
  readonly overwritten: number;
  readonly markers: number;
  /** Versions that are gone for good: none may be. */
  readonly destroyed: number;
  readonly refused: number;
}

/** Does with the backups' own key what a thief would: overwrites everything, marks it as deleted, and tries to destroy what was there. */
export async function stealKey(store: ObjectStore, bucket: string, prefix: string): Promise<Theft> {
  const { DeleteObjectCommand, PutObjectCommand } = await import('@aws-sdk/client-s3');
  let [overwritten, markers, destroyed, refused] = [0, 0, 0, 0];
  const versions = [];
  for await (const version of versionsIn(store, bucket, prefix)) versions.push(version);
  for (const { key, versionId } of versions) {
    const at = { Bucket: bucket, Key: key };
    await store.client.send(new PutObjectCommand({ ...at, Body: 'paid for, or lost' }));
    overwritten += 1;
    await store.client.send(new DeleteObjectCommand(at));
    markers += 1;
    for (const more of [{}, { BypassGovernanceRetention: true }])
      try {
        await store.client.send(new DeleteObjectCommand({ ...at, VersionId: versionId, ...more }));
        destroyed += 1;
      } catch (error) {
        if (refusalOf(error).status === 0) throw error;
        refused += 1;
      }
  }
  return { overwritten, markers, destroyed, refused };
}
