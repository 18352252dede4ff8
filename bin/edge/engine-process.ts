import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { EnvironmentFailure } from '../failure.js';
import { errorText } from './sandbox/errno.js';

export interface EngineCall {
  readonly program: string;
  /** Never holds a secret: arguments are visible to every user of the machine. */
  readonly args: readonly string[];
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Both its outputs, whole. */
  readonly log: string;
  /** Aborted by the first Ctrl-C. */
  readonly interrupt: AbortSignal;
  /** Milliseconds it may go on after the first Ctrl-C: what is being made is then known to the state. @default 0 */
  readonly patience?: number;
  readonly onLine?: (line: string) => void;
}

export interface EngineExit {
  readonly code: number;
  /** Whether it was asked to stop. */
  readonly interrupted: boolean;
}

const follow = 80;

/**
 * Runs the engine to its end, as leader of a process group of its own: a Ctrl-C at the terminal reaches only the
 * toolkit, which asks the engine to stop once, and never kills it: killed, it would leave states locked and objects
 * unrecorded. Its output goes to the log file, not through a pipe: should the toolkit itself be killed, the engine does
 * not die of a broken pipe in the middle of an apply, but finishes and saves.
 *
 * @throws EnvironmentFailure NDC-X131 when it cannot be started.
 */
export async function runEngine(call: EngineCall): Promise<EngineExit> {
  await mkdir(dirname(call.log), { recursive: true, mode: 0o700 });
  const log = await open(call.log, 'w', 0o600);
  const reader = await open(call.log, 'r');
  const lines = new LineReader(reader, call.onLine);
  try {
    const child = spawn(call.program, [...call.args], { cwd: call.folder, env: call.env, detached: true, stdio: ['ignore', log.fd, log.fd] });
    const timer = setInterval(() => void lines.more().catch(() => undefined), follow);
    try {
      const { code, interrupted } = await ended(child, call);
      return { code, interrupted };
    } finally {
      clearInterval(timer);
      await lines.rest();
    }
  } finally {
    await log.close();
    await reader.close();
  }
}

/**
 * Runs the engine and keeps what it prints in memory alone: for output that holds secrets.
 *
 * @param call.input what it reads from stdin @default - nothing
 */
export async function readEngine(call: Omit<EngineCall, 'log' | 'onLine'> & { readonly input?: string }, longest: number): Promise<EngineExit & { readonly output: Buffer; readonly errors: string }> {
  const child = spawn(call.program, [...call.args], { cwd: call.folder, env: call.env, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
  // An engine that ends before it has read everything says why itself.
  child.stdin.on('error', () => undefined).end(call.input ?? '');
  const chunks: Buffer[] = [];
  let size = 0;
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= longest) chunks.push(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    if (errors.length < 100_000) errors += chunk.toString('utf8');
  });
  const piped = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const exit = await ended(child, call);
  await piped;
  if (size > longest)
    throw new EnvironmentFailure('NDC-X136', {
      vi: `kế hoạch dạng JSON có ${size} byte; tối đa ${longest}. Hãy chia nhỏ cụm tài nguyên này.`,
      en: `the plan's JSON has ${size} bytes; at most ${longest} are read. Split this stack.`,
    });
  return { ...exit, output: Buffer.concat(chunks), errors };
}

function ended(child: ChildProcess, { program, interrupt, patience = 0 }: Pick<EngineCall, 'program' | 'interrupt' | 'patience'>): Promise<EngineExit> {
  return new Promise((resolve, reject) => {
    let interrupted = false;
    let waiting: NodeJS.Timeout | undefined;
    const now = (): void => {
      if (interrupted || child.pid === undefined) return;
      interrupted = true;
      child.kill('SIGINT');
    };
    // A request cut off in flight may have made an object that no state knows of.
    const stop = (): void => {
      if (patience === 0) now();
      else waiting = setTimeout(now, patience);
    };
    if (interrupt.aborted) stop();
    else interrupt.addEventListener('abort', stop, { once: true });
    child.once('error', (error) => {
      interrupt.removeEventListener('abort', stop);
      reject(
        new EnvironmentFailure('NDC-X131', {
          vi: `không chạy được ${program} (${errorText(error)}).`,
          en: `${program} does not run (${errorText(error)}).`,
        }),
      );
    });
    child.once('exit', (code, signal) => {
      clearTimeout(waiting);
      interrupt.removeEventListener('abort', stop);
      // A signal from elsewhere (out of memory, a kill) is a failure like any other.
      resolve({ code: code ?? (signal === null ? 1 : 128), interrupted });
    });
  });
}

/** Follows a growing file line by line. */
class LineReader {
  private position = 0;
  private pending = Buffer.alloc(0);
  private reading: Promise<void> = Promise.resolve();

  constructor(
    private readonly file: FileHandle,
    private readonly onLine: ((line: string) => void) | undefined,
  ) {}

  /** Reads what was written since; calls queue up, so that no byte is read twice. */
  more(): Promise<void> {
    this.reading = this.reading.then(() => this.read());
    return this.reading;
  }

  /** Reads to the end; a last line without a line break counts. */
  async rest(): Promise<void> {
    await this.more();
    if (this.pending.length > 0) this.onLine?.(this.pending.toString('utf8'));
  }

  private async read(): Promise<void> {
    if (this.onLine === undefined) return;
    const chunk = Buffer.alloc(64 * 1024);
    for (;;) {
      const { bytesRead } = await this.file.read(chunk, 0, chunk.length, this.position);
      if (bytesRead === 0) return;
      this.position += bytesRead;
      this.pending = Buffer.concat([this.pending, chunk.subarray(0, bytesRead)]);
      for (let end = this.pending.indexOf(10); end >= 0; end = this.pending.indexOf(10)) {
        this.onLine(this.pending.subarray(0, end).toString('utf8'));
        this.pending = this.pending.subarray(end + 1);
      }
    }
  }
}
