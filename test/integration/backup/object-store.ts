import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { S3Client } from '@aws-sdk/client-s3';
import { mayHold, secretOf } from '../canary.js';
import { freePort } from '../free-port.js';
import { repository } from '../journey/repository.js';

const run = promisify(execFile);

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const ownerKeys: Keys = { accessKeyId: 'chu-kho', secretAccessKey: secretOf('store') };

/** A real S3 store with versions and object lock, its owner and its users, on loopback. */
export class RealStore {
  private constructor(
    readonly folder: string,
    readonly endpoint: string,
    private readonly program: string,
    private readonly service: ChildProcess,
  ) {}

  readonly owner = ownerKeys;

  static async start(): Promise<RealStore> {
    const folder = await mkdtemp(join(tmpdir(), 'ndc-store-'));
    const port = await freePort();
    const endpoint = `http://127.0.0.1:${port}`;
    const { stdout } = await run(process.execPath, [join(repository, 'test/toolchain/build.mjs'), '--print', 'versitygw'], { cwd: repository, maxBuffer: 1 << 26 });
    const program = stdout.trim();
    for (const name of ['data', 'versions', 'iam']) await mkdir(join(folder, name));
    const { accessKeyId, secretAccessKey } = ownerKeys;
    const service = spawn(program, ['--port', `127.0.0.1:${port}`, '--access', accessKeyId, '--secret', secretAccessKey, '--iam-dir', mayHold(join(folder, 'iam')), 'posix', '--versioning-dir', join(folder, 'versions'), join(folder, 'data')], { stdio: 'ignore' });
    for (let tries = 0; ; tries += 1) {
      if (await fetch(endpoint).then(() => true, () => false)) break;
      if (tries === 100) throw new Error('the object store did not come up');
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    return new RealStore(folder, endpoint, program, service);
  }

  async user(accessKeyId: string): Promise<Keys> {
    const keys = { accessKeyId, secretAccessKey: secretOf(accessKeyId) };
    const { accessKeyId: access, secretAccessKey: secret } = this.owner;
    await run(this.program, ['admin', '--access', access, '--secret', secret, '--endpoint-url', this.endpoint, 'create-user', '--access', keys.accessKeyId, '--secret', keys.secretAccessKey, '--role', 'user']);
    return keys;
  }

  client(credentials: Keys): S3Client {
    return new S3Client({ endpoint: this.endpoint, region: 'us-east-1', credentials, forcePathStyle: true, requestChecksumCalculation: 'WHEN_REQUIRED' });
  }

  /** A person's folder with a connection to the store. */
  async project(name: string): Promise<string> {
    const folder = join(this.folder, name);
    await mkdir(join(folder, '.ndc/connections'), { recursive: true });
    await writeFile(
      join(folder, '.ndc/connections/default.yaml'),
      `apiVersion: ndc.gov.vn/v1\nkind: Connection\nname: default\nsites:\n  ndc-01: {kubeconfig: none, context: none, store: {endpoint: "${this.endpoint}"}}\n`,
    );
    return folder;
  }

  async stop(): Promise<void> {
    this.service.kill('SIGTERM');
    await rm(this.folder, { recursive: true, force: true });
  }
}
