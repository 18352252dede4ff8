import { asStart, daysBetween, firstDay, lastDay, quarterOf, type Day, type Quarter } from '../model/calendar.js';
import type { DeepReadonly, Estate } from '../model/estate.js';
import type { Promised } from './promised.js';
import { isStorage, type Quantities } from './quantities.js';

/** Percent a year beyond what requests forecast; absent where only what was promised counts. */
export type Growth = DeepReadonly<Estate['planning']['growth']>;

/** What an amount in a quarter rests on: the approved quota, a forecast of the request, or growth assumed beyond it. */
export type GuaranteeBasis = 'quota' | 'forecast' | 'growth';

export interface Guarantee {
  readonly amounts: Quantities;
  readonly basis: GuaranteeBasis;
  /** Index of the forecast that counts. */
  readonly forecast?: number;
}

/** Whether a promise stands in a quarter: from the one it starts in to the one it expires in, both included. */
export const standsIn = ({ start, expiresAt }: Pick<Promised, 'start' | 'expiresAt'>, quarter: Quarter): boolean =>
  (start === undefined || asStart(start) <= lastDay(quarter)) && (expiresAt === undefined || expiresAt >= firstDay(quarter));

/**
 * What an environment is owed in a quarter: its approved quota, or its latest forecast where that is larger. With
 * `growth`, what comes after the last forecast grows linearly by a share of that last amount a year, up to the quarter's
 * last day, rounded up. Without a forecast nothing grows: the quota is what was asked for, and it is enforced.
 *
 * @returns undefined where it has not begun or has expired.
 */
export function guaranteeIn(promise: Promised, quarter: Quarter, growth?: Growth): Guarantee | undefined {
  const before = answered.get(promise);
  if (before?.quarter === quarter && before.growth === growth) return before.guarantee;
  const guarantee = computed(promise, quarter, growth);
  answered.set(promise, { quarter, growth, guarantee });
  return guarantee;
}

/** The last answer for each promise: one quarter is asked about many times, once for every loss. Promises and growth are never changed. */
const answered = new WeakMap<Promised, { readonly quarter: Quarter; readonly growth: Growth | undefined; readonly guarantee: Guarantee | undefined }>();

function computed(promise: Promised, quarter: Quarter, growth: Growth | undefined): Guarantee | undefined {
  if (!standsIn(promise, quarter)) return undefined;
  const { quota, forecast } = promise;
  const end = lastDay(quarter);
  const starts = forecast.map(({ at }) => asStart(at));
  let latest: number | undefined;
  let last: Day | undefined;
  starts.forEach((start, index) => {
    if (start <= end && (latest === undefined || start >= (starts[latest] ?? start))) latest = index;
    if (last === undefined || start > last) last = start;
  });
  const row = latest === undefined ? undefined : forecast[latest];
  const asked = row === undefined ? quota : larger(quota, row);
  const days = growth === undefined || last === undefined || last > end ? 0 : daysBetween(last, end);
  const grown = days === 0 || growth === undefined ? asked : growing(asked, growth, days);
  const basis: GuaranteeBasis = grown !== asked && exceeds(grown, asked) ? 'growth' : asked !== quota && exceeds(asked, quota) ? 'forecast' : 'quota';
  return { amounts: grown, basis, ...(latest === undefined || basis === 'quota' ? {} : { forecast: latest }) };
}

function exceeds(a: Quantities, b: Quantities): boolean {
  for (const [resource, amount] of a) if (amount > (b.get(resource) ?? 0n)) return true;
  return false;
}

const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** A forecast gives storage as one figure: growth is shared out as the quota is, rounded up. */
function larger(quota: Quantities, { cpu, memory, storage }: Promised['forecast'][number]): Quantities {
  const stored = [...quota].reduce((total, [resource, amount]) => (isStorage(resource) ? total + amount : total), 0n);
  return new Map(
    [...quota].map(([resource, amount]): [string, bigint] => {
      if (resource === 'cpu') return [resource, most(amount, cpu)];
      if (resource === 'memory') return [resource, most(amount, memory)];
      if (isStorage(resource) && stored > 0n && storage > stored) return [resource, (amount * storage + stored - 1n) / stored];
      return [resource, amount];
    }),
  );
}

/** Days of a year on average, in hundredths, so that leap years shift nothing by a day. */
const daysAYear = 36_525n;

function growing(amounts: Quantities, { computePerYear, storagePerYear }: Growth, days: number): Quantities {
  // amount × percent/100 × days/365.25, with hundredths of a percent and hundredths of a day.
  const share = (percent: number): bigint => BigInt(Math.round(percent * 100)) * BigInt(days) * 100n;
  const [compute, storage] = [share(computePerYear), share(storagePerYear)];
  const denominator = 10_000n * daysAYear;
  const grown = new Map<string, bigint>();
  for (const [resource, amount] of amounts) {
    // Nobody orders GPUs by habit: they grow by requests alone.
    const factor = resource === 'gpu' ? 0n : isStorage(resource) ? storage : compute;
    grown.set(resource, amount + (amount * factor + denominator - 1n) / denominator);
  }
  return grown;
}

/** The quarter in which a promise first stands, no earlier than `now`. */
export const beginsIn = ({ start }: Pick<Promised, 'start'>, now: Quarter): Quarter => {
  const begins = start === undefined ? now : quarterOf(asStart(start));
  return begins > now ? begins : now;
};
