import { randomBytes, generateKeyPairSync } from 'node:crypto';
import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { Agent, request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import { execa } from 'execa';
import { buildTools } from '../../toolchain/build-tools.js';
import { freePort } from '../free-port.js';
import { controlPlaneBinaries } from '../../../bin/edge/sandbox/binaries.js';
import { repository } from '../journey/repository.js';

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** etcd and kube-apiserver, without the rest of a control plane, so that the API server can be started again with another configuration. */
export class ApiServer {
  readonly #folder: string;
  readonly #token = randomBytes(16).toString('hex');
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 8, rejectUnauthorized: false });
  readonly #binaries: { readonly etcd: string; readonly kubeApiserver: string };
  #etcd: ChildProcess | undefined;
  #api: ChildProcess | undefined;
  #ports = { etcd: 0, peer: 0, api: 0 };

  private constructor(folder: string, binaries: { readonly etcd: string; readonly kubeApiserver: string }) {
    this.#folder = folder;
    this.#binaries = binaries;
  }

  /** @param snapshot file of an etcd snapshot that its etcd begins with, restored by etcd's own tool */
  static async prepare(folder: string, snapshot?: string): Promise<ApiServer> {
    const server = new ApiServer(folder, await controlPlaneBinaries({ packageRoot: repository, onProgress: () => undefined }));
    await mkdir(folder, { recursive: true });
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    await writeFile(join(folder, 'sa.key'), privateKey.export({ type: 'pkcs1', format: 'pem' }), { mode: 0o600 });
    await writeFile(join(folder, 'sa.pub'), publicKey.export({ type: 'spki', format: 'pem' }));
    await writeFile(join(folder, 'tokens.csv'), `${server.#token},admin,1,system:masters\n`, { mode: 0o600 });
    server.#ports = { etcd: await freePort(), peer: await freePort(), api: await freePort() };
    if (snapshot !== undefined) await server.#restoreEtcd(snapshot);
    await server.#startEtcd();
    return server;
  }

  async #restoreEtcd(snapshot: string): Promise<void> {
    const { etcdutl = '' } = await buildTools(['etcdutl'], () => undefined);
    const peer = `http://127.0.0.1:${this.#ports.peer}`;
    await execa(etcdutl, ['snapshot', 'restore', snapshot, '--name=t', `--data-dir=${join(this.#folder, 'etcd')}`, `--initial-cluster=t=${peer}`, `--initial-advertise-peer-urls=${peer}`]);
  }

  /** A snapshot of its etcd, as etcd's maintenance service streams it, with the digest that a restore verifies. */
  async snapshot(file: string): Promise<void> {
    const answer = await fetch(`http://127.0.0.1:${this.#ports.etcd}/v3/maintenance/snapshot`, { method: 'POST', body: '{}' });
    const parts = (await answer.text()).split('\n').filter((line) => line !== '');
    await writeFile(file, Buffer.concat(parts.map((line) => Buffer.from((JSON.parse(line) as { result: { blob?: string } }).result.blob ?? '', 'base64'))));
  }

  async #startEtcd(): Promise<void> {
    const [client, peer] = [`http://127.0.0.1:${this.#ports.etcd}`, `http://127.0.0.1:${this.#ports.peer}`];
    this.#etcd = this.#spawn('etcd', this.#binaries.etcd, ['--name=t', `--data-dir=${join(this.#folder, 'etcd')}`, `--listen-client-urls=${client}`, `--advertise-client-urls=${client}`, `--listen-peer-urls=${peer}`, `--initial-advertise-peer-urls=${peer}`, `--initial-cluster=t=${peer}`, '--unsafe-no-fsync', '--log-level=warn']);
    await until('etcd', async () => (await fetch(`${client}/health`).catch(() => undefined))?.ok === true, 60);
  }

  /** Starts the API server; `encryption` is the file that says what is encrypted. Ready is left to the caller. */
  start(encryption?: string): void {
    const at = (name: string): string => join(this.#folder, name);
    this.#api = this.#spawn('kube-apiserver', this.#binaries.kubeApiserver, [
      '--bind-address=127.0.0.1', '--advertise-address=127.0.0.1', `--secure-port=${this.#ports.api}`, `--cert-dir=${at('certs')}`, `--token-auth-file=${at('tokens.csv')}`, '--authorization-mode=RBAC', `--etcd-servers=http://127.0.0.1:${this.#ports.etcd}`, '--service-cluster-ip-range=10.96.0.0/16',
      '--service-account-issuer=https://kubernetes.default.svc', `--service-account-key-file=${at('sa.pub')}`, `--service-account-signing-key-file=${at('sa.key')}`, '--endpoint-reconciler-type=none', '--shutdown-delay-duration=0s', '--max-requests-inflight=0', '--max-mutating-requests-inflight=0', '--enable-priority-and-fairness=false',
      ...(encryption === undefined ? [] : [`--encryption-provider-config=${encryption}`, '--encryption-provider-config-automatic-reload=true']),
    ]);
  }

  async stop(): Promise<void> {
    await ended(this.#api);
    this.#api = undefined;
  }

  async end(): Promise<void> {
    await this.stop();
    await ended(this.#etcd);
    this.#agent.destroy();
  }

  request(method: string, path: string, body?: unknown): Promise<Answer> {
    return new Promise((done, failed) => {
      const question = httpsRequest(`https://127.0.0.1:${this.#ports.api}${path}`, { method, agent: this.#agent, timeout: 20_000, headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' } }, (answer) => {
        let text = '';
        answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
        answer.on('end', () => done({ status: answer.statusCode ?? 0, text }));
      });
      question.on('error', failed);
      question.on('timeout', () => question.destroy(new Error('no answer within 20 s')));
      question.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  /** HTTP status of a path, 0 where nothing listens. */
  async status(path: string): Promise<Answer> {
    return this.request('GET', path).catch((error: unknown) => ({ status: 0, text: String(error) }));
  }

  ready(seconds = 90): Promise<void> {
    return until('the API server is ready', async () => (await this.status('/readyz')).status === 200, seconds);
  }

  /** What etcd holds below a key, as bytes. */
  async stored(prefix: string): Promise<readonly Buffer[]> {
    const end = Buffer.from(prefix);
    end[end.length - 1] = (end.at(-1) ?? 0) + 1;
    const answer = await fetch(`http://127.0.0.1:${this.#ports.etcd}/v3/kv/range`, { method: 'POST', body: JSON.stringify({ key: Buffer.from(prefix).toString('base64'), range_end: end.toString('base64') }) });
    const { kvs = [] } = (await answer.json()) as { kvs?: { value: string }[] };
    return kvs.map(({ value }) => Buffer.from(value, 'base64'));
  }

  /** Puts bytes into etcd behind the API server's back, as a restored snapshot does. */
  async put(key: string, value: Uint8Array): Promise<void> {
    const answer = await fetch(`http://127.0.0.1:${this.#ports.etcd}/v3/kv/put`, { method: 'POST', body: JSON.stringify({ key: Buffer.from(key).toString('base64'), value: Buffer.from(value).toString('base64') }) });
    if (!answer.ok) throw new Error(`etcd answers ${answer.status}`);
  }

  #spawn(name: string, file: string, args: readonly string[]): ChildProcess {
    const log = createWriteStream(join(this.#folder, `${name}.log`), { flags: 'a' });
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    return child;
  }
}

export async function ended(child: ChildProcess | undefined, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((done) => child.once('exit', () => done()));
  child.kill(signal);
  const force = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await gone;
  clearTimeout(force);
}

/** @throws Error after `seconds` */
export async function until(what: string, met: () => Promise<boolean>, seconds: number): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!(await met())) {
    if (Date.now() > deadline) throw new Error(`not within ${seconds} s: ${what}`);
    await new Promise((done) => setTimeout(done, 200));
  }
}
