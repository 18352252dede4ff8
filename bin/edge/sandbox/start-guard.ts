import { rmSync } from 'node:fs';
import type { ProcessIdentity } from './process-identity.js';
import { signalGroup, stopProcesses } from './stop-processes.js';

/**
 * Remembers what a start has begun, so that a failure leaves nothing: neither one that is caught
 * (`undo`) nor one that ends this process (an uncaught error, `process.exit`). Against SIGKILL
 * nothing helps; the next `up` or `down` finds what it left.
 */
export class StartGuard {
  /** By pid: what is known of a process last. */
  readonly #processes = new Map<number, ProcessIdentity>();
  readonly #folder: string | undefined;

  /** @param folder removed too when this process ends. @default - files are kept */
  constructor(folder?: string) {
    this.#folder = folder;
    process.once('exit', this.#atExit);
  }

  readonly started = (identity: ProcessIdentity): void => {
    this.#processes.set(identity.pid, identity);
  };

  /** Stops everything that was begun. @throws SandboxFailure `sandbox/not-stopped` */
  async undo(): Promise<void> {
    await stopProcesses([...this.#processes.values()]);
    this.done();
  }

  /** All went well: what was begun stays. */
  done(): void {
    process.off('exit', this.#atExit);
  }

  readonly #atExit = (): void => {
    // Only synchronous work is possible here. The processes were started moments ago by this one
    // and not collected, so their pids cannot have been given to others.
    for (const pid of this.#processes.keys()) {
      signalGroup(pid, 'SIGKILL');
    }
    if (this.#folder !== undefined) {
      rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    }
  };
}
