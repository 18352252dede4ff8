import { drawn, luck, seedOf, uniform } from './draws.js';
import { quantile, type Quantiles } from './durations.js';

/** One log stream over one link, step by step. Times in milliseconds. */
export interface Stream {
  /** Bytes of log written in each step, evenly within it. */
  readonly arrivals: readonly (bigint | number)[];
  /** Bytes of log the link takes in each step. */
  readonly capacity: readonly (bigint | number)[];
  readonly stepMs: number;
  readonly rttMs: number;
  /** Mean bytes of log between two acknowledged commits. @default 8 KiB */
  readonly commitBytes?: number;
  /** Log leaves in segments so many milliseconds apart; 0 where it leaves as it is written. @default 0 */
  readonly intervalMs?: number;
  /** From the acknowledgement until log is handed to the link, and from its arrival until it is written. @default half of all 5 ms, nineteen of twenty 100 ms */
  readonly handlingMs?: Quantiles;
  /** When the site goes: any moment between the two. @default any moment of the series */
  readonly momentMs?: { readonly from: number; readonly to: number };
  /** Percent of the capacity that there really is. @default 100 */
  readonly capacityPercent?: { readonly low: number; readonly high: number };
}

/** One streaming database that is written to evenly. Times in milliseconds. */
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
  readonly intervalMs?: number;
  /** Percent of the link's bits that carry log. @default 90 to 100: full segments and their headers */
  readonly payloadPercent?: { readonly low: number; readonly high: number };
  readonly handlingMs?: Quantiles;
  readonly seed?: number | string;
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

const spreadOf = (values: Float64Array): Spread => {
  const sorted = Float64Array.from(values).sort();
  return { p5: quantile(sorted, 0.05), p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95) };
};

/** The most commits a run follows one by one; where more are written they are followed in groups. */
const most = 20_000;

const positive = (figures: Readonly<Record<string, number>>): void => {
  for (const [name, value] of Object.entries(figures)) if (!(value > 0)) throw new NoStream(`${name} is ${value}; expected more than 0`);
};
const notNegative = (figures: Readonly<Record<string, number>>): void => {
  for (const [name, value] of Object.entries(figures)) if (!(value >= 0)) throw new NoStream(`${name} is ${value}; expected 0 or more`);
};

/**
 * What is lost when a site goes while clients write: commits come at random and are acknowledged at once, their log waits in
 * line for the link, and what has not crossed it whole is gone. The moment, the commits and the time both ends take are drawn;
 * each run is its own loss. At the scale of the planner it is the planner's queue (sites/capacity/links/backlog.ts).
 *
 * @throws NoStream where a figure is none, or a range is in no order.
 */
export function streamLoss(stream: Stream, { seed = 0, runs = 1000 }: { readonly seed?: number | string; readonly runs?: number } = {}): ReplicationLoss {
  const { stepMs, rttMs, commitBytes = 8192, intervalMs = 0, handlingMs = { p50: 5, p95: 100 }, capacityPercent = { low: 100, high: 100 } } = stream;
  const whole = stream.arrivals.length * stepMs;
  const { momentMs = { from: 0, to: whole } } = stream;
  positive({ stepMs, commitBytes, runs, 'capacityPercent.low': capacityPercent.low });
  notNegative({ rttMs, intervalMs, 'momentMs.from': momentMs.from });
  if (stream.arrivals.length === 0 || stream.capacity.length !== stream.arrivals.length) throw new NoStream(`capacity has ${stream.capacity.length} steps, arrivals have ${stream.arrivals.length}; expected as many, and one at least`);
  if (!(momentMs.to >= momentMs.from && momentMs.to <= whole)) throw new NoStream(`momentMs is ${momentMs.from} to ${momentMs.to}; expected a range within ${whole} ms`);
  if (!(capacityPercent.high >= capacityPercent.low)) throw new NoStream(`capacityPercent.high is ${capacityPercent.high}; expected ${capacityPercent.low} or more`);
  const [written, carried] = [new Running(stream.arrivals, stepMs), new Running(stream.capacity, stepMs)];
  if (written.total === 0) throw new NoStream('arrivals are 0 in every step; expected something to be written');
  const own = seedOf(`stream ${seed}`);
  // Of a great many commits so many are one group, acknowledged together: what it changes is less than a group.
  const group = Math.max(1, Math.ceil(written.total / commitBytes / most));
  const results = { ms: new Float64Array(runs), commits: new Float64Array(runs), bytes: new Float64Array(runs) };
  for (let run = 0; run < runs; run += 1) {
    const at = (what: string): number => uniform(seedOf(what, own), run);
    const between = (what: string, { from, to }: { readonly from: number; readonly to: number }): number => from + at(what) * (to - from);
    const lost = lostIn({
      written,
      carried,
      moment: between('moment', momentMs),
      bytes: commitBytes * group,
      share: between('capacity', { from: capacityPercent.low, to: capacityPercent.high }) / 100,
      late: rttMs / 2 + drawn(handlingMs, luck(seedOf('handling', own), run)),
      intervalMs,
      phase: at('phase') * intervalMs,
      seed: seedOf(`commits ${run}`, own),
    });
    results.ms[run] = lost.ms;
    results.commits[run] = lost.groups * group;
    results.bytes[run] = lost.groups * commitBytes * group;
  }
  return { lossMs: spreadOf(results.ms), lostCommits: spreadOf(results.commits), lostBytes: spreadOf(results.bytes), keepsUp: written.total * 100 < carried.total * capacityPercent.low };
}

