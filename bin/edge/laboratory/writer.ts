import { spawn, type ChildProcess } from 'node:child_process';
import { open, type FileHandle } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { pause } from '../sandbox/pause.js';
import type { Network } from './network.js';
import { plainEnvironment } from './run-program.js';

/** One commit the server said yes to. */
export interface Acknowledged {
  readonly key: number;
  /** When the client had the answer, milliseconds since 1970. */
  readonly at: number;
}

export interface WriterOptions {
  readonly network: Network;
  /** Where the client stands. */
  readonly node: number;
  readonly psql: string;
  readonly host: string;
  readonly port: number;
  /** Its log: one line for each acknowledged commit, on disk before the next is sent. */
  readonly logFile: string;
  readonly firstKey: number;
  /** Bytes of each row. */
  readonly rowBytes: number;
  /** Commits a second at an instant of the run, milliseconds since its start; 0 waits. */
  readonly rate: (sinceMs: number) => number;
  /** Distinguishes what two clients write under one key. */
  readonly mark: string;
}

/** The table every client of a laboratory writes to. Rows are kept as they are: compressed, they would be no measure of the log. */
export const ledgerTable = `create table ledger (key bigint primary key, mark text not null, body text not null); alter table ledger alter body set storage plain;`;

const wake = 20;

/**
 * A client that commits row after row and believes only what it was answered. It stands at a node of its own and reaches
 * the server over the network, as any client does.
 */
export class Writer {
  readonly acknowledged: Acknowledged[] = [];
  #stopping = false;
  #psql: ChildProcess | undefined;
  readonly #run: Promise<void>;
  #said = '';
  #over = false;

  constructor(private readonly options: WriterOptions) {
    this.#run = this.#write();
  }

  get last(): Acknowledged | undefined {
    return this.acknowledged.at(-1);
  }

  /** Whether it has ended, by itself or because it was stopped. */
  get over(): boolean {
    return this.#over;
  }

  /** What the server, or the lack of one, said last. */
  get said(): string {
    return this.#said;
  }

  /** Waits until so many commits were acknowledged, or the client has ended. */
  async reached(count: number, signal: AbortSignal): Promise<void> {
    while (this.acknowledged.length < count && !this.#over) {
      signal.throwIfAborted();
      await pause(wake, signal);
    }
  }

  /** Lets the client go, whatever it waits for. */
  async stop(): Promise<readonly Acknowledged[]> {
    this.#stopping = true;
    this.#psql?.kill('SIGKILL');
    await this.#run;
    return this.acknowledged;
  }

  async #write(): Promise<void> {
    const { network, node, psql, host, port, firstKey, rowBytes, rate, mark, logFile } = this.options;
    const log = await open(logFile, 'a', 0o600);
    try {
      const conninfo = `host=${host} port=${String(port)} user=ndc dbname=postgres sslmode=disable connect_timeout=5`;
      const child = spawn('ip', [...network.at(node, ['env', '-C', '/', psql, conninfo, '-XAtqn'])], { stdio: ['pipe', 'pipe', 'pipe'], env: plainEnvironment(), detached: true });
      this.#psql = child;
      child.stdin.on('error', () => undefined);
      child.stderr.on('data', (bytes: Buffer) => (this.#said = bytes.toString('utf8').slice(-400)));
      // Not 'close', which waits for somebody to read what the program said last.
      const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
      const filler = '0123456789abcdef'.repeat(Math.ceil(rowBytes / 16)).slice(0, rowBytes);
      const begun = performance.now();
      let due = 0;
      let before = begun;
      for (let key = firstKey; !this.#stopping; ) {
        const now = performance.now();
        due += (Math.max(0, rate(now - begun)) * (now - before)) / 1_000;
        before = now;
        if (due < 1) {
          if (child.exitCode !== null) break;
          await pause(Math.min(wake, 5));
          continue;
        }
        due -= 1;
        child.stdin.write(`insert into ledger values (${String(key)}, '${mark}', '${filler}') returning key;\n`);
        const answer = await answers.next();
        if (answer.done === true || answer.value.trim() !== String(key)) break;
        await this.#note(log, { key, at: Date.now() });
        key += 1;
      }
      child.kill('SIGKILL');
      await exited;
      child.stdout.destroy();
      child.stderr.destroy();
    } finally {
      this.#over = true;
      await log.close();
    }
  }

  async #note(log: FileHandle, one: Acknowledged): Promise<void> {
    await log.appendFile(`${String(one.key)}\t${new Date(one.at).toISOString()}\n`);
    await log.datasync();
    this.acknowledged.push(one);
  }
}
