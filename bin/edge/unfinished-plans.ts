import { readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isHeld } from './sandbox/lock.js';

const unfinished = /^\..+\.partial$/;

/**
 * Removes plan sets below `home` that a killed process left half-written. Only who holds the lock of a connection writes
 * one, so what stood there while no other connection's lock was held belongs to nobody.
 *
 * @param own lock that the caller holds
 */
export async function removeUnfinishedPlans(home: string, own: string): Promise<void> {
  const plans = join(home, 'plans');
  // Seen before the locks are looked at: what a process that begins later writes is not among them.
  const found = (await namesIn(plans)).filter((name) => unfinished.test(name));
  if (found.length === 0) return;
  const locks = (await namesIn(join(home, 'work'))).filter((name) => name.endsWith('.lock') && name !== basename(own));
  for (const lock of locks) if (await isHeld(join(home, 'work', lock))) return;
  for (const name of found) await rm(join(plans, name), { recursive: true, force: true, maxRetries: 3, retryDelay: 100 });
}

const namesIn = (folder: string): Promise<readonly string[]> => readdir(folder).catch(() => []);
