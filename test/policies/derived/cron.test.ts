import { describe, expect, it } from 'vitest';
import { goDuration, recurrenceOf } from '../../../policies/derived/cron.js';

const minutes = (text: string, fields: 5 | 6 = 5): number => {
  const found = recurrenceOf(text, fields);
  if (!('minutes' in found)) throw new Error(found.problem.en);
  return found.minutes;
};

describe('the longest gap of a schedule', () => {
  it.each([
    ['0 */2 * * *', 120],
    ['*/30 * * * *', 30],
    ['0 */5 * * *', 300], // 20:00 to 00:00 is shorter than 15:00 to 20:00
    ['0 */7 * * *', 420],
    ['*/7 * * * *', 7],
    ['0 2 * * *', 1440],
    ['0 8-17 * * *', 15 * 60],
    ['0 0 * * 1-5', 3 * 1440], // Friday to Monday
    ['0 0 1 * *', 31 * 1440],
    ['0 0 1,15 * 1', 7 * 1440], // a day of the month or of the week, as cron has it
    ['0 3 * * MON', 7 * 1440],
    ['0 0 1 1 *', 365 * 1440],
    ['5/20 * * * *', 20], // 05, 25, 45
    ['20/25 * * * *', 35], // 20, 45
    ['? * * * ?', 1],
    ['@hourly', 60],
    ['@every 1h30m', 90],
    ['TZ=Asia/Ho_Chi_Minh 0 2 * * *', 1440],
  ])('%s: %d minutes', (text, expected) => expect(minutes(text)).toBe(expected));

  it.each([
    ['0 0 2 * * *', 1440],
    ['30 0 */6 * * *', 360],
    ['0,30 * * * * *', 0.5],
    ['0-10 0 0 * * *', 1440 - 10 / 60],
    ['@daily', 1440],
  ])('six fields, seconds first: %s: %d minutes', (text, expected) => expect(minutes(text, 6)).toBeCloseTo(expected, 9));

  it.each([
    ['0 0 2 * * *', 5, '6 fields, 5 are needed'],
    ['0 2 * * *', 6, '5 fields, 6 are needed'],
    ['', 5, '1 fields'],
    ['61 * * * *', 5, 'no cron schedule'],
    ['0 0 L * *', 5, 'no cron schedule'],
    ['0 0 * * 5#2', 5, 'no cron schedule'],
    ['a b c d e', 5, 'no cron schedule'],
    ['0 0 30 2 *', 5, 'does not fire twice'],
    ['0 0 29 2 *', 5, 'does not fire twice'],
    ['@every soon', 5, 'no duration'],
    ['@reboot', 5, '1 fields'],
    ['${terraform_data.x}', 5, 'fields'],
  ] as const)('%s is refused with %d fields: %s', (text, fields, because) => {
    const found = recurrenceOf(text, fields);
    expect('problem' in found && found.problem.en).toContain(because);
  });

  it('durations as Go writes them', () => {
    expect([goDuration('840h0m0s'), goDuration('1.5h'), goDuration('90s'), goDuration('500ms')]).toEqual([50_400, 90, 1.5, 500 / 60_000]);
    expect([goDuration('35d'), goDuration(''), goDuration('h'), goDuration('-1h')]).toEqual([undefined, undefined, undefined, undefined]);
  });
});
