import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { S3Client } from '@aws-sdk/client-s3';
import { backupBucketPolicy } from '../../../sites/intent/backup-access.js';
import type { Text } from '../../../sites/model/text.js';
import { EnvironmentFailure } from '../../failure.js';
import type { ObjectStore } from '../object-store/object-store.js';
import { logTail, startDetached } from '../sandbox/detached.js';
import { pause } from '../sandbox/pause.js';
import { Doorway } from './doorway.js';
import type { Laboratory } from './laboratory.js';
import { laboratoryProgram } from './programs.js';
import { runProgram } from './run-program.js';

const port = 7_070;

/** Keys of the laboratory alone: the store ends with it. */
const owner = { accessKeyId: 'laboratory-owner', secretAccessKey: 'laboratory-owner-secret' };
const writer = { accessKeyId: 'laboratory-writer', secretAccessKey: 'laboratory-writer-secret' };

export interface LaboratoryStoreOptions {
  readonly laboratory: Laboratory;
  readonly site: string;
  readonly bucket: string;
  /** Days of the bucket's default lock, in compliance mode: it holds whatever is written there. */
  readonly lockDays: number;
  readonly packageRoot: string;
  readonly onProgress: (line: Text) => void;
}

/**
 * A real object store with versions and object lock at one site of a laboratory. What asks it stands at a site too: its
 * requests cross the links as everybody's do.
 */
export class LaboratoryStore {
  readonly #doorways: Doorway[] = [];

  private constructor(
    private readonly laboratory: Laboratory,
    private readonly site: string,
    readonly bucket: string,
  ) {}

  /** Starts it, makes the bucket, and gives the writer what the toolkit's own bucket policy gives. */
  static async start({ laboratory, site, bucket, lockDays, packageRoot, onProgress }: LaboratoryStoreOptions): Promise<LaboratoryStore> {
    const versitygw = await laboratoryProgram(packageRoot, 'versitygw', onProgress, laboratory.signal);
    const folder = join(laboratory.folder, 'store');
    for (const name of ['data', 'versions', 'iam']) await mkdir(join(folder, name), { recursive: true });
    const store = new LaboratoryStore(laboratory, site, bucket);
    const node = laboratory.node(site);
    const args = ['--port', `0.0.0.0:${String(port)}`, '--access', owner.accessKeyId, '--secret', owner.secretAccessKey, '--iam-dir', join(folder, 'iam'), 'posix', '--versioning-dir', join(folder, 'versions'), join(folder, 'data')];
    const logFile = join(laboratory.folder, 'store.log');
    const service = await startDetached({ file: 'ip', args: laboratory.network.at(node, [versitygw, ...args]), logFile, place: `${site}: versitygw` }, () => undefined);
    const { CreateBucketCommand, PutBucketPolicyCommand, PutObjectLockConfigurationCommand } = await import('@aws-sdk/client-s3');
    const client = await store.client(site, owner);
    for (const deadline = performance.now() + 30_000; ; await pause(100, laboratory.signal)) {
      laboratory.signal.throwIfAborted();
      try {
        await client.send(new CreateBucketCommand({ Bucket: bucket, ObjectLockEnabledForBucket: true }));
        break;
      } catch (error) {
        if (service.ended() === undefined && performance.now() < deadline) continue;
        const tail = await logTail(logFile);
        throw new EnvironmentFailure('NDC-X423', { vi: `phòng thử: kho đối tượng không khởi động (${(error as Error).name}): ${tail}.`, en: `laboratory: the object store did not start (${(error as Error).name}): ${tail}.` });
      }
    }
    await client.send(new PutObjectLockConfigurationCommand({ Bucket: bucket, ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: lockDays } } } }));
    await runProgram('ip', laboratory.network.at(node, [versitygw, 'admin', '--access', owner.accessKeyId, '--secret', owner.secretAccessKey, '--endpoint-url', `http://127.0.0.1:${String(port)}`, 'create-user', '--access', writer.accessKeyId, '--secret', writer.secretAccessKey, '--role', 'user']), { signal: laboratory.signal });
    await client.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: JSON.stringify(backupBucketPolicy(bucket, writer.accessKeyId)) }));
    return store;
  }

  /** The store as the backup's own identity sees it from a site: it may write and mark as deleted, and destroy nothing. */
  async asWriter(from: string): Promise<ObjectStore> {
    return { site: from, endpoint: `the store at ${this.site}`, client: await this.client(from, writer) };
  }

  async asOwner(from: string): Promise<ObjectStore> {
    return { site: from, endpoint: `the store at ${this.site}`, client: await this.client(from, owner) };
  }

  async close(): Promise<void> {
    for (const doorway of this.#doorways) await doorway.close();
  }

  private async client(from: string, credentials: typeof owner): Promise<S3Client> {
    const { laboratory, site } = this;
    const socket = join(laboratory.folder, `store-from-${from}.socket`);
    const near = from === site;
    await laboratory.startRelay(laboratory.node(from), [{ listen: socket, to: { host: near ? '127.0.0.1' : laboratory.addressFor(site, from), port }, delayMs: near ? 0 : laboratory.delayBetween(site, from) }]);
    const doorway = await Doorway.open(socket);
    this.#doorways.push(doorway);
    process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
    const { S3Client: Client } = await import('@aws-sdk/client-s3');
    return new Client({ endpoint: `http://127.0.0.1:${String(doorway.port)}`, region: 'us-east-1', credentials, forcePathStyle: true, maxAttempts: 3, requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED' });
  }
}
