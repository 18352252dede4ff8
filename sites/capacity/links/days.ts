import type { Estate } from '../../model/estate.js';
import { simulate, stepMs, stepsADay, type Backlog } from './backlog.js';
import { spreadOver, windowWeights } from './profile.js';
import { payloadPerStep } from './rates.js';

type Links = Estate['planning']['links'];

/** Bytes that one link carries one way on a typical day. */
export interface DailyBytes {
  /** Changes to standbys and log to the sites of the copies: shipped first. */
  readonly replication: bigint;
  /** Backups: take what replication leaves. */
  readonly copies: bigint;
}

/** How a link gets through its days. */
export interface DayOutcome {
  /** Everything of a day is shipped within a day. */
  readonly keepsUp: boolean;
  readonly copiesKeepUp: boolean;
  /** Longest wait of a byte of replication, and of a byte of a backup copy; milliseconds. */
  readonly lagMs: bigint;
  readonly copyLagMs: bigint;
  /** Most bytes of replication that wait at the end of a quarter hour. */
  readonly largest: bigint;
}

/** What follows an outage of the link on a peak day, at its worst moment, while everything waits for the link. */
export interface OutageOutcome {
  readonly minutes: number;
  /** Largest backlog of replication, bytes. */
  readonly backlog: bigint;
  readonly lagMs: bigint;
  /** From the link's return until nothing waits; absent where that takes more than two further days. */
  readonly drainMs?: bigint;
}

const peakOf = (bytes: bigint, { peakDayPercent }: Links): bigint => (bytes * BigInt(peakDayPercent) + 99n) / 100n;
const days = (steps: readonly bigint[], count: number): bigint[] => Array.from({ length: count }, () => steps).flat();

/** By planning inputs: most losses leave most links as they are, and each would be simulated again for every loss. */
const simulated = new WeakMap<Links, Map<string, unknown>>();

/** An answer computed once for each key. A key names all that the answer depends on beside the planning inputs. */
function once<T>(planning: Links, key: string, compute: () => T): T {
  const known = simulated.get(planning) ?? new Map<string, unknown>();
  simulated.set(planning, known);
  if (!known.has(key)) known.set(key, compute());
  return known.get(key) as T;
}

/** A typical day after a typical day, or a peak day between two typical ones. */
export const dayOutcome = (daily: DailyBytes, rate: bigint, planning: Links, kind: 'typical' | 'peak'): DayOutcome =>
  once(planning, `${kind} ${daily.replication} ${daily.copies} ${rate}`, () => simulatedDay(daily, rate, planning, kind));

function simulatedDay({ replication, copies }: DailyBytes, rate: bigint, planning: Links, kind: 'typical' | 'peak'): DayOutcome {
  const typical = spreadOver(replication, planning.typicalDay);
  const arrivals = kind === 'typical' ? days(typical, 2) : [...typical, ...spreadOver(peakOf(replication, planning), planning.peakDay), ...typical];
  const room = payloadPerStep(rate, planning);
  const first = simulate(arrivals, arrivals.map(() => room));
  const second = simulate(days(spreadOver(copies, windowWeights(planning.backupWindow)), arrivals.length / stepsADay), first.spare);
  const perDay = room * BigInt(stepsADay);
  const daily = kind === 'typical' ? replication : peakOf(replication, planning);
  return { keepsUp: daily <= perDay, copiesKeepUp: daily + copies <= perDay, lagMs: first.lagMs, copyLagMs: second.lagMs, largest: first.largest };
}

/** Whether replication that may wait so long is shipped in time. */
export const replicationKept = ({ keepsUp, lagMs }: DayOutcome, budgetMs: bigint): boolean => keepsUp && lagMs <= budgetMs;

/** The same for backups, which take what replication leaves. */
export const copiesKept = ({ copiesKeepUp, copyLagMs }: DayOutcome, budgetMs: bigint): boolean => copiesKeepUp && copyLagMs <= budgetMs;

/**
 * Most bytes of replication on a typical day that a link ships on a peak day so that none waits longer than the budget;
 * without a budget, so that a day's bytes are shipped within a day.
 */
export function mostReplication(rate: bigint, planning: Links, budgetMs?: bigint): bigint {
  const shipped = (payloadPerStep(rate, planning) * BigInt(stepsADay) * 100n) / BigInt(planning.peakDayPercent);
  if (budgetMs === undefined) return shipped;
  return once(planning, `replication ${rate} ${budgetMs}`, () => most(shipped, (replication) => simulatedDay({ replication, copies: 0n }, rate, planning, 'peak').lagMs <= budgetMs));
}

/** Most bytes of backups a day beside so many of replication that a link ships on a peak day within the budget; fewer than none where not even replication is shipped. */
export function mostCopies(rate: bigint, planning: Links, replication: bigint, budgetMs?: bigint): bigint {
  const shipped = payloadPerStep(rate, planning) * BigInt(stepsADay) - peakOf(replication, planning);
  if (budgetMs === undefined || shipped <= 0n) return shipped;
  return once(planning, `copies ${rate} ${replication} ${budgetMs}`, () => most(shipped, (copies) => simulatedDay({ replication, copies }, rate, planning, 'peak').copyLagMs <= budgetMs));
}

/** The largest up to a limit that holds, of what holds for nothing and ceases to hold once. */
function most(limit: bigint, holds: (bytes: bigint) => boolean): bigint {
  if (holds(limit)) return limit;
  let [low, high] = [0n, limit];
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** The worst outage of `minutes`, rounded up to quarter hours, on a peak day that two typical ones follow. */
export const outageOutcome = ({ replication }: DailyBytes, rate: bigint, planning: Links, minutes = planning.outageMinutes): OutageOutcome =>
  once(planning, `outage ${minutes} ${replication} ${rate}`, () => simulatedOutage(replication, rate, planning, minutes));

function simulatedOutage(replication: bigint, rate: bigint, planning: Links, minutes: number): OutageOutcome {
  const typical = spreadOver(replication, planning.typicalDay);
  const arrivals = [...typical, ...spreadOver(peakOf(replication, planning), planning.peakDay), ...days(typical, 2)];
  const room = payloadPerStep(rate, planning);
  const length = Math.ceil(minutes / 15);
  const begins = busiest(arrivals.slice(stepsADay, 2 * stepsADay), length) + stepsADay;
  const backlog: Backlog = simulate(arrivals, arrivals.map((_, step) => (step >= begins && step < begins + length ? 0n : room)));
  const returned = begins + length;
  const cleared = backlog.waiting.findIndex((bytes, step) => step >= returned && bytes === 0n);
  if (cleared < 0) return { minutes: length * 15, backlog: backlog.largest, lagMs: backlog.lagMs };
  // In the last step the queue shrinks by what is shipped less what arrives.
  const before = backlog.waiting[cleared - 1] ?? 0n;
  const shrinks = room - (arrivals[cleared] ?? 0n);
  const within = before === 0n ? 0n : shrinks <= 0n ? stepMs : (before * stepMs + shrinks - 1n) / shrinks;
  return { minutes: length * 15, backlog: backlog.largest, lagMs: backlog.lagMs, drainMs: BigInt(cleared - returned) * stepMs + within };
}

/** First of the `length` consecutive steps in which most arrives. */
function busiest(arrivals: readonly bigint[], length: number): number {
  const window = (start: number): bigint => arrivals.slice(start, start + length).reduce((sum, bytes) => sum + bytes, 0n);
  return arrivals.slice(0, Math.max(1, arrivals.length - length + 1)).reduce((best, _, start) => (window(start) > window(best) ? start : best), 0);
}
