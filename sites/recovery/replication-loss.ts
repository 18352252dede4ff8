import { drawn, luck, seedOf, uniform } from './draws.js';
import { quantile, type Quantiles } from './durations.js';

/** One streaming database, its link and the loads on both. Times in milliseconds. */
export interface Streamed {
  /** Log written while clients write, bytes a second. */
  readonly writeBytesPerSecond: number;
  /** Rate of the link, bits a second. */
  readonly linkBitsPerSecond: number;
  readonly roundTripMs: number;
  /** Mean bytes of log between two acknowledged commits. */
  readonly commitBytes: number;
  /** How long clients have written when the site goes: any moment between the two. Nothing waited for the link when they began. */
  readonly writesForMs: { readonly from: number; readonly to: number };
  /** Log leaves in segments so many milliseconds apart; 0 where it leaves as it is written. @default 0 */
  readonly intervalMs?: number;
  /** Percent of the link's bits that carry log. @default 90 to 100: full segments and their headers */
  readonly payloadPercent?: { readonly low: number; readonly high: number };
  /** From the acknowledgement until log is handed to the link, and from its arrival until it is written. @default half of all 5 ms, nineteen of twenty 100 ms */
  readonly handlingMs?: Quantiles;
  readonly seed?: number;
  readonly runs?: number;
}

/** One in twenty below `p5`, half below `p50`, nineteen in twenty below `p95`. */
export interface Spread {
  readonly p5: number;
  readonly p50: number;
  readonly p95: number;
}

export interface ReplicationLoss {
  /** Between the last acknowledged commit and the last that arrived whole. */
  readonly lossMs: Spread;
  readonly lostCommits: Spread;
  readonly lostBytes: Spread;
  /** Whether the link carries more than is written; if not, what is lost grows for as long as clients write. */
  readonly keepsUp: boolean;
}

export class NoStream extends RangeError {}

export const spreadOf = (values: readonly number[] | Float64Array): Spread => {
  const sorted = Float64Array.from(values).sort();
  return { p5: quantile(sorted, 0.05), p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95) };
};

/** The most commits a run follows one by one; where more are written they are followed in groups. */
const most = 20_000;

/**
 * What is lost when a site goes while clients write: commits come at random and are acknowledged at once, their log waits in
 * line for the link, and what has not crossed it whole is gone. The moment, the commits, the link's payload and the time both
 * ends take are drawn; each run is its own loss.
 *
 * @throws NoStream where a figure is not positive or the moments are in no order.
 */
export function replicationLoss(question: Streamed): ReplicationLoss {
  const { writeBytesPerSecond, linkBitsPerSecond, roundTripMs, commitBytes, writesForMs, intervalMs = 0, payloadPercent = { low: 90, high: 100 }, handlingMs = { p50: 5, p95: 100 }, seed = 0, runs = 1000 } = question;
  for (const [name, value] of Object.entries({ writeBytesPerSecond, linkBitsPerSecond, commitBytes, 'payloadPercent.low': payloadPercent.low, runs })) if (!(value > 0)) throw new NoStream(`${name} is ${value}; expected more than 0`);
  for (const [name, value] of Object.entries({ roundTripMs, intervalMs, 'writesForMs.from': writesForMs.from })) if (!(value >= 0)) throw new NoStream(`${name} is ${value}; expected 0 or more`);
  if (!(writesForMs.to >= writesForMs.from)) throw new NoStream(`writesForMs ends at ${writesForMs.to}, before it begins at ${writesForMs.from}`);
  if (!(payloadPercent.high >= payloadPercent.low)) throw new NoStream(`payloadPercent.high is ${payloadPercent.high}; expected ${payloadPercent.low} or more`);
  const own = seedOf('replication', seed);
  // Of a great many commits so many are one group, acknowledged together: what it changes is less than a group.
  const group = Math.max(1, Math.ceil((writesForMs.to * writeBytesPerSecond) / 1000 / commitBytes / most));
  const bytes = commitBytes * group;
  const gap = (bytes / writeBytesPerSecond) * 1000;
  const results = { ms: new Float64Array(runs), commits: new Float64Array(runs), bytes: new Float64Array(runs) };
  for (let run = 0; run < runs; run += 1) {
    const at = (what: string): number => uniform(seedOf(what, own), run);
    const moment = writesForMs.from + at('moment') * (writesForMs.to - writesForMs.from);
    const payload = payloadPercent.low + at('payload') * (payloadPercent.high - payloadPercent.low);
    const crossing = (bytes * 8_000 * 100) / (linkBitsPerSecond * payload);
    const late = roundTripMs / 2 + drawn(handlingMs, luck(seedOf('handling', own), run));
    const lost = lostIn({ moment, gap, crossing, late, intervalMs, phase: at('phase') * intervalMs, seed: seedOf(`commits ${run}`, own) });
    results.ms[run] = lost.ms;
    results.commits[run] = lost.groups * group;
    results.bytes[run] = lost.groups * bytes;
  }
  return { lossMs: spreadOf(results.ms), lostCommits: spreadOf(results.commits), lostBytes: spreadOf(results.bytes), keepsUp: writeBytesPerSecond * 800 < linkBitsPerSecond * payloadPercent.low };
}

interface Run {
  readonly moment: number;
  /** Mean between two groups of commits, and the time one takes to cross. */
  readonly gap: number;
  readonly crossing: number;
  /** From the last bit's crossing, or the group's acknowledgement, until it lies at the other end. */
  readonly late: number;
  readonly intervalMs: number;
  readonly phase: number;
  readonly seed: number;
}

/** One loss: groups come one after the other, and cross in that order. */
function lostIn({ moment, gap, crossing, late, intervalMs, phase, seed }: Run): { readonly ms: number; readonly groups: number } {
  let acknowledged = 0;
  let crossed = 0;
  let [lastAcknowledged, lastPresent] = [0, 0];
  let [written, present] = [0, 0];
  // Segments leave whole: what waits for its segment's end, and when that is.
  let waiting = 0;
  let leaves = intervalMs > 0 ? phase : 0;
  let lastWaiting = 0;
  const send = (groups: number, from: number, last: number): void => {
    crossed = Math.max(crossed, from) + groups * crossing;
    if (crossed + late > moment) return;
    present += groups;
    lastPresent = last;
  };
  for (let index = 0; ; index += 1) {
    acknowledged -= Math.log(uniform(seed, index)) * gap;
    while (intervalMs > 0 && leaves <= Math.min(acknowledged, moment)) {
      if (waiting > 0) send(waiting, leaves, lastWaiting);
      waiting = 0;
      leaves += intervalMs;
    }
    if (acknowledged > moment) break;
    written += 1;
    lastAcknowledged = acknowledged;
    if (intervalMs > 0) {
      waiting += 1;
      lastWaiting = acknowledged;
    } else send(1, acknowledged, acknowledged);
  }
  return { ms: lastAcknowledged - lastPresent, groups: written - present };
}
