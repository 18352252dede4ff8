import { drawn, luck, seedOf, uniform } from './draws.js';
import type { DataCopy } from './copies.js';
import type { DataLoss } from './data-loss.js';

/** One kind of an environment's data, and what each run loses of it. */
export interface DrawnLoss {
  readonly loss: DataLoss;
  /** Milliseconds by run; Infinity where copies never catch up. */
  readonly ms: Float64Array;
  /** Changed bytes by run, at the rate of a mean day; absent where nobody says how much changes. */
  readonly bytes?: Float64Array;
}

const dayMs = 86_400_000;

/** What is drawn once for everybody. */
export interface Draws {
  readonly runs: number;
  readonly seed: number;
  /** Luck of a way from site to site, by run. */
  readonly backlogs: (from: string, at: string) => Float64Array;
}

export function drawsOf(runs: number, seed: number): Draws {
  const known = new Map<string, Float64Array>();
  return {
    runs,
    seed,
    backlogs: (from, at) => {
      const key = `backlog ${from} ${at}`;
      const own = seedOf(key, seed);
      const found = known.get(key) ?? Float64Array.from({ length: runs }, (_, run) => luck(own, run));
      known.set(key, found);
      return found;
    },
  };
}

/**
 * What a loss at any moment takes of one copy. States are sent at an interval, and the newest one that lies whole at the
 * other site is as old as making and sending it took, and up to an interval more: the moment falls anywhere in it. The matrix
 * tells the worst moment; here every moment is as likely as the next.
 *
 * How long a state takes is drawn between the matrix's typical day and its busiest interval of a peak day. All that cross the
 * same way meet the same backlog; snapshots of one interval begin together, while backups and archives are spread by name.
 * A way that keeps up on typical days alone bounds nothing in a run that is worse than typical: what lies between is known to
 * nobody.
 */
export function drawnLoss(loss: DataLoss, { changes, intervalMinutes }: Pick<DataCopy, 'changes' | 'intervalMinutes'>, namespace: string, { runs, backlogs, seed }: Draws): DrawnLoss {
  const { means, from, at, data, durationMs, transferMs } = loss;
  // Nothing rests on what has not arrived: it is waited for.
  if (loss.awaitedMs !== undefined) return { loss, ms: new Float64Array(runs) };
  const interval = Number(loss.intervalMs);
  const together = means === 'snapshot' ? `${from} ${at} ${intervalMinutes}` : `${namespace} ${data}`;
  const phase = seedOf(`phase ${means} ${together}`, seed);
  const backlog = backlogs(from, at);
  const whole = (level: 'p50' | 'p95'): number => (transferMs[level] === undefined ? Infinity : Number(durationMs[level] + transferMs[level]));
  const [p50, p95] = [whole('p50'), whole('p95')];
  const [likely, most] = [Number(changes.mid), Number(changes.high)];
  const ms = new Float64Array(runs);
  const bytes = most > 0 ? new Float64Array(runs) : undefined;
  for (let run = 0; run < runs; run += 1) {
    const z = backlog[run] ?? 0;
    const takes = p50 === Infinity || (p95 === Infinity && z > 0) ? Infinity : drawn({ p50, p95: p95 === Infinity ? p50 : Math.max(p50, p95) }, z);
    const lost = takes + uniform(phase, run) * interval;
    ms[run] = lost;
    if (bytes !== undefined) bytes[run] = lost === Infinity ? Infinity : (drawn({ p50: likely, p95: most }, Math.max(0, z)) * lost) / dayMs;
  }
  return { loss, ms, ...(bytes === undefined ? {} : { bytes }) };
}

/** Run by run the most of several. */
export function mostOf(all: readonly Float64Array[], runs: number): Float64Array {
  const most = new Float64Array(runs);
  for (const one of all) for (let run = 0; run < runs; run += 1) most[run] = Math.max(most[run] ?? 0, one[run] ?? 0);
  return most;
}
