import { dayInVietNam, daysBetween, type Day } from '../model/calendar.js';

export const useLevels = ['over', 'high', 'fair', 'low'] as const;
/** `over`: more than the quota; `high`: more than 80 % of it; `low`: less than 35 %. */
export type UseLevel = (typeof useLevels)[number];

/**
 * Where use is high and where it is low, in percent: the same shares that make growth automatic (catalogue/approvals.yaml).
 * Their numbers, like those below, are defaults of this toolkit (assumption): no document sets any.
 */
export const highOver = 80n;
export const lowBelow = 35n;

/** Readings on this many different days, over this many days, must all be low before anything is to be given back. */
export const enoughReadings = 3;
export const enoughDays = 14;
/** Readings older than this say nothing of today's need, and are in no record. */
export const looksBackDays = 90;

/** How much of a quota is in use; undefined for nothing of nothing. */
export function levelOf(used: bigint, hard: bigint): UseLevel | undefined {
  if (used === 0n && hard === 0n) return undefined;
  if (used > hard) return 'over';
  if (used * 100n > hard * highOver) return 'high';
  return used * 100n < hard * lowBelow ? 'low' : 'fair';
}

/** Whether a reading still says something of today's need; one of the future was taken by a clock that is wrong. */
export const isRecent = (at: Date, now: Date): boolean => at <= now && now.getTime() - at.getTime() <= looksBackDays * 86_400_000;

/** One reading of one resource of an environment at a site. */
export interface Reading {
  readonly at: Date;
  readonly used: bigint;
  readonly hard: bigint;
}

/** Whether what is hardly used should be given back, and on what that rests. */
export interface ClawBack {
  /** `give-back`: every reading is low; `too-few`: nobody can tell yet; `was-used`: a reading was not low. */
  readonly kind: 'give-back' | 'too-few' | 'was-used';
  /** Different days with a reading, since the quota has its present size and within the time looked back on. */
  readonly readings: number;
  /** From the first to the last. */
  readonly days: number;
  readonly highest: bigint;
  /** Twice the most that was used; only of what should be given back. */
  readonly enough?: bigint;
}

/**
 * Judges what is low now by all readings of it, in any order, the present one among them. Readings of one day are one:
 * three within a minute agree about nothing. Those of a quota of another size were of another question.
 */
export function clawBackOf(readings: readonly Reading[], now: Date): ClawBack {
  const recent = readings.filter(({ at }) => isRecent(at, now)).sort((a, b) => a.at.getTime() - b.at.getTime());
  const size = recent.at(-1)?.hard;
  const since = recent.slice(recent.findLastIndex(({ hard }) => hard !== size) + 1);
  const dates = [...new Set(since.map(({ at }) => dayInVietNam(at)))].sort();
  const [first, last]: readonly (Day | undefined)[] = [dates[0], dates.at(-1)];
  const days = first === undefined || last === undefined ? 0 : daysBetween(first, last);
  const highest = since.reduce((most, { used }) => (used > most ? used : most), 0n);
  const counted = { readings: dates.length, days, highest };
  if (since.some(({ used, hard }) => levelOf(used, hard) !== 'low')) return { kind: 'was-used', ...counted };
  if (dates.length < enoughReadings || days < enoughDays) return { kind: 'too-few', ...counted };
  return { kind: 'give-back', ...counted, enough: 2n * highest };
}
