import { readdir, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { readConnection } from './connection-file.js';
import type { SandboxLayout } from './layout.js';
import type { ProcessIdentity } from './process-identity.js';
import { listProcesses, type RunningProcess } from './process-table.js';
import { stopProcesses } from './stop-processes.js';

const PROGRAMS = new Set(['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler']);
const CHART_SERVER = /^chart-server\.(ts|js)$/;

/**
 * Whether a process belongs to the sandbox in `directory`: one of our programs, with a file of
 * that folder among its arguments. An editor or `tail -f` on a log there is not one of ours.
 */
export function belongsTo(directory: string, candidate: RunningProcess): boolean {
  const [file = '', ...args] = candidate.argv;
  const ours =
    PROGRAMS.has(basename(file)) || args.some((argument) => CHART_SERVER.test(basename(argument)));
  const inside = `${directory}${sep}`;
  return (
    ours &&
    args.some(
      (argument) =>
        argument.startsWith(inside) ||
        argument.slice(argument.indexOf('=') + 1).startsWith(inside),
    )
  );
}

/**
 * Stops whatever runs for a sandbox and removes its files, with or without a state file: a start
 * that was killed had no time to write one.
 *
 * @returns how many processes were stopped.
 * @throws SandboxFailure `sandbox/not-stopped`.
 */
export async function removeEverything(layout: SandboxLayout): Promise<number> {
  const running: readonly ProcessIdentity[] = (await listProcesses()).filter(
    (candidate) => candidate.pid !== process.pid && belongsTo(layout.directory, candidate),
  );
  await stopProcesses(running);
  await rm(layout.directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  const connection = await readConnection(layout.connectionFile);
  if (connection?.sandbox === true) {
    await rm(layout.connectionFile, { force: true });
  }
  await removeLockTraces(layout);
  return running.length;
}

/** Removes the folders that a sandbox shares with others, where nothing is left in them. */
export async function removeEmptyParents(layout: SandboxLayout): Promise<void> {
  for (const folder of [dirname(layout.directory), dirname(layout.connectionFile)]) {
    // ENOTEMPTY is the usual case: another sandbox or connection lies there.
    await rmdir(folder).catch(() => undefined);
  }
}

/** Temporary names beside the lock, left by a process that was killed while it asked for it. */
async function removeLockTraces(layout: SandboxLayout): Promise<void> {
  const folder = dirname(layout.lockFile);
  const entries = await readdir(folder).catch(() => []);
  const traces = entries.filter((name) => name.startsWith(`${basename(layout.lockFile)}.`));
  await Promise.all(traces.map((name) => rm(join(folder, name), { force: true })));
}
