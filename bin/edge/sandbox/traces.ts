import { readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SandboxLayout } from './layout.js';
import { removeUnfinishedPlans } from '../unfinished-plans.js';
import { acquireLock, isRefusal } from './lock.js';

/** Folders of `.ndc` that hold something of every connection. */
const FOLDERS = ['state', 'seen', 'plans', 'log', 'work', 'charts'] as const;

/** A run's folder of logs is named after its time, its chance digits and its connection. */
const LOG_FOLDER = /^\d{8}T\d{6}Z-[0-9a-f]+-(.+)$/;

/**
 * Removes what other commands kept of a sandbox's connection: states of clusters that are gone,
 * what was seen of them, plan sets made for them, logs and work files. What belongs to another
 * connection stays, whatever its name.
 *
 * @param waitMs milliseconds to wait for a command that is still using the connection
 * @returns who still uses the connection; then nothing was removed.
 */
export async function removeTraces(layout: SandboxLayout, waitMs: number): Promise<string | undefined> {
  const { home, name } = layout;
  const lockFile = join(home, 'work', `${name}.lock`);
  const lock = await acquireLock(lockFile, waitMs);
  if (isRefusal(lock)) {
    return lock.heldBy;
  }
  try {
    await removeUnfinishedPlans(home, lockFile);
    const own = [
      join(home, 'state', name),
      join(home, 'work', name),
      join(home, 'charts', name),
      join(home, 'seen', `${name}.json`),
      join(home, 'seen', `${name}.stacks.json`),
      ...(await logsOf(home, name)),
      ...(await plansOf(home, name)),
    ];
    for (const path of own) {
      await rm(path, { recursive: true, force: true, maxRetries: 3, retryDelay: 100 });
    }
  } finally {
    await lock.release();
  }
  for (const folder of FOLDERS) {
    // ENOTEMPTY is the usual case: something of another connection lies there.
    await rmdir(join(home, folder)).catch(() => undefined);
  }
  // Written anew by whoever needs it: it is left for no one once the last connection is gone.
  if ((await readdir(join(home, 'connections')).catch(() => [])).length === 0) {
    await rm(join(home, 'engine'), { recursive: true, force: true });
  }
  return undefined;
}

async function logsOf(home: string, name: string): Promise<string[]> {
  const folder = join(home, 'log');
  const entries = await readdir(folder).catch(() => []);
  return entries.filter((entry) => LOG_FOLDER.exec(entry)?.[1] === name).map((entry) => join(folder, entry));
}

async function plansOf(home: string, name: string): Promise<string[]> {
  const folder = join(home, 'plans');
  const entries = await readdir(folder).catch(() => []);
  const made = await Promise.all(
    entries.map(async (entry) => ((await connectionOf(join(folder, entry))) === name ? [join(folder, entry)] : [])),
  );
  return made.flat();
}

/** The connection a plan set was made through; `undefined` where that cannot be read. */
async function connectionOf(planSet: string): Promise<string | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(join(planSet, 'planset.json'), 'utf8'));
    return typeof value === 'object' && value !== null && 'connection' in value && typeof value.connection === 'string'
      ? value.connection
      : undefined;
  } catch {
    return undefined;
  }
}
