import { parentPort } from 'node:worker_threads';
import type { Estate } from '../../sites/model/estate.js';
import { loadSolver, type Solver } from '../../sites/packing/solver.js';
import type { Told } from '../../sites/purchase/purchase.js';
import { Unpriced, type Planning } from '../../sites/purchase/things.js';
import type { PlanningMessage } from './purchase-messages.js';

/** What a plan is made with, in a thread. */
export interface PlanningTools {
  readonly planning: Planning;
  readonly solver: Solver;
  /** Milliseconds, from any start. */
  readonly now: () => number;
  /** When the time allowed is over, on that clock. */
  readonly until: number;
  readonly told: (told: Told) => void;
}

const now = (): number => performance.now();

/** Plans in the worker's own thread, since the solver blocks it and Ctrl-C must be heard, and says the answer or why there is none. */
export async function answerPlanning<R>({ estate, milliseconds }: { readonly estate: Estate; readonly milliseconds: number }, plan: (tools: PlanningTools) => R): Promise<void> {
  const until = now() + milliseconds;
  const say = (message: PlanningMessage<R>): void => parentPort?.postMessage(message);
  try {
    const planning = estate.planning.purchase;
    if (planning === undefined) throw new Error('the planning inputs say nothing of purchases');
    const solver = await loadSolver();
    say({ done: plan({ planning, solver, now, until, told: (told) => say({ told }) }) });
  } catch (error) {
    if (error instanceof Unpriced) say({ unpriced: { kind: error.kind, item: error.item, why: error.why } });
    else say({ broke: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}
