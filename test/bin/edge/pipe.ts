import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A named pipe: Node cannot make one. Its output is left alone, since a worker's streams may be another's by then. */
export function makePipe(path: string): string {
  if (spawnSync('mkfifo', [path], { stdio: 'ignore' }).status !== 0) throw new Error(`no pipe could be made at ${path}`);
  return path;
}

/** Whether this system can make named pipes at all; where it cannot, nobody can hand one in either. */
export const hasPipes: boolean = (() => {
  const folder = mkdtempSync(join(tmpdir(), 'ndc-pipe-'));
  try {
    return spawnSync('mkfifo', [join(folder, 'p')], { stdio: 'ignore' }).status === 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
})();
