import { pause } from '../sandbox/pause.js';
import type { TokenClient } from './token-client.js';
import { TokenError, type TokenAnswers, type TokenRequest, type TokenTrouble } from './token-protocol.js';

/** Why a request was not carried out, besides what the token itself answered. */
export class QueueRefusal extends Error {
  constructor(
    readonly why: 'full' | 'away' | 'late',
    /** What became of the token, where it is away. */
    readonly trouble?: TokenTrouble,
  ) {
    super(why);
    this.name = 'QueueRefusal';
  }
}

export interface TokenQueueOptions {
  /** Opens one more session. */
  readonly open: () => Promise<{ readonly client: TokenClient; readonly opened: TokenAnswers['open'] }>;
  readonly sessions: number;
  /** Requests that may wait; one more is refused at once. */
  readonly capacity: number;
  /** Milliseconds from arrival to answer. */
  readonly timeout: number;
  /** Longest pause between two tries to come back. @default 10000 */
  readonly longestPause?: number;
  readonly onChange?: (state: { readonly up: boolean; readonly trouble?: TokenTrouble }) => void;
}

type Operation = Extract<TokenRequest, { readonly op: 'encrypt' | 'decrypt' | 'inspect' }>;

interface Job {
  readonly request: Operation;
  readonly deadline: number;
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
  /** A session may break under it once; a second time the caller is told. */
  tries: number;
  settled: boolean;
}

/** What speaks of the request alone: the session stays. */
const ofTheRequest: ReadonlySet<TokenTrouble['is']> = new Set(['bad-ciphertext', 'no-key', 'two-keys']);
/** What no second try mends, and trying again could lock the token. */
const final: ReadonlySet<TokenTrouble['is']> = new Set(['pin-wrong', 'pin-locked', 'pin-last-try', 'no-user-pin']);

/**
 * Requests to a token over a few sessions, in the order they came. A session that breaks is opened again; while none can
 * be, requests are refused at once with the reason. A PIN that the token refuses is never tried a second time.
 */
export class TokenQueue {
  readonly #options: TokenQueueOptions;
  readonly #waiting: Job[] = [];
  readonly #idle: TokenClient[] = [];
  readonly #clients = new Set<TokenClient>();
  #opening = 0;
  #away: TokenTrouble | undefined;
  #finally = false;
  #reviving = false;
  readonly #stop = new AbortController();
  restarts = 0;

  constructor(options: TokenQueueOptions) {
    this.#options = options;
  }

  get waiting(): number {
    return this.#waiting.length;
  }
  get up(): boolean {
    return this.#clients.size > 0 && this.#away === undefined;
  }
  get trouble(): TokenTrouble | undefined {
    return this.#away;
  }

