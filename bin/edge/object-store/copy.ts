import { createHash } from 'node:crypto';
import { Readable, Transform } from 'node:stream';
import { storeFailure, type ObjectStore } from './object-store.js';
import type { StoredVersion } from './versions.js';

/** An object that was copied, and what was read back of it. */
export interface Copied {
  readonly key: string;
  readonly bytes: number;
  /** SHA-256 of what was read at the source, and of what the target holds. */
  readonly source: string;
  readonly target: string;
}

/** Copies one version into another bucket, byte by byte through memory, and reads it back: a store's own word is no proof. */
export async function copyVersion(store: ObjectStore, bucket: string, { key, versionId }: StoredVersion, into: string): Promise<Copied> {
  const { GetObjectCommand } = await import('@aws-sdk/client-s3');
  const { Upload } = await import('@aws-sdk/lib-storage');
  const doing = { vi: `chép ${key}`, en: `copying ${key}` };
  try {
    const { Body } = await store.client.send(new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }));
    if (!(Body instanceof Readable)) throw new Error('the store sent no content');
    const hash = createHash('sha256');
    let bytes = 0;
    const counted = new Transform({
      transform(chunk: Buffer, _encoding, done): void {
        hash.update(chunk);
        bytes += chunk.length;
        done(undefined, chunk);
      },
    });
    Body.on('error', (error) => counted.destroy(error));
    await new Upload({ client: store.client, params: { Bucket: into, Key: key, Body: Body.pipe(counted) }, queueSize: 2 }).done();
    return { key, bytes, source: hash.digest('hex'), target: await hashOf(store, into, key) };
  } catch (error) {
    throw storeFailure(store, doing, error);
  }
}

async function hashOf(store: ObjectStore, bucket: string, key: string): Promise<string> {
  const { GetObjectCommand } = await import('@aws-sdk/client-s3');
  const { Body } = await store.client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  if (!(Body instanceof Readable)) throw new Error('the store sent no content');
  const hash = createHash('sha256');
  for await (const chunk of Body) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
