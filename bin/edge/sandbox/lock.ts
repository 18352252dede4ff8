import { randomBytes } from 'node:crypto';
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { makeFolder } from '../make-folder.js';
import { hasErrorCode } from './errno.js';
import { pause } from './pause.js';
import { isRunning, ownIdentity, type ProcessIdentity } from './process-identity.js';

/** Milliseconds between signs of life of a holder. */
const HEARTBEAT = 5_000;
/** Milliseconds without a sign of life after which a holder on another host counts as dead. */
const STALE = 60_000;
const POLL = 100;

interface Holder extends ProcessIdentity {
  readonly host: string;
}

/** A lock that is held; `release` gives it back and may be called twice. */
export interface HeldLock {
  release(): Promise<void>;
}

/** Who holds the lock that could not be had. */
export interface LockRefusal {
  readonly heldBy: string;
}

/**
 * Takes the lock file `path`, waiting up to `waitMs` milliseconds. The lock of a process that no
 * longer runs is taken over at once, so a killed command blocks nobody.
 *
 * @returns the lock, or who holds it when the time is over or `signal` is aborted.
 */
export async function acquireLock(
  path: string,
  waitMs: number,
  signal?: AbortSignal,
): Promise<HeldLock | LockRefusal> {
  const me: Holder = { ...(await ownIdentity()), host: hostname() };
  const deadline = Date.now() + waitMs;
  for (;;) {
    if (await tryCreate(path, me)) {
      return hold(path);
    }
    const holder = await readHolder(path);
    if (holder === undefined || (await isStale(path, holder.value))) {
      await takeAway(path, holder?.text);
      continue;
    }
    if (Date.now() >= deadline || signal?.aborted === true) {
      return { heldBy: `process ${String(holder.value?.pid ?? '?')} on ${holder.value?.host ?? '?'}` };
    }
    await pause(Math.min(POLL, deadline - Date.now()), signal);
  }
}

/** Tells a refusal from a lock. */
export function isRefusal(result: HeldLock | LockRefusal): result is LockRefusal {
  return 'heldBy' in result;
}

/** Whether somebody who still lives holds the lock. */
export async function isHeld(path: string): Promise<boolean> {
  const holder = await readHolder(path);
  return holder !== undefined && !(await isStale(path, holder.value));
}

/** Creates the file with its content in one step: `link` fails where a name already stands. */
async function tryCreate(path: string, me: Holder): Promise<boolean> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}`;
  await makeFolder(dirname(path));
  try {
    await writeFile(temporary, JSON.stringify(me), { flag: 'wx', mode: 0o600 });
    await link(temporary, path);
    return true;
  } catch (error) {
    // ENOENT: somebody removed the empty folder in between; the loop makes it again.
    if (hasErrorCode(error, 'EEXIST', 'ENOENT')) {
      return false;
    }
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

function hold(path: string): HeldLock {
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, HEARTBEAT);
  heartbeat.unref();
  return {
    async release() {
      clearInterval(heartbeat);
      await rm(path, { force: true });
    },
  };
}

async function readHolder(
  path: string,
): Promise<{ text: string; value: Holder | undefined } | undefined> {
  try {
    const text = await readFile(path, 'utf8');
    return { text, value: parseHolder(text) };
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) {
      return undefined;
    }
    throw error;
  }
}

function parseHolder(text: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && 'pid' in value && 'host' in value) {
      const { pid, host } = value;
      const startedAt = 'startedAt' in value ? value.startedAt : undefined;
      if (typeof pid === 'number' && typeof host === 'string' && typeof startedAt === 'string') {
        return { pid, host, startedAt };
      }
    }
  } catch {
    // Not ours to read: judged by its age alone.
  }
  return undefined;
}

async function isStale(path: string, holder: Holder | undefined): Promise<boolean> {
  if (holder?.host === hostname()) {
    return !(await isRunning(holder));
  }
  try {
    return Date.now() - (await stat(path)).mtimeMs > STALE;
  } catch {
    return true;
  }
}

/**
 * Removes a dead holder's file. Two waiters can both find it dead; the slower one would then
 * remove the faster one's new lock. So the file is moved aside, looked at, and put back if it is
 * not the one that was judged.
 */
async function takeAway(path: string, judged: string | undefined): Promise<void> {
  if (judged === undefined) {
    return;
  }
  const aside = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    await rename(path, aside);
    if ((await readFile(aside, 'utf8')) !== judged) {
      await link(aside, path);
    }
  } catch (error) {
    if (!hasErrorCode(error, 'ENOENT', 'EEXIST')) {
      throw error;
    }
  } finally {
    await rm(aside, { force: true });
  }
}
