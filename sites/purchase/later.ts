import type { Problem, Purchases } from './problem.js';

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

/** The same purchases, each ordered as late as it may be where that costs no more and no cap of a year forbids it. */
export function later({ things, quarters, budgets }: Problem, purchases: Purchases): Purchases {
  const yearOf = (at: number): number => Number(quarters[at]?.slice(0, 4));
  const room = new Map(budgets.map(({ year, cap }) => [year, cap]));
  const price = (thing: number, at: number): number => Number(things[thing]?.price[at] ?? 0n) / 1e9;
  const spend = (year: number, amount: number): void => {
    const left = room.get(year);
    if (left !== undefined) room.set(year, left - amount);
  };
  const lines = things.map((_, thing) => matched(purchases.ordered[thing] ?? [], purchases.serving[thing] ?? []));
  lines.forEach((all, thing) => all.forEach(({ ordered, count }) => spend(yearOf(ordered), count * price(thing, ordered))));
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
