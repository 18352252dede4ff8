import { createHash } from 'node:crypto';

/**
 * Cron schedules that come at least as often as asked. Cron counts within an hour or a day, so a period that divides
 * neither is shortened to the next one that does. What comes rarely is spread by name, or everything would begin at once.
 */

const hourly = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30] as const;
const daily = [1, 2, 3, 4, 6, 8, 12] as const;

const spread = (name: string, over: number): number => (over <= 1 ? 0 : createHash('sha256').update(name).digest().readUInt32BE(0) % over);
const longest = (periods: readonly number[], atMost: number): number => periods.reduce((best, period) => (period <= atMost ? period : best), periods[0] ?? 1);
const list = (first: number, period: number, end: number): string => Array.from({ length: Math.ceil((end - first) / period) }, (_, index) => first + index * period).join(',');

/** Hours of a day in which heavy work may begin. */
export interface Window {
  readonly startHour: number;
  readonly hours: number;
}

/** Minutes, hours and days of the month of a five-field schedule. */
function fields(minutes: number, name: string, window: Window): readonly [string, string, string] {
  if (minutes < 60) {
    const period = longest(hourly, minutes);
    return [period === 1 ? '*' : list(spread(name, period), period, 60), '*', '*'];
  }
  const minute = String(spread(name, 60));
  if (minutes < 1440) {
    const period = longest(daily, Math.floor(minutes / 60));
    return [minute, period === 1 ? '*' : list(spread(`${name} hour`, period), period, 24), '*'];
  }
  return [minute, String((window.startHour + spread(`${name} hour`, window.hours)) % 24), '*'];
}

const anyHour: Window = { startHour: 0, hours: 24 };

/** Five fields: minute, hour, day of month, month, day of week. */
export function everyMinutes(minutes: number, name = '', window: Window = anyHour): string {
  return [...fields(minutes, name, window), '*', weekday(minutes, name)].join(' ');
}

/** Six fields, seconds first, as CloudNativePG's ScheduledBackup has them: https://pkg.go.dev/github.com/robfig/cron#hdr-CRON_Expression_Format */
export const everyHoursInSix = (hours: number, name: string, window: Window): string => `0 ${everyMinutes(hours * 60, name, window)}`;

/** The first day of each month. */
export function monthly(name: string, { startHour, hours }: Window): string {
  return `${spread(name, 60)} ${(startHour + spread(`${name} hour`, hours)) % 24} 1 * *`;
}

/** A week or longer is once a week; days in between are daily, since cron's days of a month begin anew with each. */
const weekday = (minutes: number, name: string): string => (minutes >= 7 * 1440 ? String(spread(`${name} day`, 7)) : '*');
