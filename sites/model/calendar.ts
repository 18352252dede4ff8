declare const calendar: unique symbol;

/** A calendar day, `2027-06-30`. Days compare as text. */
export type Day = string & { readonly [calendar]: 'day' };

/** A quarter, `2027-Q2`. Quarters compare as text. */
export type Quarter = string & { readonly [calendar]: 'quarter' };

/** What a file may hold wherever something is dated. */
export type Dated = Day | Quarter;

/** As Vietnamese documents write days, `30/06/2027`; quarters, and what is no day, as they are. */
export const readDay = (dated: string): string => dated.replace(/^(\d{4})-(\d{2})-(\d{2})$/, '$3/$2/$1');

export function isDay(text: string): text is Day {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text;
}

export function isQuarter(text: string): text is Quarter {
  return /^\d{4}-Q[1-4]$/.test(text);
}

/** @throws RangeError when the text is no day. Files are parsed by the schema; this is for literals and options. */
export function day(text: string): Day {
  if (!isDay(text)) throw new RangeError(`"${text}" is not a day such as 2027-06-30`);
  return text;
}

/** @throws RangeError when the text is no quarter. */
export function quarter(text: string): Quarter {
  if (!isQuarter(text)) throw new RangeError(`"${text}" is not a quarter such as 2027-Q2`);
  return text;
}

function parts(of: Quarter): { year: number; number: number } {
  return { year: Number(of.slice(0, 4)), number: Number(of.slice(6)) };
}

const isoDay = (date: Date): Day => day(date.toISOString().slice(0, 10));

/** First and last day of each quarter met so far: the planner asks for the same few thousands of times. */
const spans = new Map<Quarter, readonly [first: Day, last: Day]>();

function spanOf(of: Quarter): readonly [first: Day, last: Day] {
  const known = spans.get(of);
  if (known !== undefined) return known;
  const { year, number } = parts(of);
  const span = [isoDay(new Date(Date.UTC(year, (number - 1) * 3, 1))), isoDay(new Date(Date.UTC(year, number * 3, 0)))] as const;
  spans.set(of, span);
  return span;
}

export const firstDay = (of: Quarter): Day => spanOf(of)[0];

export const lastDay = (of: Quarter): Day => spanOf(of)[1];

/** A date read as a start: a quarter begins on its first day. */
export const asStart = (dated: Dated): Day => (isQuarter(dated) ? firstDay(dated) : dated);

/** A date read as a deadline or an expiry: a quarter ends on its last day, and that day still counts. */
export const asDeadline = (dated: Dated): Day => (isQuarter(dated) ? lastDay(dated) : dated);

export function quarterOf(at: Day): Quarter {
  return quarter(`${at.slice(0, 4)}-Q${Math.ceil(Number(at.slice(5, 7)) / 3)}`);
}

/** The quarter `count` quarters later (earlier when negative). */
export function plusQuarters(from: Quarter, count: number): Quarter {
  const { year, number } = parts(from);
  const index = year * 4 + (number - 1) + count;
  return quarter(`${String(Math.floor(index / 4)).padStart(4, '0')}-Q${(((index % 4) + 4) % 4) + 1}`);
}

/** The same date, later by whole quarters; a day keeps its day of month where the month has it. */
export function delay(dated: Dated, quarters: number): Dated {
  if (isQuarter(dated)) return plusQuarters(dated, quarters);
  return plusMonths(dated, quarters * 3);
}

/** The same day so many months later; earlier for a negative count. A day that its month lacks is the month's last. */
export function plusMonths(from: Day, months: number): Day {
  const [year = 0, month = 1, dayOfMonth = 1] = from.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return isoDay(new Date(Date.UTC(year, month - 1 + months, Math.min(dayOfMonth, lastOfMonth))));
}

/** Quarters from `first` to `last`, both included. */
export function quarters(first: Quarter, last: Quarter): Quarter[] {
  const all: Quarter[] = [];
  for (let at = first; at <= last; at = plusQuarters(at, 1)) all.push(at);
  return all;
}

/** The day so many days later; earlier for a negative count. */
export const plusDays = (from: Day, count: number): Day => day(new Date(Date.parse(`${from}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10));

/** Whole days from `from` to `to`. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** An expiry is inclusive: what expires on a day is still in force on that day. */
export const inForce = (at: Day, from: Dated | undefined, to: Dated | undefined): boolean =>
  (from === undefined || asStart(from) <= at) && (to === undefined || at <= asDeadline(to));

/** Made when first asked for: making one takes longer than a thousand uses of it. */
let inVietNam: Intl.DateTimeFormat | undefined;

/** The day it is in Viet Nam at an instant. Only `bin/` reads the clock. */
export function dayInVietNam(instant: Date): Day {
  inVietNam ??= new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' });
  return day(inVietNam.format(instant));
}

/** An instant in UTC as people in Viet Nam read it: `03:15:00 30/11/2026 giờ Việt Nam`. Its clocks have been at +07:00 since 1975. */
export function timeInVietNam(utc: string): string {
  const ms = Date.parse(utc);
  const parts = Number.isNaN(ms) ? null : /^(\d{4})-(\d{2})-(\d{2})T(\d{2}:\d{2}:\d{2})/.exec(new Date(ms + 7 * 3_600_000).toISOString());
  return parts === null ? utc : `${parts[4]} ${parts[3]}/${parts[2]}/${parts[1]} giờ Việt Nam`;
}

/** The same for readers of English: `2026-11-29 20:15:00 UTC`. */
export function timeInUtc(utc: string): string {
  const ms = Date.parse(utc);
  return Number.isNaN(ms) ? utc : `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** An instant as files of declarations write it: UTC, to the second. */
export const utcSecond = (at: Date): string => at.toISOString().replace(/\.\d{3}Z$/, 'Z');
