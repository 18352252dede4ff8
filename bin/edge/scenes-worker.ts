import { parentPort, workerData } from 'node:worker_threads';
import { deriveIntent } from '../../sites/intent/derive.js';
import { loadSolver } from '../../sites/packing/solver.js';
import { scenesOf } from '../../sites/purchase/scenes.js';
import { Unpriced } from '../../sites/purchase/things.js';
import type { ScenesMessage, ScenesRequest } from './scenes-messages.js';

/** Plans in a thread of its own, as `purchase-worker` does, and says what stands instead of what to order. */
const now = (): number => performance.now();
const { estate, gap, caps, quarter, milliseconds } = workerData as ScenesRequest;
const until = now() + milliseconds;
const say = (message: ScenesMessage): void => parentPort?.postMessage(message);

try {
  const planning = estate.planning.purchase;
  if (planning === undefined) throw new Error('the planning inputs say nothing of purchases');
  const solver = await loadSolver();
  say({ done: scenesOf(estate, deriveIntent, planning, { solver, gap, caps, quarter, now, until, told: (round, what) => say({ told: { round, what } }) }) });
} catch (error) {
  if (error instanceof Unpriced) say({ unpriced: { kind: error.kind, item: error.item, why: error.why } });
  else say({ broke: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}
