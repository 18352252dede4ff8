import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { divergenceOf, keyRuns, lossOf } from '../../../bin/drill/database/rows.js';

const answered = (...keys: number[]) => keys.map((key) => ({ key, at: key * 10 }));

describe('what a promoted server lacks', () => {
  it('is what clients were answered for and it does not hold', () => {
    expect(lossOf(answered(1, 2, 3, 4), new Set([1, 2]))).toEqual({ acknowledged: 4, lastAcknowledged: { key: 4, at: 40 }, lastPresent: { key: 2, at: 20 }, rows: 2, ms: 20, holes: [], unanswered: 0 });
  });

  it('is nothing where all is there, also of a commit whose answer was lost', () => {
    expect(lossOf(answered(1, 2), new Set([1, 2, 3]))).toMatchObject({ rows: 0, ms: 0, unanswered: 1 });
  });

  it('is all of it where nothing is there, counted from the first answer', () => {
    expect(lossOf(answered(1, 2, 5), new Set())).toMatchObject({ rows: 3, ms: 40, holes: [] });
    expect(lossOf([], new Set())).toEqual({ acknowledged: 0, rows: 0, ms: 0, holes: [], unanswered: 0 });
  });

  it('names what is missing in the middle: a log has an order', () => {
    expect(lossOf(answered(1, 2, 3, 4), new Set([1, 3]))).toMatchObject({ holes: [2], rows: 2 });
  });

  it('has no holes, and as many rows as were cut off, whatever prefix arrived', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(60), (count, cut) => {
        const all = answered(...Array.from({ length: count }, (_, index) => index + 1));
        const present = new Set(all.slice(0, Math.min(cut, count)).map(({ key }) => key));
        const { rows, holes, ms } = lossOf(all, present);
        expect([rows, holes]).toEqual([count - present.size, []]);
        expect(ms > 0).toBe(rows > 0 && !(present.size === 0 && count === 1));
      }),
    );
  });
});

describe('two primaries', () => {
  it('are compared key by key: what only one has, and what both have otherwise', () => {
    const row = (key: number, digest: string) => ({ key, digest });
    expect(divergenceOf([row(1, 'a'), row(2, 'b'), row(3, 'c')], [row(1, 'a'), row(2, 'x'), row(9, 'y')])).toEqual({ onlyOld: [3], differing: [2], onlyNew: [9], common: 1 });
  });

  it('lists keys in runs', () => {
    expect(keyRuns([5, 1, 2, 3, 9])).toBe('1–3, 5, 9');
    expect(keyRuns([])).toBe('');
  });
});
