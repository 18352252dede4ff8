import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { everyHoursInSix, everyMinutes, monthly } from '../../../constructs/protection/cron.js';

/** Minutes of a week at which a five-field schedule begins. */
function times(cron: string): number[] {
  const [minutes = '', hours = '', day = '', month = '', weekday = ''] = cron.split(' ');
  expect([day, month]).toEqual(['*', '*']);
  const listed = (field: string, end: number): number[] => (field === '*' ? Array.from({ length: end }, (_, index) => index) : field.split(',').map(Number));
  return listed(weekday, 7)
    .flatMap((d) => listed(hours, 24).flatMap((h) => listed(minutes, 60).map((m) => (d * 24 + h) * 60 + m)))
    .sort((a, b) => a - b);
}

const week = 7 * 24 * 60;
const longestGap = (cron: string): number => {
  const begins = times(cron);
  return Math.max(...begins.map((time, index) => (begins[index + 1] ?? (begins[0] ?? 0) + week) - time));
};

describe('schedules', () => {
  it('come at least as often as asked, whatever was asked, by whatever name', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_080 }), fc.string(), fc.record({ startHour: fc.nat(23), hours: fc.integer({ min: 1, max: 24 }) }), (minutes, name, window) => {
        expect(longestGap(everyMinutes(minutes, name, window))).toBeLessThanOrEqual(minutes);
      }),
    );
  });

  it.each([
    [1, '* * * * *'],
    [5, '0,5,10,15,20,25,30,35,40,45,50,55 * * * *'],
    [30, '5,35 * * * *'],
    [45, '5,35 * * * *'],
    [60, '35 * * * *'],
    [120, '35 0,2,4,6,8,10,12,14,16,18,20,22 * * *'],
  ])('every %i minutes', (minutes, cron) => {
    expect(everyMinutes(minutes, 'bo-y-te')).toBe(cron);
  });

  it('has five fields for Velero and six for CloudNativePG, seconds first', () => {
    expect(everyMinutes(60, 'x').split(' ')).toHaveLength(5);
    const weekly = everyHoursInSix(168, 'csdl-y-te-prod y-te ndc-01', { startHour: 20, hours: 10 });
    expect(weekly).toMatch(/^0 \d{1,2} \d{1,2} \* \* [0-6]$/);
    expect(everyHoursInSix(24, 'x', { startHour: 20, hours: 10 })).toMatch(/^0 \d{1,2} \d{1,2} \* \* \*$/);
    expect(monthly('x', { startHour: 20, hours: 10 })).toMatch(/^\d{1,2} \d{1,2} 1 \* \*$/);
  });

  it('begins heavy work within its hours, past midnight too, and not everywhere at once', () => {
    const hours = Array.from({ length: 200 }, (_, index) => Number(everyHoursInSix(24, `csdl ${index}`, { startHour: 20, hours: 10 }).split(' ')[2]));
    expect(new Set(hours)).toEqual(new Set([20, 21, 22, 23, 0, 1, 2, 3, 4, 5]));
  });
});
