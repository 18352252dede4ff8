import { percentOf, type Interval } from '../capacity/interval.js';
import { spreadOver } from '../capacity/links/profile.js';
import { mbps, timeToShip } from '../capacity/links/rates.js';
import type { Estate } from '../model/estate.js';
import { pointer, type Pointer } from '../model/pointer.js';
import type { Recovery } from './context.js';
import { dataOf, type DataCopy } from './copies.js';
import type { CopyMeans, DataKind } from './situation.js';
import { outageLag, wayFrom, worstPathOf, type Likely, type Way, type WorstPath } from './ways.js';

/**
 * How much of one kind of data is lost at the worst moment: what has changed since the last state that arrived whole.
 * Milliseconds; a figure that is absent has no bound, since copies never catch up.
 */
export interface DataLoss {
  readonly data: DataKind;
  readonly means: CopyMeans;
  readonly from: string;
  readonly at: string;
  /** Between two states that are sent. */
  readonly intervalMs: bigint;
  /** To make one: what has changed is read and written out. */
  readonly durationMs: Likely;
  /** On its way: the bytes themselves, and the oldest byte that waits for the link. */
  readonly transferMs: Partial<Likely>;
  readonly totalMs: Partial<Likely>;
  /** What would be lost if nobody waited for it to arrive before using it; the total is nothing then. */
  readonly awaitedMs?: Partial<Likely>;
  /** Third site the copies lead over. */
  readonly over?: string;
  readonly inputs: readonly Pointer[];
}

type Links = Estate['planning']['links'];

const stepMinutes = 15;

/**
 * Share of a day's bytes that changes in so many minutes, as a fraction: evenly for a typical day, else the busiest of a
 * peak day. Within a quarter hour the busiest minutes count, whose rate is `peakPercent` of a typical day's mean.
 */
export function changedWithin(planning: Links, minutes: number, when: 'typical' | 'busiest'): { readonly of: bigint; readonly per: bigint } {
  const millis = BigInt(Math.round(minutes * 60_000));
  if (when === 'typical') return { of: millis, per: 86_400_000n };
  const scale = 1_000_000_000n;
  const day = spreadOver(scale, planning.peakDay);
  const steps = Math.min(day.length, Math.ceil(minutes / stepMinutes));
  const most = day.reduce((best, _, start) => {
    const sum = Array.from({ length: steps }, (__, index) => day[(start + index) % day.length] ?? 0n).reduce((a, b) => a + b, 0n);
    return sum > best ? sum : best;
  }, 0n);
  const peakDay = BigInt(planning.peakDayPercent);
  const hours = (most * peakDay * millis) / (100n * BigInt(steps * stepMinutes * 60_000));
  const burst = minutes <= stepMinutes ? (scale * BigInt(planning.peakPercent) * millis) / (100n * 86_400_000n) : 0n;
  return { of: hours > burst ? hours : burst, per: scale };
}

/** Copies that begin at the same moments and take the same way. */
const together = new WeakMap<Recovery, Map<string, Interval>>();

/**
 * Bytes a day of everybody whose copies are made every so many minutes by the same means from one site to another: they
 * begin together, and the last of them is judged.
 */
