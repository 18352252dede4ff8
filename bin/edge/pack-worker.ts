import { parentPort, workerData } from 'node:worker_threads';
import { pack } from '../../sites/packing/pack.js';
import { loadSolver } from '../../sites/packing/solver.js';
import type { PackMessage, PackRequest } from './pack-messages.js';

/** Packs in a thread of its own: the solver blocks its thread, and Ctrl-C must be heard. */
const now = (): number => performance.now();
const { instance, effort, seed, milliseconds } = workerData as PackRequest;
const until = now() + milliseconds;
const say = (message: PackMessage): void => parentPort?.postMessage(message);

/** Answers are copied between threads: not more of them than somebody can look at. */
const between = 1_000;
let last = now();

try {
  const solver = effort === 'fast' ? undefined : await loadSolver();
  const done = pack(instance, {
    effort,
    seed,
    now,
    until,
    ...(solver === undefined ? {} : { solver }),
    found: (found) => {
      if (now() - last < between) return;
      last = now();
      say({ found: found() });
    },
  });
  say({ done });
} catch (error) {
  say({ broke: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}
