import { randomBytes } from 'node:crypto';
import { chmod, copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { backupBucketPolicy } from '../../../sites/intent/backup-access.js';
import type { Text } from '../../../sites/model/text.js';
import { EnvironmentFailure } from '../../failure.js';
import { logTail, startDetached, type DetachedProcess } from '../sandbox/detached.js';
import { pause } from '../sandbox/pause.js';
import { choosePorts } from '../sandbox/ports.js';
import { ownIdentity } from '../sandbox/process-identity.js';
import { stopProcesses } from '../sandbox/stop-processes.js';
import { removeAbandoned, removeLaboratory } from './leftovers.js';
import { laboratoryFolder, ownerFile } from './names.js';
import { laboratoryProgram } from './programs.js';
import { runProgram } from './run-program.js';

const owner = { accessKeyId: 'laboratory-owner', secretAccessKey: 'laboratory-owner-secret' };
const writer = { accessKeyId: 'laboratory-writer', secretAccessKey: 'laboratory-writer-secret' };

export interface BenchOptions {
  readonly packageRoot: string;
  readonly onProgress: (line: Text) => void;
  readonly signal: AbortSignal;
}

/** What a backup location needs to know of the store. */
export interface BenchStore {
  readonly endpoint: string;
  readonly bucket: string;
}

/**
 * A real object store and real Velero servers on loopback, without a container runtime. Every process has the laboratory's
 * folder among its arguments, so that whatever is left of one is found and ended.
 */
export class RestoreBench {
  readonly folder: string;
  readonly #ports = new Set<number>();
  readonly #servers = new Map<string, { readonly server: DetachedProcess; readonly logFile: string }>();
  #velero = '';

  private constructor(
    private readonly id: string,
    private readonly options: BenchOptions,
    readonly store: BenchStore,
  ) {
    this.folder = laboratoryFolder(id);
  }

  /** Builds what is missing, starts the store and makes a bucket whose objects are locked by themselves. */
  static async open(options: BenchOptions): Promise<RestoreBench> {
    await removeAbandoned();
    const id = randomBytes(3).toString('hex');
    const taken = new Set<number>();
    const [port = 0] = await choosePorts(1, taken);
    const bench = new RestoreBench(id, options, { endpoint: `http://127.0.0.1:${String(port)}`, bucket: 'ndc-backup' });
    try {
      await mkdir(bench.folder, { mode: 0o700 });
      await writeFile(ownerFile(id), JSON.stringify(await ownIdentity()));
      await bench.#build();
      await bench.#startStore(port);
      return bench;
    } catch (error) {
      await bench.close();
      throw error;
    }
  }

  /** Starts a server against one API server; its namespace, its definitions and a Deployment of its name are there already. */
  async startVelero(site: string, kubeconfig: string, namespace: string): Promise<void> {
    const [metrics = 0, profiler = 0] = await choosePorts(2, this.#ports);
    const credentials = join(this.folder, 'credentials');
    await writeFile(credentials, `[default]\naws_access_key_id=${writer.accessKeyId}\naws_secret_access_key=${writer.secretAccessKey}\n`, { mode: 0o600 });
    const args = [
      `AWS_SHARED_CREDENTIALS_FILE=${credentials}`,
      this.#velero,
      'server',
      '--kubeconfig', kubeconfig,
      '--namespace', namespace,
      '--plugin-dir', join(this.folder, 'plugins'),
      '--metrics-address', `127.0.0.1:${String(metrics)}`,
      '--profiler-address', `127.0.0.1:${String(profiler)}`,
      '--backup-sync-period', '2s',
      '--store-validation-frequency', '2s',
      '--client-qps', '200',
      '--client-burst', '400',
    ];
    const logFile = join(this.folder, `velero-${site}.log`);
    const server = await startDetached({ file: 'env', args, logFile, place: `${site}: velero` }, () => undefined);
    this.#servers.set(site, { server, logFile });
  }

  /** Ends a server: two at once would want the same port, which no option of theirs moves. */
  async stopVelero(site: string): Promise<void> {
    const running = this.#servers.get(site);
    this.#servers.delete(site);
    if (running !== undefined) await stopProcesses([running.server.identity]);
  }

  /** Waits with a server for what it does; one that ends before is why nothing comes of it. */
  async whileRuns<T>(site: string, work: Promise<T>): Promise<T> {
    const running = this.#servers.get(site);
    let settled = false;
    const watch = async (): Promise<never> => {
      for (;;) {
        await pause(300);
        if (settled) return new Promise(() => undefined);
        if (running?.server.ended() !== undefined) throw await this.failed(running.server, running.logFile);
      }
    };
    try {
      return await Promise.race([work, watch()]);
    } finally {
      settled = true;
    }
  }

  /** The definitions of Velero's own kinds, as the server itself prints them: JSON, one each. */
  async definitions(): Promise<readonly string[]> {
    const printed = await runProgram(this.#velero, ['install', '--crds-only', '--dry-run', '-o', 'json'], { signal: this.options.signal });
    return (JSON.parse(printed) as { items: readonly unknown[] }).items.map((item) => JSON.stringify(item));
  }

  /** The end of a server's log, for a message. */
  log(site: string): Promise<string> {
    return logTail(join(this.folder, `velero-${site}.log`));
  }

  async close(): Promise<void> {
    await removeLaboratory(this.id);
  }

  async #build(): Promise<void> {
    const { packageRoot, onProgress, signal } = this.options;
    this.#velero = await laboratoryProgram(packageRoot, 'velero', onProgress, signal);
    const plugin = await laboratoryProgram(packageRoot, 'velero-plugin-for-aws', onProgress, signal);
    await mkdir(join(this.folder, 'plugins'));
    await copyFile(plugin, join(this.folder, 'plugins', 'velero-plugin-for-aws'));
    await chmod(join(this.folder, 'plugins', 'velero-plugin-for-aws'), 0o755);
  }

  async #startStore(port: number): Promise<void> {
    const { packageRoot, onProgress, signal } = this.options;
    const versitygw = await laboratoryProgram(packageRoot, 'versitygw', onProgress, signal);
    const folder = join(this.folder, 'store');
    for (const name of ['data', 'versions', 'iam']) await mkdir(join(folder, name), { recursive: true });
    const logFile = join(this.folder, 'store.log');
    const args = ['--port', `127.0.0.1:${String(port)}`, '--access', owner.accessKeyId, '--secret', owner.secretAccessKey, '--iam-dir', join(folder, 'iam'), 'posix', '--versioning-dir', join(folder, 'versions'), join(folder, 'data')];
    const service = await startDetached({ file: versitygw, args, logFile, place: 'versitygw' }, () => undefined);
    // The lock file pins a version that runs here; which Node a later one wants is no news for whoever drills.
    process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
    const { CreateBucketCommand, PutBucketPolicyCommand, PutObjectLockConfigurationCommand, S3Client } = await import('@aws-sdk/client-s3');
    const { endpoint, bucket } = this.store;
    const client = new S3Client({ endpoint, region: 'us-east-1', credentials: owner, forcePathStyle: true, requestChecksumCalculation: 'WHEN_REQUIRED' });
    for (const deadline = performance.now() + 30_000; ; await pause(100, signal)) {
      signal.throwIfAborted();
      try {
        await client.send(new CreateBucketCommand({ Bucket: bucket, ObjectLockEnabledForBucket: true }));
        break;
      } catch {
        if (service.ended() !== undefined || performance.now() > deadline) throw await this.failed(service, logFile);
      }
    }
    await client.send(new PutObjectLockConfigurationCommand({ Bucket: bucket, ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 35 } } } }));
    await runProgram(versitygw, ['admin', '--access', owner.accessKeyId, '--secret', owner.secretAccessKey, '--endpoint-url', endpoint, 'create-user', '--access', writer.accessKeyId, '--secret', writer.secretAccessKey, '--role', 'user'], { signal });
    await client.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: JSON.stringify(backupBucketPolicy(bucket, writer.accessKeyId)) }));
  }

  private async failed(server: DetachedProcess, logFile: string): Promise<EnvironmentFailure> {
    const tail = (await logTail(logFile)).replaceAll('\n', '; ');
    const place = server.program.place;
    const [vi, en] = typeof place === 'string' ? [place, place] : [place.vi, place.en];
    return new EnvironmentFailure('NDC-X423', { vi: `phòng thử: ${vi} không khởi động: ${tail}.`, en: `laboratory: ${en} did not start: ${tail}.` });
  }
}
