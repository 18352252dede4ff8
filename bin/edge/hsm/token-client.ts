import { fork, type ChildProcess } from 'node:child_process';
import { programEntry } from '../program-entry.js';
import { TokenError, type OpenRequest, type TokenAnswers, type TokenReply, type TokenRequest } from './token-protocol.js';

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: TokenError) => void;
  readonly timer: NodeJS.Timeout;
}

/** What code ends its own process by. */
const crashes: ReadonlySet<string> = new Set(['SIGBUS', 'SIGSEGV', 'SIGILL', 'SIGABRT', 'SIGFPE']);

/** A process with one PKCS#11 session, as the one that started it sees it. */
export class TokenClient {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  #next = 0;
  #ended = false;

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.on('message', (reply: TokenReply) => {
      const waiting = this.#waiting.get(reply.id);
      if (waiting === undefined) return;
      this.#waiting.delete(reply.id);
      clearTimeout(waiting.timer);
      if ('trouble' in reply) waiting.reject(new TokenError(reply.trouble));
      else waiting.resolve(reply.answer as never);
    });
    child.on('error', (error) => this.#gone(error.message));
    child.on('exit', (code, signal) => this.#gone(signal === null ? `exit code ${code ?? '?'}` : signal));
  }

  /**
   * Starts the process and opens the token in it. Exactly one PIN is tried, once.
   *
   * @throws TokenError and leaves no process behind.
   */
  static async open(packageRoot: string, request: OpenRequest, milliseconds: number): Promise<{ readonly client: TokenClient; readonly opened: TokenAnswers['open'] }> {
    const entry = [...programEntry(packageRoot, 'token-process', ['bin', 'edge', 'hsm', 'token-process.ts'], import.meta.url)];
    const program = entry.pop() ?? '';
    // A vendor's library may print; nothing it says belongs in our output.
    const client = new TokenClient(fork(program, [], { execArgv: entry, serialization: 'advanced', stdio: ['ignore', 'ignore', 'ignore', 'ipc'] }));
    try {
      return { client, opened: await client.call(request, milliseconds) };
    } catch (error) {
      client.end();
      // Whoever named the library has to know that it was this one.
      if (error instanceof TokenError && error.trouble.is === 'gone' && crashes.has(error.trouble.detail)) throw new TokenError({ is: 'crashed', library: request.library, signal: error.trouble.detail });
      throw error;
    }
  }

  /**
   * One operation. A call that does not return within its time leaves the process unusable: end it.
   *
   * @throws TokenError
   */
  call<R extends TokenRequest>(request: R, milliseconds: number): Promise<TokenAnswers[R['op']]> {
    return new Promise((resolve, reject) => {
      if (this.#ended) {
        reject(new TokenError({ is: 'gone', detail: 'ended' }));
        return;
      }
      const id = (this.#next += 1);
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new TokenError({ is: 'slow', milliseconds }));
      }, milliseconds);
      this.#waiting.set(id, { resolve, reject, timer });
      this.#child.send({ id, request }, (error) => {
        if (error !== null) this.#gone(error.message);
      });
    });
  }

  /** Ends the process, also one that hangs inside a library. */
  end(): void {
    this.#child.kill('SIGKILL');
    this.#gone('ended');
  }

  get ended(): boolean {
    return this.#ended;
  }

  #gone(detail: string): void {
    this.#ended = true;
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(new TokenError({ is: 'gone', detail }));
    }
    this.#waiting.clear();
  }
}
