import { spawn } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname } from 'node:path';
import { shownPath } from '../shown-path.js';
import { diskFull } from './disk-trouble.js';
import { errorText } from './errno.js';
import { SandboxFailure, type Words } from './failure.js';
import type { ProcessIdentity } from './process-identity.js';
import { readProcess } from './process-table.js';

const TAIL_LINES = 8;
const FULL = /no space left on device|ENOSPC|disk quota exceeded/i;

/** A program to start. */
export interface Program {
  readonly file: string;
  readonly args: readonly string[];
  /** Both its outputs are appended here. */
  readonly logFile: string;
  /** Words for messages, such as `ndc-01: etcd`. */
  readonly place: Words;
}

/** A program that was started and outlives this command. */
export interface DetachedProcess {
  readonly program: Program;
  readonly identity: ProcessIdentity;
  /** How it ended, or `undefined` while it runs. */
  ended(): string | undefined;
}

/**
 * Starts a program as the leader of a group of its own: it survives this command, and a Ctrl-C at
 * the terminal does not reach it.
 *
 * @param started told of the process before anything else can fail, so that it can be stopped: first by its pid alone, which
 * this command has not collected yet, then by its start time too.
 * @throws SandboxFailure `sandbox/process-exited` when it cannot be started at all.
 */
export async function startDetached(
  program: Program,
  started: (identity: ProcessIdentity) => void,
): Promise<DetachedProcess> {
  const log = await open(program.logFile, 'a', 0o600);
  try {
    const child = spawn(program.file, program.args, {
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      env: plainEnvironment(),
    });
    let ended: string | undefined;
    child.once('exit', (code, signal) => {
      ended ??= signal === null ? `exit code ${String(code)}` : `signal ${signal}`;
    });
    // At once, by its pid alone: an error that ends this command in the middle of the next waits must find it.
    if (child.pid !== undefined) {
      started({ pid: child.pid, startedAt: '' });
    }
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (error) => {
        reject(cannotStart(program, error));
      });
    });
    child.unref();
    const pid = child.pid ?? -1;
    // Gone already: an empty start time matches no process, so nobody else is ever stopped for it.
    const identity = { pid, startedAt: (await readProcess(pid))?.startedAt ?? '' };
    started(identity);
    return { program, identity, ended: () => ended };
  } finally {
    await log.close();
  }
}

/** The last lines of a log, for a message. */
export async function logTail(file: string): Promise<string> {
  return lastLines(await logOf(file));
}

const logOf = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '');

const lastLines = (log: string): string => log.trimEnd().split('\n').slice(-TAIL_LINES).join('\n');

/**
 * The failure of a process that ended by itself. The log is quoted: it is removed with the
 * sandbox when the start fails.
 */
export async function exitFailure(ended: DetachedProcess): Promise<SandboxFailure> {
  const log = await logOf(ended.program.logFile);
  // Some programs say it in the middle of a stack trace, far from the end.
  if (FULL.test(log)) {
    return diskFull(ended.program.place, dirname(ended.program.logFile));
  }
  const tail = lastLines(log);
  return new SandboxFailure('sandbox/process-exited', {
    place: ended.program.place,
    found: {
      vi: `${basename(ended.program.file)} đã kết thúc với ${ended.ended() ?? 'trạng thái không rõ'}:\n${tail}\n`,
      en: `${basename(ended.program.file)} ended with ${ended.ended() ?? 'no status'}:\n${tail}\n`,
    },
    expected: { vi: 'một tiến trình đang chạy', en: 'a running process' },
    remedy: {
      vi: `Hãy đọc các dòng trên; chương trình là ${shownPath(ended.program.file)}.`,
      en: `Read the lines above; the program is ${shownPath(ended.program.file)}.`,
    },
  });
}

/** Proxies, kubeconfigs and Go's debug settings of the caller must not leak into the sandbox. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'HOME', 'TMPDIR'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(kept), HOSTNAME: hostname() };
}

function cannotStart(program: Program, error: unknown): SandboxFailure {
  return new SandboxFailure(
    'sandbox/process-exited',
    {
      place: program.place,
      found: errorText(error),
      expected: {
        vi: `${shownPath(program.file)} khởi động được`,
        en: `${shownPath(program.file)} to start`,
      },
      remedy: {
        vi: 'Hãy kiểm tra tệp có phải chương trình cho máy này không; xóa tệp để được biên dịch lại.',
        en: 'Check that the file is a program for this machine; remove it to have it built again.',
      },
    },
    { cause: error },
  );
}
