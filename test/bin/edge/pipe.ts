import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Tried more than once: beside many other processes of a loaded machine one start may fail. Its output is left alone, since a worker's streams may be another's by then. */
const made = (path: string): boolean => [1, 2, 3].some(() => spawnSync('mkfifo', [path], { stdio: 'ignore' }).status === 0);

/** A named pipe: Node cannot make one. */
export function makePipe(path: string): string {
  if (!made(path)) throw new Error(`no pipe could be made at ${path}`);
  return path;
}

/** Whether this system can make named pipes at all; where it cannot, nobody can hand one in either. */
export const hasPipes: boolean = (() => {
  const folder = mkdtempSync(join(tmpdir(), 'ndc-pipe-'));
  try {
    return made(join(folder, 'p'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
})();
