import type { Bytes } from '../model/units.js';

/** A figure that rests on unmeasured shares: what it is at least, what is likely, what it is at most. */
export interface Interval<T extends bigint = Bytes> {
  readonly low: T;
  readonly mid: T;
  readonly high: T;
}

export const bounds = ['low', 'mid', 'high'] as const;
export type Bound = (typeof bounds)[number];

/** One figure for each bound. */
export const interval = <T extends bigint>(figure: (bound: Bound) => T): Interval<T> => ({ low: figure('low'), mid: figure('mid'), high: figure('high') });

export const sumOf = (all: readonly Interval[]): Interval => interval((bound) => all.reduce((sum, one) => sum + one[bound], 0n) as Bytes);

/** What is left of a sure amount when an unsure one is taken: most is left where least is taken. */
export const less = (amount: bigint, taken: Interval): Interval<bigint> => ({ low: amount - taken.high, mid: amount - taken.mid, high: amount - taken.low });

/** A percentage as an exact fraction of 10,000; what is finer than a hundredth of a percent is rounded to it. */
export const hundredths = (percent: number): bigint => BigInt(Math.round(percent * 100));

/** A share in percent, rounded up: what is needed is not understated. */
export const percentOf = (amount: bigint, percent: number): bigint => (amount * hundredths(percent) + 9_999n) / 10_000n;
