import { execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A process that runs now. */
export interface RunningProcess {
  readonly pid: number;
  /** Tells this process from a later one with the same pid; comparable as text only. */
  readonly startedAt: string;
  readonly argv: readonly string[];
}

/**
 * Reads one process.
 *
 * @returns `undefined` when there is none, or only a zombie that nobody has collected yet.
 */
export async function readProcess(pid: number): Promise<RunningProcess | undefined> {
  return process.platform === 'linux' ? readFromProc(pid) : (await readFromPs([pid]))[0];
}

/** Reads every process that this user can see. */
export async function listProcesses(): Promise<readonly RunningProcess[]> {
  if (process.platform !== 'linux') {
    return readFromPs([]);
  }
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry)).map(Number);
  const found = await Promise.all(pids.map(readFromProc));
  return found.filter((entry) => entry !== undefined);
}

/**
 * Start time and state out of `/proc/<pid>/stat`. The command name in parentheses may itself hold
 * blanks and parentheses, so the fields are counted from the last closing one.
 */
export function parseProcStat(stat: string): { state: string; startTicks: string } | undefined {
  const fields = stat.slice(stat.lastIndexOf(')') + 1).trim().split(/\s+/);
  const state = fields[0];
  // Field 22 of the file; the first two (pid and name) are cut off, and counting starts at one.
  const startTicks = fields[19];
  return state === undefined || startTicks === undefined ? undefined : { state, startTicks };
}

let bootId: Promise<string> | undefined;

async function readFromProc(pid: number): Promise<RunningProcess | undefined> {
  try {
    const [stat, commandLine] = await Promise.all([
      readFile(`/proc/${String(pid)}/stat`, 'utf8'),
      readFile(`/proc/${String(pid)}/cmdline`, 'utf8'),
    ]);
    const parsed = parseProcStat(stat);
    if (parsed === undefined || parsed.state === 'Z' || parsed.state === 'X') {
      return undefined;
    }
    // Ticks count from boot, so the same number can come back after a restart of the machine.
    bootId ??= readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
    return {
      pid,
      startedAt: `${(await bootId).trim()}:${parsed.startTicks}`,
      argv: commandLine.split('\0').filter((argument) => argument !== ''),
    };
  } catch {
    return undefined;
  }
}

async function readFromPs(pids: readonly number[]): Promise<readonly RunningProcess[]> {
  const selection = pids.length === 0 ? ['-A'] : ['-p', pids.join(',')];
  try {
    const { stdout } = await run('ps', [...selection, '-o', 'pid=,stat=,lstart=,command='], {
      env: { ...process.env, LC_ALL: 'C' },
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout.split('\n').flatMap((line) => parsePsLine(line) ?? []);
  } catch {
    return [];
  }
}

/** One line of `ps -o pid=,stat=,lstart=,command=`: lstart is five words. */
export function parsePsLine(line: string): RunningProcess | undefined {
  const words = line.trim().split(/\s+/);
  const pid = Number(words[0]);
  if (!Number.isInteger(pid) || words.length < 8 || words[1]?.startsWith('Z') === true) {
    return undefined;
  }
  return { pid, startedAt: words.slice(2, 7).join(' '), argv: words.slice(7) };
}
