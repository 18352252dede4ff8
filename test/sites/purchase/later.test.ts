import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { later, spentIn } from '../../../sites/purchase/later.js';
import type { Problem, Purchases } from '../../../sites/purchase/problem.js';

const quarters = ['2028-Q1', '2028-Q2', '2028-Q3', '2028-Q4', '2029-Q1', '2029-Q2', '2029-Q3', '2029-Q4'];
const flat = (value: number): readonly number[] => quarters.map(() => value);
const billions = (value: number): readonly bigint[] => quarters.map(() => BigInt(value) * 1_000_000_000n);

/** One kind of machine of two billion and racks of three, each ordered two quarters ahead, under a cap for 2029. */
const problem = (cap: number): Problem =>
  ({
    quarters,
    things: [{ id: 't', lead: 2, price: billions(2), cost: flat(2) }],
    fittings: [{ lead: 2, price: billions(3), cost: flat(3) }],
    budgets: [{ name: 'budget/2029', year: 2029, cap }],
  }) as unknown as Problem;
const at = (counts: Readonly<Record<number, number>>): readonly number[] => quarters.map((_, index) => counts[index] ?? 0);

describe('orders that could be placed later', () => {
  // Five machines ordered in 2028 serve at the end of 2029, beside two racks ordered in 2029.
  const bought: Purchases = { ordered: [at({ 1: 5 })], serving: [at({ 7: 5 })], racks: [at({ 7: 2 })] };

  it('are, where the cap of the later year holds them beside the racks', () => {
    expect(later(problem(16), bought).ordered).toEqual([at({ 5: 5 })]);
    expect(later(problem(15), bought).ordered).toEqual([at({ 1: 5 })]);
    expect(spentIn(problem(0), bought, 2029)).toBe(6);
    expect(spentIn(problem(0), bought, 2028)).toBe(10);
  });

  it('never exceed a cap that held before, whatever is bought', () => {
    const counts = fc.array(fc.nat({ max: 4 }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(counts, fc.array(fc.nat({ max: 3 }), { minLength: 6, maxLength: 6 }), fc.nat({ max: 10 }), (ordered, racks, spare) => {
        const purchases: Purchases = { ordered: [[...ordered, 0, 0]], serving: [[0, 0, ...ordered.slice(0, 5), 0].map((count, index, all) => (index === 7 ? ordered.reduce((a, b) => a + b, 0) - all.slice(0, 7).reduce((a, b) => a + b, 0) : count))], racks: [[0, 0, ...racks]] };
        const of = problem(spentIn(problem(0), purchases, 2029) + spare);
        const moved = later(of, purchases);
        expect(spentIn(of, moved, 2029)).toBeLessThanOrEqual((of.budgets[0]?.cap ?? 0) + 1e-6);
        const sum = (all: readonly number[] = []): number => all.reduce((a, b) => a + b, 0);
        expect(sum(moved.ordered[0])).toBe(sum(purchases.ordered[0]));
      }),
      { seed: 5 },
    );
  });
});