/** The same of a database that is written to evenly over a link of one rate. */
export function replicationLoss({ writeBytesPerSecond, linkBitsPerSecond, roundTripMs, commitBytes, writesForMs, intervalMs = 0, payloadPercent = { low: 90, high: 100 }, handlingMs, seed, runs }: Streamed): ReplicationLoss {
  positive({ writeBytesPerSecond, linkBitsPerSecond, commitBytes, 'payloadPercent.low': payloadPercent.low });
  notNegative({ roundTripMs, 'writesForMs.from': writesForMs.from });
  if (!(writesForMs.to >= writesForMs.from)) throw new NoStream(`writesForMs ends at ${writesForMs.to}, before it begins at ${writesForMs.from}`);
  if (!(payloadPercent.high >= payloadPercent.low)) throw new NoStream(`payloadPercent.high is ${payloadPercent.high}; expected ${payloadPercent.low} or more`);
  const seconds = Math.max(writesForMs.to, 1) / 1000;
  return streamLoss(
    { arrivals: [writeBytesPerSecond * seconds], capacity: [(linkBitsPerSecond * seconds) / 8], stepMs: seconds * 1000, rttMs: roundTripMs, commitBytes, intervalMs, momentMs: writesForMs, capacityPercent: payloadPercent, ...(handlingMs === undefined ? {} : { handlingMs }) },
    { ...(seed === undefined ? {} : { seed }), ...(runs === undefined ? {} : { runs }) },
  );
}

/** How much there has been by a moment, of amounts that come evenly within steps; and by which moment there has been so much. */
class Running {
  readonly #until: Float64Array;
  readonly #stepMs: number;

  constructor(steps: readonly (bigint | number)[], stepMs: number) {
    this.#stepMs = stepMs;
    this.#until = new Float64Array(steps.length + 1);
    steps.forEach((amount, index) => {
      if (!(Number(amount) >= 0)) throw new NoStream(`step ${index} is ${amount}; expected 0 or more`);
      this.#until[index + 1] = (this.#until[index] ?? 0) + Number(amount);
    });
  }

  get total(): number {
    return this.#until.at(-1) ?? 0;
  }

  by(ms: number): number {
    const step = Math.min(this.#until.length - 2, Math.max(0, Math.floor(ms / this.#stepMs)));
    const [from, to] = [this.#until[step] ?? 0, this.#until[step + 1] ?? 0];
    return from + (to - from) * Math.min(1, Math.max(0, ms / this.#stepMs - step));
  }

  /** Infinity where there never is so much. */
  when(amount: number): number {
    if (amount > this.total) return Infinity;
    let [low, high] = [1, this.#until.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#until[middle] ?? 0) < amount) low = middle + 1;
      else high = middle;
    }
    const [from, to] = [this.#until[low - 1] ?? 0, this.#until[low] ?? 0];
    return (low - 1 + (to === from ? 0 : (amount - from) / (to - from))) * this.#stepMs;
  }
}

interface Run {
  readonly written: Running;
  readonly carried: Running;
  readonly moment: number;
  /** Of a group of commits. */
  readonly bytes: number;
  /** Of the capacity. */
  readonly share: number;
  /** From the last bit's crossing, or the group's acknowledgement, until it lies at the other end. */
  readonly late: number;
  readonly intervalMs: number;
  readonly phase: number;
  readonly seed: number;
}

/** One loss: groups come one after the other, and cross in that order. What the link carries is counted in its own bytes. */
function lostIn({ written, carried, moment, bytes, share, late, intervalMs, phase, seed }: Run): { readonly ms: number; readonly groups: number } {
  const crossedBy = carried.by(moment - late);
  const inTime = moment >= late;
  let position = 0;
  let carriedSoFar = 0;
  let [lastAcknowledged, lastPresent] = [0, 0];
  let [groups, present] = [0, 0];
  // Segments leave whole: what waits for its segment's end, and when that is.
  let waiting = 0;
  let leaves = intervalMs > 0 ? phase : Infinity;
  const send = (count: number, from: number, last: number): void => {
    carriedSoFar = Math.max(carriedSoFar, carried.by(from)) + (count * bytes) / share;
    if (!inTime || carriedSoFar > crossedBy) return;
    present += count;
    lastPresent = last;
  };
  for (let index = 0; ; index += 1) {
    position -= Math.log(uniform(seed, index)) * bytes;
    const acknowledged = written.when(position);
    while (leaves <= Math.min(acknowledged, moment)) {
      if (waiting > 0) send(waiting, leaves, lastAcknowledged);
      waiting = 0;
      leaves += intervalMs;
    }
    if (acknowledged > moment) break;
    groups += 1;
    lastAcknowledged = acknowledged;
    if (intervalMs > 0) waiting += 1;
    else send(1, acknowledged, acknowledged);
  }
  return { ms: lastAcknowledged - lastPresent, groups: groups - present };
}
