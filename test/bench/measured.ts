import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What running one program took. */
export interface Measured {
  readonly seconds: number;
  /** Most memory resident at once, of the program and what it started; undefined where the system does not tell. */
  readonly peakMiB: number | undefined;
  readonly exit: number | null;
  readonly out: string;
  /** It was ended because it took longer than it was given. */
  readonly late: boolean;
}

export interface RunOptions {
  readonly cwd?: string;
  /** Whether its output is wanted; else it goes nowhere. @default false */
  readonly keep?: boolean;
  /** Seconds after which it is ended. @default 900 */
  readonly limit?: number;
}

/** Runs a program to its end. Memory is read from /proc while it runs: `VmHWM` is the kernel's own high-water mark. */
export function measured(program: string, args: readonly string[], { cwd, keep = false, limit = 900 }: RunOptions = {}): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const child = spawn(program, args, { stdio: ['ignore', keep ? 'pipe' : 'ignore', 'ignore'], ...(cwd === undefined ? {} : { cwd }) });
    const parts: Buffer[] = [];
    child.stdout?.on('data', (part: Buffer) => parts.push(part));
    let peak: number | undefined;
    let late = false;
    const look = (): void => {
      const now = residentOf(child.pid);
      if (now !== undefined) peak = Math.max(peak ?? 0, now);
    };
    const watch = setInterval(look, 25);
    const alarm = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, limit * 1000);
    child.once('error', (error) => {
      clearInterval(watch);
      clearTimeout(alarm);
      reject(error);
    });
    child.once('close', (exit) => {
      clearInterval(watch);
      clearTimeout(alarm);
      resolve({ seconds: (performance.now() - began) / 1000, peakMiB: peak === undefined ? undefined : Math.round(peak / 1024), exit, out: Buffer.concat(parts).toString('utf8'), late });
    });
  });
}

/** KiB of a process and its children, each at its own peak; undefined where /proc does not say. */
function residentOf(pid: number | undefined): number | undefined {
  if (pid === undefined) return undefined;
  try {
    const own = Number(/^VmHWM:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter((word) => /^\d+$/.test(word));
    return own + children.reduce((sum, child) => sum + (residentOf(Number(child)) ?? 0), 0);
  } catch {
    return undefined;
  }
}
