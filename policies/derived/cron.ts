import { Cron, CronPattern } from 'croner';
import type { Text } from '../../sites/model/text.js';

/** Velero and Kubernetes write five fields; CloudNativePG puts the seconds before them. */
export type CronFields = 5 | 6;

/** Longest time between two firings in minutes, or why the text is no schedule. `malformed`: no operator takes it. */
export type Recurrence = { readonly minutes: number } | { readonly problem: Text; readonly malformed?: true };

/** Days looked at: a year and a month, so that the longest month and the turn of a year are among them. */
const days = 400;
const dayMs = 86_400_000;
const secondsADay = 86_400;
/** A leap year begins two years later: no 29 February lies in the days that are looked at. */
const from = new Date('2026-01-01T00:00:00Z');

const named: Readonly<Record<string, string>> = { '@hourly': '0 * * * *', '@daily': '0 0 * * *', '@midnight': '0 0 * * *', '@weekly': '0 0 * * 0', '@monthly': '0 0 1 * *', '@yearly': '0 0 1 1 *', '@annually': '0 0 1 1 *' };
const highest = [59, 59, 23, 31, 12, 7];

const refused = (vi: string, en: string): Recurrence => ({ problem: { vi, en }, malformed: true });

/**
 * Longest gap of a schedule as robfig/cron reads it (https://pkg.go.dev/github.com/robfig/cron/v3), which Velero and
 * CloudNativePG use. Time zones without summer time leave gaps as they are; Viet Nam has none.
 */
export function recurrenceOf(text: string, fields: CronFields): Recurrence {
  const plain = text.trim().replace(/^(CRON_)?TZ=\S+\s+/, '');
  if (plain.startsWith('@every ')) {
    const minutes = goDuration(plain.slice('@every '.length).trim());
    return minutes === undefined || minutes <= 0 ? refused(`"${text}" không phải một khoảng thời gian`, `"${text}" is no duration`) : { minutes };
  }
  const descriptor = Object.hasOwn(named, plain) ? named[plain] : undefined;
  const parts = (descriptor === undefined ? plain : fields === 6 ? `0 ${descriptor}` : descriptor).split(/\s+/);
  if (parts.length !== fields) return refused(`lịch "${text}" có ${parts.length} trường, cần ${fields}`, `the schedule "${text}" has ${parts.length} fields, ${fields} are needed`);
  const six = fields === 6 ? parts : ['0', ...parts];
  // `?` is a star, and `5/15` runs to the end of its field; letters beyond names of months and days are of other dialects.
  const normal = six.map((part, index) => part.replace(/\?/g, '*').replace(/(^|,)(\d+)\/(\d+)/g, (_, before: string, first: string, step: string) => `${before}${first}-${highest[index] ?? 0}/${step}`));
  if (normal.some((part) => !/^[\d*,/A-Z-]+$/i.test(part) || /(^|[\d,-])[LW]/i.test(part))) return refused(`"${text}" không phải một lịch cron`, `"${text}" is no cron schedule`);
  try {
    return gapOf(normal, text);
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError) return refused(`"${text}" không phải một lịch cron`, `"${text}" is no cron schedule`);
    throw error;
  }
}

/** The day's times and the days that have them are told apart: the longest gap is exact, however often a schedule fires. */
function gapOf(six: readonly string[], text: string): Recurrence {
  const pattern = new CronPattern(six.join(' '), 'UTC', { mode: '6-part' });
  const on = (list: readonly number[]): number[] => list.flatMap((set, value) => (set > 0 ? [value] : []));
  const seconds = on(pattern.second);
  const [first, last] = [seconds[0] ?? 0, seconds.at(-1) ?? 0];
  const widest = (values: readonly number[]): number => values.slice(1).reduce((longest, value, index) => Math.max(longest, value - (values[index] ?? 0)), 0);
  const minutesOfDay = on(pattern.hour).flatMap((hour) => on(pattern.minute).map((minute) => hour * 60 + minute));
  const inDay = Math.max(widest(seconds), minutesOfDay.length < 2 ? 0 : widest(minutesOfDay) * 60 + first - last);
  const matching = daysOf(six);
  if (matching.length < 2) return { problem: { vi: `lịch "${text}" không chạy hai lần trong ${days} ngày`, en: `the schedule "${text}" does not fire twice within ${days} days` } };
  const across = widest(matching) * secondsADay - ((minutesOfDay.at(-1) ?? 0) * 60 + last) + ((minutesOfDay[0] ?? 0) * 60 + first);
  return { minutes: Math.max(inDay, across) / 60 };
}

/** Days of a pattern, by its last three fields: thousands of schedules share a handful of them. */
const daysByFields = new Map<string, readonly number[]>();

/** Days, counted from the first one looked at, on which a schedule fires. */
function daysOf(six: readonly string[]): readonly number[] {
  const fields = six.slice(3).join(' ');
  const known = daysByFields.get(fields);
  if (known !== undefined) return known;
  const job = new Cron(`0 0 0 ${fields}`, { timezone: 'UTC', paused: true, mode: '6-part' });
  const found: number[] = [];
  for (let next = job.nextRun(new Date(from.getTime() - 1000)); next !== null; next = job.nextRun(next)) {
    const day = Math.round((next.getTime() - from.getTime()) / dayMs);
    if (day > days) break;
    found.push(day);
  }
  if (daysByFields.size < 1000) daysByFields.set(fields, found);
  return found;
}

/** A Go duration such as `840h0m0s` in minutes; undefined where the text is none. https://pkg.go.dev/time#ParseDuration */
export function goDuration(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?(h|m|s|ms))+$/.test(text)) return undefined;
  const units: Readonly<Record<string, number>> = { h: 60, m: 1, s: 1 / 60, ms: 1 / 60_000 };
  let minutes = 0;
  for (const [, amount = '0', , unit = 'h'] of text.matchAll(/(\d+(\.\d+)?)(h|ms|m|s)/g)) minutes += Number(amount) * (units[unit] ?? 0);
  return minutes;
}
