import { basename } from 'node:path';
import { execa } from 'execa';
import { EnvironmentFailure } from '../../failure.js';
import { visible } from '../visible.js';

export interface RunOptions {
  /** Written to its standard input. @default - nothing */
  readonly input?: string;
  readonly signal?: AbortSignal;
  /** Milliseconds after which it is killed. @default 60000 */
  readonly timeout?: number;
}

export interface Ran {
  /** Undefined where it was killed, or never began. */
  readonly code: number | undefined;
  readonly stdout: string;
  /** Its last words, safe to show. */
  readonly said: string;
}

/** What programs may read of this process's environment: no proxy, no PG* variable and no language of the caller's. */
export const plainEnvironment = (): Record<string, string> => ({ PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`, LC_ALL: 'C', TZ: 'UTC' });

/** Runs a program to its end; how it ended is the caller's to judge. */
export async function tryProgram(file: string, args: readonly string[], { input, signal, timeout = 60_000 }: RunOptions = {}): Promise<Ran> {
  const ran = await execa(file, [...args], {
    ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
    ...(signal === undefined ? {} : { cancelSignal: signal }),
    env: plainEnvironment(),
    extendEnv: false,
    timeout,
    reject: false,
    cwd: '/',
    maxBuffer: 64 << 20,
    // A Ctrl-C at the terminal is this process's to answer: what it runs is let finish, or killed by the signal above.
    detached: true,
  });
  // A program that could not be started has said nothing.
  const [stdout, stderr] = [ran.stdout ?? '', ran.stderr ?? ''] as [string, string];
  const words = `${stderr}\n${ran.exitCode === undefined ? (ran.shortMessage ?? '') : ''}`.trim().split('\n').slice(-4).join('; ');
  return { code: ran.exitCode, stdout, said: visible(words, 400) };
}

/** Runs a program that has to succeed. @throws EnvironmentFailure NDC-X421 with what it said. */
export async function runProgram(file: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const { code, stdout, said } = await tryProgram(file, args, options);
  if (code === 0) return stdout;
  options.signal?.throwIfAborted();
  const line = visible([basename(file), ...args].join(' '), 200);
  throw new EnvironmentFailure('NDC-X421', {
    vi: `phòng thử: "${line}" không thành (mã ${String(code ?? 'không có')}): ${said === '' ? 'không nói gì' : said}. Hãy xem thông báo đó; chạy lại lệnh sẽ dọn những gì còn sót.`,
    en: `laboratory: "${line}" failed (exit ${String(code ?? 'none')}): ${said === '' ? 'it said nothing' : said}. Look at that message; running the command again removes what is left.`,
  });
}
