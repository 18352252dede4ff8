import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  asDeadline,
  asStart,
  day,
  dayInVietNam,
  daysBetween,
  delay,
  firstDay,
  inForce,
  isDay,
  isQuarter,
  lastDay,
  plusQuarters,
  quarter,
  quarterOf,
  quarters,
  timeInUtc,
  timeInVietNam,
  type Dated,
  type Day,
  type Quarter,
} from '../../../sites/model/calendar.js';

const anyQuarter = fc.tuple(fc.integer({ min: 1950, max: 2150 }), fc.integer({ min: 1, max: 4 })).map(([year, number]) => quarter(`${year}-Q${number}`));
const anyDay = fc.date({ min: new Date('1950-01-01'), max: new Date('2150-12-31'), noInvalidDate: true }).map((date) => day(date.toISOString().slice(0, 10)));
const time = (at: Day): number => Date.parse(`${at}T00:00:00Z`);

describe('days and quarters', () => {
  it.each(['2027-06-30', '2028-02-29', '2000-02-29', '2027-12-31'])('%s is a day', (text) => {
    expect(isDay(text)).toBe(true);
  });
  it.each(['2027-02-29', '2100-02-29', '2027-04-31', '2027-00-10', '2027-13-01', '2027-6-30', '30/06/2027', '2027-06-30T00:00:00Z', '2027-Q2', ' 2027-06-30', '2027-06-30\n', '', '+002027-06-30'])(
    '%j is no day',
    (text) => {
      expect(isDay(text)).toBe(false);
      expect(() => day(text)).toThrow(RangeError);
    },
  );
  it.each(['2027-Q0', '2027-Q5', '2027Q2', '2027-q2', 'Q2-2027', '2027-Q2\n', '2027-Q22'])('%j is no quarter', (text) => {
    expect(isQuarter(text)).toBe(false);
    expect(() => quarter(text)).toThrow(RangeError);
  });

  it.each([
    ['2027-Q1', '2027-01-01', '2027-03-31'],
    ['2027-Q2', '2027-04-01', '2027-06-30'],
    ['2027-Q3', '2027-07-01', '2027-09-30'],
    ['2027-Q4', '2027-10-01', '2027-12-31'],
  ])('%s starts on %s and ends on %s', (text, first, last) => {
    expect([asStart(quarter(text)), asDeadline(quarter(text))]).toEqual([first, last]);
  });

  it('reads a day as itself, start or deadline', () => {
    expect([asStart(day('2027-05-05')), asDeadline(day('2027-05-05'))]).toEqual(['2027-05-05', '2027-05-05']);
  });
});

describe('quarters', () => {
  it.each([
    ['2027-Q4', 1, '2028-Q1'],
    ['2027-Q1', -1, '2026-Q4'],
    ['2027-Q2', 10, '2029-Q4'],
    ['2027-Q2', 0, '2027-Q2'],
  ])('%s + %d is %s', (from, count, to) => {
    expect(plusQuarters(quarter(from), count)).toBe(to);
  });

  it('are undone by going back', () => {
    fc.assert(fc.property(anyQuarter, fc.integer({ min: -99, max: 99 }), (from, count) => plusQuarters(plusQuarters(from, count), -count) === from));
  });

  it('add up', () => {
    fc.assert(fc.property(anyQuarter, fc.integer({ min: -50, max: 50 }), fc.integer({ min: -49, max: 49 }), (from, a, b) => plusQuarters(plusQuarters(from, a), b) === plusQuarters(from, a + b)));
  });

  it('follow each other without a gap, and hold each of their days', () => {
    fc.assert(
      fc.property(anyQuarter, (one) => {
        expect(daysBetween(lastDay(one), firstDay(plusQuarters(one, 1)))).toBe(1);
        expect([quarterOf(firstDay(one)), quarterOf(lastDay(one))]).toEqual([one, one]);
      }),
    );
  });

  it('are in the order of their text, which is the order of time', () => {
    fc.assert(fc.property(anyQuarter, anyQuarter, (a, b) => a < b === time(firstDay(a)) < time(firstDay(b))));
    fc.assert(fc.property(anyDay, anyDay, (a, b) => a < b === time(a) < time(b)));
  });

  it('are listed with both ends, and none from a later to an earlier', () => {
    expect(quarters(quarter('2026-Q4'), quarter('2027-Q2'))).toEqual(['2026-Q4', '2027-Q1', '2027-Q2']);
    expect(quarters(quarter('2027-Q2'), quarter('2026-Q4'))).toEqual([]);
  });
});

