import { parentPort, workerData } from 'node:worker_threads';
import { deriveIntent } from '../../sites/intent/derive.js';
import { loadSolver } from '../../sites/packing/solver.js';
import { purchase } from '../../sites/purchase/purchase.js';
import { Unpriced } from '../../sites/purchase/things.js';
import type { PurchaseMessage, PurchaseRequest } from './purchase-messages.js';

/** Plans in a thread of its own: the solver blocks its thread, and Ctrl-C must be heard. */
const now = (): number => performance.now();
const { estate, gap, caps, scenarios, milliseconds } = workerData as PurchaseRequest;
const until = now() + milliseconds;
const say = (message: PurchaseMessage): void => parentPort?.postMessage(message);

try {
  const planning = estate.planning.purchase;
  if (planning === undefined) throw new Error('the planning inputs say nothing of purchases');
  const solver = await loadSolver();
  say({ done: purchase(estate, deriveIntent, planning, { solver, gap, caps, ...(scenarios === undefined ? {} : { scenarios }), now, until, told: (told) => say({ told }) }) });
} catch (error) {
  if (error instanceof Unpriced) say({ unpriced: { kind: error.kind, item: error.item, why: error.why } });
  else say({ broke: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}