  /** Opens the first session, and only when its PIN was right the others. @throws TokenError */
  async start(): Promise<TokenAnswers['open']> {
    const { client, opened } = await this.#options.open();
    this.#joined(client);
    for (let more = 1; more < this.#options.sessions; more += 1) this.#joined((await this.#options.open()).client);
    return opened;
  }

  /** @throws TokenError what the token said of this request @throws QueueRefusal */
  run<O extends Operation>(request: O, timeout = this.#options.timeout): Promise<TokenAnswers[O['op']]> {
    return new Promise((resolve, reject) => {
      if (this.#stop.signal.aborted || (this.#clients.size === 0 && this.#opening === 0 && this.#away !== undefined)) {
        reject(new QueueRefusal('away', this.#away));
        return;
      }
      if (this.#waiting.length >= this.#options.capacity) {
        reject(new QueueRefusal('full'));
        return;
      }
      const job: Job = { request, deadline: Date.now() + timeout, resolve, reject, tries: 0, settled: false, timer: setTimeout(() => this.#late(job), timeout) };
      this.#waiting.push(job);
      this.#next();
    });
  }

  end(): void {
    this.#stop.abort();
    for (const client of this.#clients) client.end();
    this.#clients.clear();
    this.#refuseAll({ is: 'gone', detail: 'stopped' });
  }

  #joined(client: TokenClient): void {
    if (this.#stop.signal.aborted) {
      client.end();
      return;
    }
    this.#clients.add(client);
    this.#idle.push(client);
    if (this.#away !== undefined) {
      this.#away = undefined;
      this.#options.onChange?.({ up: true });
    }
    this.#next();
  }

  #next(): void {
    while (this.#waiting.length > 0 && this.#idle.length > 0) {
      const client = this.#idle.shift();
      if (client === undefined || client.ended) {
        if (client !== undefined) this.#broken(client, { is: 'gone', detail: 'ended' });
        continue;
      }
      const job = this.#waiting.shift();
      if (job === undefined) this.#idle.unshift(client);
      else void this.#carryOut(client, job);
    }
  }

  async #carryOut(client: TokenClient, job: Job): Promise<void> {
    job.tries += 1;
    try {
      const answer = await client.call(job.request, Math.max(1, job.deadline - Date.now()));
      this.#settle(job, () => job.resolve(answer as never));
      this.#idle.push(client);
    } catch (error) {
      const trouble: TokenTrouble = error instanceof TokenError ? error.trouble : { is: 'gone', detail: String(error) };
      if (ofTheRequest.has(trouble.is)) {
        this.#settle(job, () => job.reject(new TokenError(trouble)));
        this.#idle.push(client);
      } else {
        this.#broken(client, trouble);
        if (trouble.is === 'slow' || job.tries > 1 || job.settled) this.#settle(job, () => job.reject(new QueueRefusal(trouble.is === 'slow' ? 'late' : 'away', trouble)));
        else this.#waiting.unshift(job);
      }
    }
    this.#next();
  }

  #settle(job: Job, act: () => void): void {
    if (job.settled) return;
    job.settled = true;
    clearTimeout(job.timer);
    act();
  }

  #late(job: Job): void {
    const at = this.#waiting.indexOf(job);
    if (at >= 0) this.#waiting.splice(at, 1);
    this.#settle(job, () => job.reject(new QueueRefusal('late', this.#away)));
  }

  #broken(client: TokenClient, trouble: TokenTrouble): void {
    if (!this.#clients.delete(client)) return;
    const at = this.#idle.indexOf(client);
    if (at >= 0) this.#idle.splice(at, 1);
    client.end();
    void this.#revive(trouble);
  }

  /** Opens sessions until there are as many as there should be. One at a time: a wrong PIN is met once. */
  async #revive(trouble: TokenTrouble): Promise<void> {
    if (this.#reviving || this.#finally) return;
    this.#reviving = true;
    let wait = 250;
    while (this.#clients.size < this.#options.sessions && !this.#stop.signal.aborted) {
      this.#opening += 1;
      try {
        const { client } = await this.#options.open();
        this.restarts += 1;
        this.#opening -= 1;
        this.#joined(client);
        wait = 250;
      } catch (error) {
        this.#opening -= 1;
        const found: TokenTrouble = error instanceof TokenError ? error.trouble : trouble;
        this.#isAway(found);
        if (final.has(found.is)) {
          this.#finally = true;
          break;
        }
        await pause(wait, this.#stop.signal);
        wait = Math.min(wait * 2, this.#options.longestPause ?? 10_000);
      }
    }
    this.#reviving = false;
  }

  #isAway(trouble: TokenTrouble): void {
    const first = this.#away === undefined;
    this.#away = trouble;
    if (first) this.#options.onChange?.({ up: false, trouble });
    if (this.#clients.size === 0) this.#refuseAll(trouble);
  }

  #refuseAll(trouble: TokenTrouble): void {
    for (const job of this.#waiting.splice(0)) this.#settle(job, () => job.reject(new QueueRefusal('away', trouble)));
  }
}