describe('delay', () => {
  it.each<[string, number, string]>([
    ['2027-11-30', 1, '2028-02-29'],
    ['2027-08-31', 1, '2027-11-30'],
    ['2028-02-29', 4, '2029-02-28'],
    ['2027-01-31', -1, '2026-10-31'],
    ['2027-06-30', 0, '2027-06-30'],
    ['2027-Q3', 2, '2028-Q1'],
  ])('%s by %d quarters is %s', (from, count, to) => {
    expect(delay(from as Dated, count)).toBe(to);
  });

  it('moves a day by as many quarters as it says', () => {
    fc.assert(fc.property(anyDay, fc.integer({ min: -20, max: 20 }), (from, count) => quarterOf(delay(from, count) as Day) === plusQuarters(quarterOf(from), count)));
  });

  it('keeps the order of days', () => {
    fc.assert(fc.property(anyDay, anyDay, fc.integer({ min: -20, max: 20 }), (a, b, count) => a > b || delay(a, count) <= delay(b, count)));
  });
});

describe('in force', () => {
  const at = (text: string) => text as Day;
  it.each<[string, Dated | undefined, Dated | undefined, boolean]>([
    ['2027-06-30', undefined, '2027-06-30' as Day, true],
    ['2027-07-01', undefined, '2027-06-30' as Day, false],
    ['2027-06-30', undefined, '2027-Q2' as Quarter, true],
    ['2027-07-01', undefined, '2027-Q2' as Quarter, false],
    ['2027-04-01', '2027-Q2' as Quarter, undefined, true],
    ['2027-03-31', '2027-Q2' as Quarter, undefined, false],
    ['1900-01-01', undefined, undefined, true],
  ])('on %s, from %s to %s: %s', (on, from, to, expected) => {
    expect(inForce(at(on), from, to)).toBe(expected);
  });
});

describe('the day in Viet Nam', () => {
  it.each([
    ['2026-06-30T16:59:59.999Z', '2026-06-30'],
    ['2026-06-30T17:00:00Z', '2026-07-01'],
    ['2026-12-31T17:00:00Z', '2027-01-01'],
    ['2027-01-01T00:00:00Z', '2027-01-01'],
  ])('at %s is %s', (instant, expected) => {
    expect(dayInVietNam(new Date(instant))).toBe(expected);
  });
});

it.each([
  ['2026-11-29T20:15:00Z', '03:15:00 30/11/2026 giờ Việt Nam'],
  ['2026-12-31T16:59:59Z', '23:59:59 31/12/2026 giờ Việt Nam'],
  ['2026-12-31T17:00:00Z', '00:00:00 01/01/2027 giờ Việt Nam'],
  ['no instant', 'no instant'],
])('the instant %s reads %s in Viet Nam', (utc, expected) => {
  expect(timeInVietNam(utc)).toBe(expected);
});

it.each([
  ['2026-11-29T20:15:00.831Z', '2026-11-29 20:15:00 UTC'],
  ['2026-11-30T03:15:00+07:00', '2026-11-29 20:15:00 UTC'],
  ['no instant', 'no instant'],
])('the instant %s reads %s elsewhere', (utc, expected) => {
  expect(timeInUtc(utc)).toBe(expected);
});
