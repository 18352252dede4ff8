import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lang } from '../../../sites/model/text.js';
import { Failure } from '../../failure.js';
import type { StateKey } from '../connection.js';
import { requireLibrary } from '../hsm/library.js';
import { pinFromFile } from '../hsm/pin.js';
import { seal, sealedOverhead, unseal } from '../hsm/sealed.js';
import { TokenClient } from '../hsm/token-client.js';
import { tokenFailure } from '../hsm/token-failure.js';
import { TokenError, type TokenKey } from '../hsm/token-protocol.js';
import { QueueRefusal, TokenQueue } from '../hsm/token-queue.js';
import { freeSocketPath, privately } from '../kms/socket.js';
import { programEntry } from '../program-entry.js';
import { header, layout, readKept, type Kept, type RelayAnswer } from './key-protocol.js';

type HsmKey = Extract<StateKey, { readonly is: 'hsm' }>;

/** AES-256. */
const keyBytes = 32;
/** Milliseconds an operation of the HSM may take. OpenTofu waits for a minute. */
const patience = 20_000;
/** Characters; what is kept beside a state has a few hundred. */
const longestQuestion = 10_000;
const doors = { every: 'key.sock', alone: 'one.sock' } as const;

/**
 * Gives OpenTofu the keys of states and plans: each drawn at random, sealed by a key that never leaves the HSM, and kept
 * sealed beside what it encrypts. One session and one try of the PIN serve a whole command, however many stacks it has: a
 * wrong PIN tried once per stack would lock the partition. Keys cross a socket of mode 0600 in a folder of mode 0700.
 */
export class StateKeyAgent {
  readonly #folder: string;
  readonly #servers: readonly Server[];
  readonly #root: string;
  readonly #wanted: HsmKey;
  readonly #lang: Lang;
  readonly #former = new Set<string>();
  #session: Promise<{ readonly queue: TokenQueue; readonly key: TokenKey }> | undefined;

  private constructor(root: string, wanted: HsmKey, lang: Lang, folder: string) {
    this.#root = root;
    this.#wanted = wanted;
    this.#lang = lang;
    this.#folder = folder;
    this.#servers = [false, true].map((alone) => this.#serverFor(alone));
  }

  /** Listens; the HSM is spoken to when the first key is asked for. @throws InputFailure NDC-X065 where no socket fits */
  static async listen(root: string, wanted: HsmKey, lang: Lang): Promise<StateKeyAgent> {
    const folder = await mkdtemp(join(tmpdir(), 'ndc-state-'));
    try {
      const agent = new StateKeyAgent(root, wanted, lang, folder);
      const paths = [await freeSocketPath(join(folder, doors.every)), await freeSocketPath(join(folder, doors.alone))];
      for (const [at, server] of agent.#servers.entries()) await privately(paths[at] ?? '', () => new Promise<void>((done, failed) => server.once('error', failed).listen(paths[at], done)));
      return agent;
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** What OpenTofu is to start. */
  get command(): readonly string[] {
    return this.#through(doors.every);
  }

  /** What it is to start where nothing may open but what is under the present key: by it nobody needs a former one. */
  get commandAlone(): readonly string[] {
    return this.#through(doors.alone);
  }

  /** Ids of former keys that opened something: what is under them is not rewritten yet, and lost without them. */
  get former(): readonly string[] {
    return [...this.#former].sort();
  }

  /** @param alone whether what is under a former key is refused @default false */
  async answer(asked: string, alone = false): Promise<RelayAnswer> {
    try {
      const kept = readKept(asked);
      const { queue, key } = await (this.#session ??= this.#open());
      if (alone && kept !== undefined && kept.key_id !== key.keyId) return { refused: `under ${kept.key_id}, not under ${key.keyId}` };
      const decryption = kept === undefined ? undefined : await this.#unseal(queue, kept);
      if (kept !== undefined && kept.key_id !== key.keyId) this.#former.add(kept.key_id);
      const fresh = randomBytes(keyBytes);
      const sealed = await seal(queue, fresh, aad(key.keyId));
      const keys = { encryption_key: fresh.toString('base64'), ...(decryption === undefined ? {} : { decryption_key: decryption.toString('base64') }) };
      return { output: `${header}\n${JSON.stringify({ keys, meta: { external_data: { layout, key_id: key.keyId, sealed: sealed.toString('base64') } satisfies Kept } })}\n` };
    } catch (error) {
      return { refused: this.#refusal(error) };
    }
  }

  async close(): Promise<void> {
    const opened = await this.#session?.catch(() => undefined);
    opened?.queue.end();
    await Promise.all(this.#servers.map((server) => new Promise<void>((done) => server.close(() => done()))));
    await rm(this.#folder, { recursive: true, force: true });
  }

  #through(door: string): readonly string[] {
    return [process.execPath, ...programEntry(this.#root, 'state-key-relay', ['bin', 'edge', 'state-encryption', 'key-relay.ts'], import.meta.url), join(this.#folder, door)];
  }

  #serverFor(alone: boolean): Server {
    const server = createServer({ allowHalfOpen: true });
    server.on('connection', (socket) => {
      socket.on('error', () => undefined);
      // Read by events: an iterator would end both ways of the socket with the question.
      let asked = '';
      socket.setEncoding('utf8').on('data', (chunk: string) => {
        asked += chunk;
        if (asked.length > longestQuestion) socket.destroy();
      });
      socket.on('end', () => void this.answer(asked, alone).then((answer) => socket.end(JSON.stringify(answer)), () => socket.destroy()));
    });
    return server;
  }

  /** A session that could not be opened is not tried again by this command. */
  async #open(): Promise<{ readonly queue: TokenQueue; readonly key: TokenKey }> {
    const { token, key } = this.#wanted;
    const library = await requireLibrary(this.#wanted.library);
    const pin = await pinFromFile(this.#wanted.pinFile);
    const queue = new TokenQueue({ open: () => TokenClient.open(this.#root, { op: 'open', library, token, pin, key }, patience), sessions: 1, capacity: 1_000, timeout: patience });
    try {
      const opened = await queue.start();
      if (opened.key === undefined) throw new Error('a token opened for a key has told none');
      return { queue, key: opened.key };
    } catch (error) {
      queue.end();
      throw error;
    }
  }

  async #unseal(queue: TokenQueue, { key_id: keyId, sealed }: Kept): Promise<Buffer> {
    const bytes = Buffer.from(sealed, 'base64');
    if (bytes.length !== keyBytes + sealedOverhead) throw new Error('what is kept beside the state is not of this program');
    return Buffer.from(await unseal(queue, keyId, bytes, aad(keyId)));
  }

  #refusal(error: unknown): string {
    const { token } = this.#wanted;
    const trouble = error instanceof TokenError ? error.trouble : error instanceof QueueRefusal ? error.trouble : undefined;
    const failure = error instanceof Failure ? error : trouble === undefined ? undefined : tokenFailure(trouble, token);
    if (failure !== undefined) return `${failure.code} ${failure.text[this.#lang]}`;
    return error instanceof Error ? error.message : String(error);
  }
}

const aad = (keyId: string): Uint8Array => Buffer.from(`ndc-state-key/${layout}\0${keyId}`);
