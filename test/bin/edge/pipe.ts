import { spawnSync } from 'node:child_process';

/** A named pipe: Node cannot make one. Its maker's output is left alone, since a worker's streams may be another's by then. */
export function makePipe(path: string): string {
  const { status, error } = spawnSync('mkfifo', [path], { stdio: 'ignore' });
  if (status !== 0) throw new Error(`no pipe could be made at ${path}: ${error?.message ?? `mkfifo ended with ${status ?? 'a signal'}`}`);
  return path;
}

/** Where a system cannot make named pipes nobody can hand one in either. */
export const hasPipes: boolean = process.platform !== 'win32';
