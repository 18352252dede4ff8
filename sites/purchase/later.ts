import { billion, type Problem, type Purchases } from './problem.js';

/** One line of what was ordered: from one quarter to another. */
export interface Matched {
  readonly ordered: number;
  readonly serves: number;
  readonly count: number;
}

/** Orders and services matched, the first ordered being the first to serve. */
export function matched(ordered: readonly number[], serving: readonly number[]): readonly Matched[] {
  const queue = ordered.map((count, at) => ({ at, count })).filter(({ count }) => count > 0);
  return serving.flatMap((wanted, serves) => {
    const found: Matched[] = [];
    for (let left = wanted; left > 0 && queue[0] !== undefined; ) {
      const count = Math.min(left, queue[0].count);
      found.push({ ordered: queue[0].at, serves, count });
      queue[0].count -= count;
      left -= count;
      if (queue[0].count === 0) queue.shift();
    }
    return found;
  });
}

/** Relative: what costs the same is not ordered a day too early. */
const same = 1e-9;

/** The same purchases, racks as they are, each ordered as late as it may be where that costs no more and no cap of a year forbids it. */
export function later(problem: Problem, purchases: Purchases): Purchases {
  const { things, quarters, budgets } = problem;
  const yearOf = (at: number): number => Number(quarters[at]?.slice(0, 4));
  const room = new Map(budgets.map(({ year, cap }) => [year, cap - spentIn(problem, purchases, year)]));
  const price = (thing: number, at: number): number => Number(things[thing]?.price[at] ?? 0n) / billion;
  const spend = (year: number, amount: number): void => {
    const left = room.get(year);
    if (left !== undefined) room.set(year, left - amount);
  };
  const lines = things.map((_, thing) => matched(purchases.ordered[thing] ?? [], purchases.serving[thing] ?? []));
  const moved = lines.map((all, thing) => {
    const of = things[thing];
    const ordered = quarters.map(() => 0);
    for (const { ordered: from, serves, count } of all) {
      const last = serves - (of?.lead ?? 0);
      const [before, after] = [of?.cost[from] ?? 0, of?.cost[last] ?? Infinity];
      // All of a line moves, or none: orders are not torn apart for a day's sake.
      const fits = yearOf(last) === yearOf(from) || (room.get(yearOf(last)) ?? Infinity) >= count * price(thing, last) - same;
      const at = last > from && after <= before * (1 + same) && fits ? last : from;
      if (at !== from) {
        spend(yearOf(from), -count * price(thing, from));
        spend(yearOf(at), count * price(thing, at));
      }
      ordered[at] = (ordered[at] ?? 0) + count;
    }
    return ordered;
  });
  return { ...purchases, ordered: moved };
}

/** Nothing that exceeds a cap is printed: orders were moved after the program had answered. */
export function withinCaps(problem: Problem, purchases: Purchases): Purchases {
  for (const { year, cap } of problem.budgets) if (spentIn(problem, purchases, year) > cap + 1e-6) throw new Error(`orders of ${year} exceed its cap`);
  return purchases;
}

/** Billions of VND ordered for in a year, racks included. */
export function spentIn({ things, fittings, quarters }: Problem, { ordered, racks }: Purchases, year: number): number {
  const within = (at: number): boolean => Number(quarters[at]?.slice(0, 4)) === year;
  const sum = (counts: readonly number[], prices: readonly bigint[], lead: number): number => counts.reduce((of, count, at) => of + (count > 0 && within(at - lead) ? (count * Number(prices[at - lead] ?? 0n)) / billion : 0), 0);
  return things.reduce((of, { price }, thing) => of + sum(ordered[thing] ?? [], price, 0), 0) + fittings.reduce((of, { price, lead }, fitting) => of + sum(racks[fitting] ?? [], price, lead), 0);
}
