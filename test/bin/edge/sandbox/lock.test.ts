import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acquireLock, isRefusal, type HeldLock } from '../../../../bin/edge/sandbox/lock.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function take(path: string, waitMs = 0): Promise<HeldLock> {
  const result = await acquireLock(path, waitMs);
  if (isRefusal(result)) {
    throw new Error(`held by ${result.heldBy}`);
  }
  return result;
}

describe('acquireLock', () => {
  it('refuses a second holder and names the first', async () => {
    const path = join(folder, 'deep', 'x.lock');
    const lock = await take(path);
    expect(await acquireLock(path, 0)).toEqual({
      heldBy: `process ${String(process.pid)} on ${hostname()}`,
    });
    await lock.release();
    await (await take(path)).release();
    expect(await readdir(join(folder, 'deep'))).toEqual([]);
  });

  it('waits for the first holder', async () => {
    const path = join(folder, 'x.lock');
    const lock = await take(path);
    const second = take(path, 5_000);
    await lock.release();
    await (await second).release();
  });

  it('stops waiting when the command is interrupted', async () => {
    const path = join(folder, 'x.lock');
    const lock = await take(path);
    const abort = new AbortController();
    const second = acquireLock(path, 60_000, abort.signal);
    abort.abort();
    expect(isRefusal(await second)).toBe(true);
    await lock.release();
  });

  it('takes over at once from a process that no longer runs', async () => {
    const path = join(folder, 'x.lock');
    const dead = { pid: process.pid, startedAt: 'another start', host: hostname() };
    await writeFile(path, JSON.stringify(dead));
    await (await take(path)).release();
  });

  it('lets only one of many take over', async () => {
    const path = join(folder, 'x.lock');
    await writeFile(path, JSON.stringify({ pid: 1, startedAt: 'no', host: hostname() }));
    const results = await Promise.all(Array.from({ length: 20 }, () => acquireLock(path, 0)));
    expect(results.filter((result) => !isRefusal(result))).toHaveLength(1);
  });
});