function sharing(recovery: Recovery, { means, from, at, intervalMinutes }: DataCopy): Interval {
  const known = together.get(recovery) ?? new Map<string, Interval>();
  together.set(recovery, known);
  const key = `${means} ${from} ${at} ${intervalMinutes}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  let [low, mid, high] = [0n, 0n, 0n];
  for (const subject of recovery.subjects) {
    const { protection } = subject;
    const held = dataOf(recovery, subject);
    const add = (more: Interval): void => {
      [low, mid, high] = [low + more.low, mid + more.mid, high + more.high];
    };
    if (means === 'snapshot' && protection.volumes?.to === at && protection.primary.site === from && protection.volumes.intervalMinutes === intervalMinutes) add(held.volumeChanges);
    // After a failover those that moved send their backups where they sent them before.
    if (means === 'backup' && protection.backups.some(({ site, everyMinutes }) => site === at && everyMinutes === intervalMinutes)) {
      add(held.volumeChanges);
      add(held.fileChanges);
    }
  }
  const found: Interval = { low: low as Interval['low'], mid: mid as Interval['mid'], high: high as Interval['high'] };
  known.set(key, found);
  return found;
}

/** Bytes of one state that is sent: changed blocks, and for backups as they are compressed. */
function sent(recovery: Recovery, copy: DataCopy, when: 'typical' | 'busiest'): bigint {
  if (copy.means === 'store-snapshot' || copy.means === 'registry') return copy.bytes[when === 'typical' ? 'mid' : 'high'];
  if (copy.means !== 'snapshot' && copy.means !== 'backup') return 0n;
  const { links, backup } = recovery.estate.planning;
  const bound = when === 'typical' ? 'mid' : 'high';
  const { of, per } = changedWithin(links, copy.intervalMinutes, when);
  const changed = (sharing(recovery, copy)[bound] * of + per - 1n) / per;
  const blocks = percentOf(changed, backup.changedBlocksPercent[bound]);
  return copy.means === 'backup' ? percentOf(blocks, backup.volumes.compressedTo[bound]) : blocks;
}

/** What is lost of a copy when its sender goes at the worst moment, with these sites and parts of the network lost already. Undefined where no way leads there. */
export function lossOfData(recovery: Recovery, copy: DataCopy, sites: ReadonlySet<string>, parts: ReadonlySet<string>): DataLoss | undefined {
  const way = wayFrom(recovery, copy.from, copy.at, sites, parts);
  return way === undefined ? undefined : lossOver(recovery, copy, way, {});
}

/** The same while nothing crosses the way for as long as an outage is planned to last. */
export function lossInOutage(recovery: Recovery, copy: DataCopy, before: Way, sites: ReadonlySet<string>, parts: ReadonlySet<string>): DataLoss {
  return lossOver(recovery, copy, before, { waits: outageLag(recovery, before, sites, parts) });
}

function lossOver(recovery: Recovery, copy: DataCopy, way: Way, { waits }: { readonly waits?: Likely }): DataLoss {
  const { links } = recovery.estate.planning;
  const head = { data: copy.data, means: copy.means, from: copy.from, at: copy.at, ...(way.over === undefined ? {} : { over: way.over }) };
  const nothing = copy.means === 'gitops' || copy.means === 'replicated';
  if (nothing) return { ...head, intervalMs: 0n, durationMs: { p50: 0n, p95: 0n }, transferMs: { p50: 0n, p95: 0n }, totalMs: { p50: 0n, p95: 0n }, inputs: copy.inputs };
  const intervalMs = BigInt(Math.round(copy.intervalMinutes * 60_000));
  const states = { p50: sent(recovery, copy, 'typical'), p95: sent(recovery, copy, 'busiest') };
  // A site writes backups out as fast as it restores them; a snapshot is there at once.
  const written = (bytes: bigint): bigint => (copy.means === 'backup' ? (bytes * 8_000n + mbps(recovery.estate.recovery.limits.restoreMbps) - 1n) / mbps(recovery.estate.recovery.limits.restoreMbps) : 0n);
  const durationMs: Likely = { p50: written(states.p50), p95: written(states.p95) };
  const moved = (level: 'p50' | 'p95'): bigint | undefined => {
    const lag = way.lagMs[level];
    const shipped = states[level] === 0n ? 0n : timeToShip(states[level], way.free[level], links);
    if (lag === undefined || shipped === undefined) return undefined;
    const arrives = lag + shipped + (waits === undefined ? 0n : waits[level]);
    // A state that takes as long to send as the next takes to come is overtaken for good; an image is not replaced by the next.
    return states[level] > 0n && copy.means !== 'registry' && waits === undefined && shipped + durationMs[level] >= intervalMs ? undefined : arrives;
  };
  const both = (figure: (level: 'p50' | 'p95') => bigint | undefined): Partial<Likely> => {
    const [p50, p95] = [figure('p50'), figure('p95')];
    return { ...(p50 === undefined ? {} : { p50 }), ...(p95 === undefined ? {} : { p95 }) };
  };
  const transferMs = both(moved);
  const rests: Pointer[] =
    states.p95 === 0n || copy.means === 'store-snapshot' || copy.means === 'registry'
      ? []
      : [pointer('planning', 'backup', 'volumesChangedPerDay'), pointer('planning', 'backup', 'volumesFilledTo'), pointer('planning', 'backup', 'changedBlocksPercent'), pointer('planning', 'links', 'peakPercent'), ...(copy.means === 'backup' ? [pointer('planning', 'backup', 'volumes', 'compressedTo'), pointer('recovery', 'limits', 'restoreMbps')] : [])];
  const totalMs = both((level) => (transferMs[level] === undefined ? undefined : intervalMs + durationMs[level] + transferMs[level]));
  return {
    ...head,
    intervalMs,
    durationMs,
    transferMs,
    ...(copy.awaited === true ? { totalMs: { p50: 0n, p95: 0n }, awaitedMs: totalMs } : { totalMs }),
    inputs: [...copy.inputs, ...way.inputs, ...rests],
  };
}

/** The most that any kind of data loses; a figure that is absent has no bound. */
export function mostLost(losses: readonly DataLoss[]): Partial<Likely> {
  const most = (level: 'p50' | 'p95'): bigint | undefined => losses.reduce<bigint | undefined>((worst, { totalMs }) => (worst === undefined || totalMs[level] === undefined ? undefined : worst > totalMs[level] ? worst : totalMs[level]), 0n);
  const [p50, p95] = [most('p50'), most('p95')];
  return { ...(p50 === undefined ? {} : { p50 }), ...(p95 === undefined ? {} : { p95 }) };
}

/** The path or conduit whose loss would make an environment lose most, over all its copies. */
export function worstPathFor(recovery: Recovery, copies: readonly DataCopy[], sites: ReadonlySet<string>, parts: ReadonlySet<string>): (WorstPath & { readonly data: DataKind }) | undefined {
  return copies.reduce<(WorstPath & { readonly data: DataKind }) | undefined>((worst, copy) => {
    const way = wayFrom(recovery, copy.from, copy.at, sites, parts);
    const found = way === undefined || way.hops.length === 0 ? undefined : worstPathOf(recovery, way, sites, parts);
    if (found === undefined) return worst;
    return worst === undefined || (worst.lagMs !== undefined && (found.lagMs === undefined || found.lagMs > worst.lagMs)) ? { ...found, data: copy.data } : worst;
  }, undefined);
}
