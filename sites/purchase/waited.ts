import type { EstateProblem } from './build.js';
import type { Quarter } from '../model/calendar.js';
import type { Purchases } from './problem.js';
import { slackOf } from './rounds.js';

/** What it costs to place every order one quarter later, when everything then serves a quarter later too. */
export interface Waited {
  /** VND more for the same goods; less than nothing where prices fall. */
  readonly dearer: bigint;
  /** Requirements that are not served then. */
  readonly short: number;
  readonly of: number;
  /** The one that lacks the largest part of what is asked. */
  readonly worst?: {
    readonly site: string;
    readonly compartment: string;
    readonly resource: string;
    readonly quarter: Quarter;
    readonly lost: readonly string[];
    readonly percent: number;
  };
}

export function waited(problem: EstateProblem, purchases: Purchases): Waited {
  const { things, needs, quarters } = problem;
  const serving = purchases.serving.map((all) => [0, ...all.slice(0, -1)]);
  const dearer = things.reduce((sum, { price }, thing) => sum + (purchases.ordered[thing] ?? []).reduce((of, count, at) => of + BigInt(count) * ((price[at + 1] ?? price[at] ?? 0n) - (price[at] ?? 0n)), 0n), 0n);
  const short = needs.flatMap((need) => {
    const lacking = -slackOf(problem, { ...purchases, serving }, { ...need, more: 0 });
    const asked = need.asks.reduce((sum, { amount, served }) => sum + amount * served, 0) + need.spare;
    return lacking > 1e-6 ? [{ need, percent: Math.round((100 * lacking) / Math.max(asked, lacking)) }] : [];
  });
  const worst = short.reduce<(typeof short)[number] | undefined>((most, one) => (most === undefined || one.percent > most.percent ? one : most), undefined);
  const quarter = quarters[worst?.need.quarter ?? -1];
  return {
    dearer,
    short: short.length,
    of: needs.length,
    ...(worst === undefined || quarter === undefined ? {} : { worst: { site: worst.need.site, compartment: worst.need.compartment, resource: worst.need.resource, quarter, lost: worst.need.lost, percent: worst.percent } }),
  };
}
