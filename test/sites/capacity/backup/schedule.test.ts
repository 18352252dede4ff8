import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepingOf, keptAround, keptOn, longRun, type Keeping } from '../../../../sites/capacity/backup/schedule.js';

const weekly = { fullEveryDays: 7, incrementalEveryDays: 1 };
const days = (count: number, more: Partial<Keeping> = {}): Keeping => ({ days: count, monthlies: 0, lockDays: 0, ...more });

describe('what is kept on a day', () => {
  it.each<[string, number, Keeping, { fulls: number; incrementals: number; logDays: number }]>([
    ['on day 0: the first full', 0, days(35), { fulls: 1, incrementals: 0, logDays: 1 }],
    ['on day 6: the first week', 6, days(35), { fulls: 1, incrementals: 6, logDays: 7 }],
    // Fulls of days 0, 7 … 35; the one of day 0 is needed for day 0.
    ['on day 35: five weeks and the chain before', 35, days(35), { fulls: 6, incrementals: 30, logDays: 36 }],
    // On day 41 the window begins on day 6, which starts from the full of day 0.
    ['on day 41, at its fullest: six whole weeks', 41, days(35), { fulls: 6, incrementals: 36, logDays: 42 }],
    // On day 42 the full of day 7 is 35 days old: the week of day 0 goes.
    ['on day 42: the oldest week has gone', 42, days(35), { fulls: 6, incrementals: 30, logDays: 36 }],
    // Locked for 69 days: versions of days 32 … 100; the chain of day 63 would be enough.
    ['with a lock of 69 days, on day 100', 100, days(35, { lockDays: 69 }), { fulls: 10, incrementals: 59, logDays: 69 }],
    ['with a lock shorter than the chain: nothing more', 41, days(35, { lockDays: 35 }), { fulls: 6, incrementals: 36, logDays: 42 }],
  ])('%s', (_, day, keeping, kept) => {
    expect(keptOn(day, weekly, keeping)).toEqual(kept);
  });

  it('is the log alone between fulls where no incremental is taken', () => {
    expect(keptOn(41, { fullEveryDays: 7 }, days(35))).toEqual({ fulls: 6, incrementals: 0, logDays: 42 });
  });

  it('is an incremental every second day: three between two fulls', () => {
    expect(keptOn(6, { fullEveryDays: 7, incrementalEveryDays: 2 }, days(35))).toMatchObject({ fulls: 1, incrementals: 3 });
  });

  it('holds the first full of each month beyond that', () => {
    // Months begin on days 0, 31, 61, 92 …; their first weekly fulls are of days 0, 35, 63, 98 …
    // On day 97 fulls of days 56 … 91 are of the last weeks (98 would be next); 63 is among them; 0 and 35 are monthlies.
    expect(keptOn(97, weekly, days(35, { monthlies: 12 })).fulls).toBe(6 + 2);
    expect(keptOn(97, weekly, days(35, { monthlies: 3 })).fulls).toBe(6 + 1);
    // After years: 12 months, of which the last one or two are among the last weeks.
    const late = keptAround(longRun, weekly, days(35, { monthlies: 12 })).map(({ fulls }) => fulls);
    expect(Math.max(...late)).toBeGreaterThanOrEqual(6 + 10);
    expect(Math.max(...late)).toBeLessThanOrEqual(6 + 11);
  });

  /** Plays every day: each backup and each day of log is an object that goes when nobody needs or locks it. */
  function played(day: number, every: number, { days: keep, monthlies, lockDays }: Keeping): { fulls: number; logDays: number } {
    const month = (at: number): number => Math.floor((at * 12) / 365);
    const fulls: number[] = [];
    for (let taken = 0; taken <= day; taken += every) fulls.push(taken);
    const neededAsFull = (taken: number): boolean => {
      // The oldest restore point is `keep` days back: the last full before it is needed, and every later one.
      const oldest = day - keep;
      const base = fulls.filter((full) => full <= oldest).at(-1) ?? 0;
      return taken >= base || day - taken < lockDays;
    };
    const monthly = (taken: number): boolean => !fulls.some((full) => full < taken && month(full) === month(taken)) && month(day) - month(taken) < monthlies;
    const logs = Array.from({ length: day + 1 }, (_, at) => at).filter((at) => at >= (fulls.filter((full) => full <= day - keep).at(-1) ?? 0) || day - at < lockDays);
    return { fulls: fulls.filter((full) => neededAsFull(full) || monthly(full)).length, logDays: logs.length };
  }

  it('is what playing every day leaves', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 500 }),
        fc.integer({ min: 1, max: 31 }),
        fc.record({ days: fc.integer({ min: 1, max: 60 }), monthlies: fc.integer({ min: 0, max: 14 }), lockDays: fc.integer({ min: 0, max: 90 }) }),
        (day, every, keeping) => {
          const { fulls, logDays } = keptOn(day, { fullEveryDays: every }, keeping);
          expect({ fulls, logDays }).toEqual(played(day, every, keeping));
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('how long a tier keeps', () => {
  const tier = (immutable: boolean) => ({ retention: { days: 35, monthlies: 12 }, backup: { offSite: true, thirdSite: true, immutable } });

  it.each([
    [true, true, 69],
    [true, false, 0],
    [false, true, 0],
  ])('immutable %s, lock counted %s: %i days under lock', (immutable, locked, lockDays) => {
    expect(keepingOf(tier(immutable), { lockBeyondRetentionDays: 34 }, locked)).toEqual({ days: 35, monthlies: 12, lockDays });
  });
});
