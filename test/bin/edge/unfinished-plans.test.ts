import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { acquireLock, isRefusal, type HeldLock } from '../../../bin/edge/sandbox/lock.js';
import { removeUnfinishedPlans } from '../../../bin/edge/unfinished-plans.js';
import { eachInAFolder } from './folder.js';

const folder = eachInAFolder();
const partial = 'plans/.20261122T101500Z-3fa9c1.0a1b2c3d4e5f.partial';
const write = (name: string, text = ''): void => {
  mkdirSync(dirname(join(folder.path, name)), { recursive: true });
  writeFileSync(join(folder.path, name), text);
};
const held = async (name: string): Promise<HeldLock> => {
  const lock = await acquireLock(join(folder.path, 'work', `${name}.lock`), 0);
  if (isRefusal(lock)) throw new Error(lock.heldBy);
  return lock;
};
const clean = (): Promise<void> => removeUnfinishedPlans(folder.path, join(folder.path, 'work/sandbox.lock'));

it('a plan set that a killed process left half-written goes with the next run; whole ones stay', async () => {
  write(`${partial}/ndc-01-platform.tfplan`);
  write('plans/20261122T101500Z-3fa9c1/planset.json', '{}');
  // The lock of a process that is gone.
  write('work/real.lock', JSON.stringify({ pid: 2 ** 22 + 1, startedAt: '1', host: hostname() }));
  const own = await held('sandbox');
  await clean();
  await own.release();
  expect([existsSync(join(folder.path, partial)), existsSync(join(folder.path, 'plans/20261122T101500Z-3fa9c1/planset.json'))]).toEqual([false, true]);
});

it('one stays while another connection is at work: it may be its own', async () => {
  write(`${partial}/ndc-01-platform.tfplan`);
  const other = await held('real');
  await clean();
  expect(existsSync(join(folder.path, partial))).toBe(true);
  await other.release();
  await clean();
  expect(existsSync(join(folder.path, partial))).toBe(false);
});
