import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { copiedPerDay, repositoryOf, retainedBytes } from '../../../../sites/capacity/backup/bytes.js';
import type { ProtectedData } from '../../../../sites/capacity/backup/protected.js';
import type { Estate } from '../../../../sites/model/estate.js';
import type { Bytes } from '../../../../sites/model/units.js';
import { estateOf } from '../../model/estate-files.js';
import { planningWith } from '../planned-estate.js';

const planning = (...edits: readonly (readonly [string, string])[]): Pick<Estate, 'planning'> => estateOf(edits.length === 0 ? {} : { 'catalogue/planning.yaml': planningWith(...edits) });
const even = (bytes: bigint) => ({ low: bytes as Bytes, mid: bytes as Bytes, high: bytes as Bytes });
const data = (changes: Partial<ProtectedData> = {}): ProtectedData => ({ databases: 0n as Bytes, databaseChanges: 0n as Bytes, log: 0n as Bytes, logMeasured: false, volumes: even(0n), volumeChanges: even(0n), ...changes });
const held = (of: Pick<Estate, 'planning'>, to: Estate['protection']['tiers']['gold'], what: ProtectedData, age: number, locked = true) => retainedBytes(repositoryOf(of, what), to, age, locked);
const crossing = (of: Pick<Estate, 'planning'>, what: ProtectedData) => copiedPerDay(repositoryOf(of, what));
const tier = (changes: { readonly days?: number; readonly monthlies?: number; readonly immutable?: boolean } = {}): Estate['protection']['tiers']['gold'] => {
  const { days = 35, monthlies = 0, immutable = false } = changes;
  return { ...estateOf().protection.tiers.gold, retention: { days, monthlies }, backup: { offSite: true, thirdSite: true, immutable } };
};

describe('bytes a copy takes', () => {
  it('of a database: weekly fulls and their log, compressed to a half', () => {
    // Day 41: 6 fulls of 1,000 and 42 days of 10, halved: 3,000 + 210.
    expect(held(planning(), tier(), data({ databases: 1000n as Bytes, log: 10n as Bytes }), 41)).toEqual(even(3210n));
    // A day later the oldest week is gone; its fullest day still counts.
    expect(held(planning(), tier(), data({ databases: 1000n as Bytes, log: 10n as Bytes }), 43)).toEqual(even(3210n));
  });

  it('of volumes: weekly fulls and daily incrementals', () => {
    // 6 fulls of 1,000, 36 incrementals of 20, halved.
    expect(held(planning(), tier(), data({ volumes: even(1000n), volumeChanges: even(20n) }), 41)).toEqual(even(3360n));
  });

  it('of an incremental: no more than a full, however much changes', () => {
    expect(held(planning(['changedBlocksPercent: {low: 100, mid: 100, high: 100}', 'changedBlocksPercent: {low: 100, mid: 300, high: 10000}']), tier(), data({ volumes: even(1000n), volumeChanges: even(20n) }), 1)).toEqual({ low: 510n, mid: 530n, high: 1000n });
  });

  it('of later fulls: only what the repository has not', () => {
    // One full of 500 and five of 10 %: 500 + 250.
    expect(held(planning(['deduplicatedTo: {low: 100, mid: 100, high: 100}', 'deduplicatedTo: {low: 10, mid: 10, high: 10}']), tier(), data({ databases: 1000n as Bytes }), 41)).toEqual(even(750n));
  });

  it('under lock: what retention would let go and the lock holds', () => {
    const locked = planning(['lockBeyondRetentionDays: 0}\n  volumes', 'lockBeyondRetentionDays: 34}\n  volumes']);
    const of = (immutable: boolean, count: boolean): bigint => held(locked, tier({ immutable }), data({ databases: 1000n as Bytes }), 100, count).mid;
    // 69 days of weekly fulls: 10 at the fullest, of 500; without the lock 6.
    expect([of(true, true), of(true, false), of(false, true)]).toEqual([5000n, 3000n, 3000n]);
  });

  it('is a range wherever a share is one, and its bounds are in order', () => {
    const wide = planning(['compressedTo: {low: 50, mid: 50, high: 50}', 'compressedTo: {low: 25, mid: 40, high: 60}'], ['logCompressedTo: {low: 50, mid: 50, high: 50}', 'logCompressedTo: {low: 20, mid: 50, high: 90}'], ['changedBlocksPercent: {low: 100, mid: 100, high: 100}', 'changedBlocksPercent: {low: 100, mid: 150, high: 300}']);
    const amount = fc.bigInt({ min: 0n, max: 1n << 50n });
    fc.assert(
      fc.property(amount, amount, fc.tuple(amount, amount, amount), fc.integer({ min: 0, max: 800 }), fc.integer({ min: 0, max: 12 }), fc.boolean(), (databases, log, volumes, age, monthlies, immutable) => {
        const [low = 0n, mid = 0n, high = 0n] = [...volumes].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)) as Bytes[];
        const of = data({ databases: databases as Bytes, log: log as Bytes, volumes: { low: low as Bytes, mid: mid as Bytes, high: high as Bytes }, volumeChanges: { low: (low / 100n) as Bytes, mid: (mid / 50n) as Bytes, high: (high / 20n) as Bytes } });
        for (const range of [held(wide, tier({ monthlies, immutable }), of, age), crossing(wide, of)]) expect(range.low <= range.mid && range.mid <= range.high).toBe(true);
        const [with_, without] = [held(wide, tier({ monthlies, immutable }), of, age), held(wide, tier({ monthlies, immutable }), of, age, false)];
        expect(with_.mid).toBeGreaterThanOrEqual(without.mid);
      }),
      { numRuns: 60 },
    );
  });
});

describe('bytes that cross in a day', () => {
  it('are a seventh of a weekly full, and the incrementals of six days in seven', () => {
    // (500 + 6 x 10) / 7 = 80; log travels by itself.
    expect(crossing(planning(), data({ volumes: even(1000n), volumeChanges: even(20n), log: 77n as Bytes }))).toEqual(even(80n));
    // A database of 1,000: 500 a week.
    expect(crossing(planning(), data({ databases: 1000n as Bytes })).mid).toBe(72n);
  });
});
