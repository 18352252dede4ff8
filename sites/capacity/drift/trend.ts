/** One reading of a use: when, in days since 1970 (fractions allowed), and how much. */
export interface Reading {
  readonly day: number;
  readonly value: number;
}

/**
 * Where a straight line through readings ends. Days since 1970. `none`: readings of one day show no trend. `steady`: the use does not grow. `late`: at this rate it lasts a hundred years and more.
 */
export type Trend =
  | { readonly kind: 'none'; readonly readings: number }
  | { readonly kind: 'full'; readonly readings: number }
  | { readonly kind: 'steady' | 'late'; readonly readings: number; readonly days: number; readonly perDay: number }
  | {
      readonly kind: 'growing';
      /** Days with a reading. */
      readonly readings: number;
      /** From the first reading to the last. */
      readonly days: number;
      readonly perDay: number;
      readonly exhausted: number;
      /**
       * Earliest and latest day at 95 % confidence of the slope; absent with two readings, through which every line is
       * exact. Without `latest` the use may as well not grow.
       */
      readonly between?: { readonly earliest: number; readonly latest?: number };
    };

/** Two-sided 95 % quantiles of Student's t by degrees of freedom, 1 to 30; https://www.itl.nist.gov/div898/handbook/eda/section3/eda3672.htm */
const studentT = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042];

const hundredYears = 36_525;

/**
 * Least squares through the readings, and when the line meets the limit. Of each day the last reading counts: a second
 * look a minute later says nothing new, and would make the line look surer than it is. Floating point: an estimate.
 *
 * @param limit of the same unit as the values.
 */
export function trendOf(readings: readonly Reading[], limit: number): Trend {
  const all = [...readings].sort((a, b) => a.day - b.day);
  const ordered = all.filter(({ day }, index) => Math.floor(day) !== Math.floor(all[index + 1]?.day ?? Infinity));
  const count = ordered.length;
  const [first, last] = [ordered[0], ordered.at(-1)];
  if (last !== undefined && last.value >= limit) return { kind: 'full', readings: count };
  if (first === undefined || last === undefined || count < 2) return { kind: 'none', readings: readings.length };
  const mean = (of: (reading: Reading) => number): number => ordered.reduce((sum, reading) => sum + of(reading), 0) / count;
  const [meanDay, meanValue] = [mean(({ day }) => day), mean(({ value }) => value)];
  const spread = ordered.reduce((sum, { day }) => sum + (day - meanDay) ** 2, 0);
  const perDay = ordered.reduce((sum, { day, value }) => sum + (day - meanDay) * (value - meanValue), 0) / spread;
  const days = last.day - first.day;
  if (perDay <= 0) return { kind: 'steady', readings: count, days, perDay };
  /** Never before the last reading, at which the limit was not reached yet. */
  const meets = (slope: number): number => Math.max(last.day, meanDay + (limit - meanValue) / slope);
  const exhausted = meets(perDay);
  if (exhausted - last.day > hundredYears) return { kind: 'late', readings: count, days, perDay };
  if (count < 3) return { kind: 'growing', readings: count, days, perDay, exhausted };
  const residual = ordered.reduce((sum, { day, value }) => sum + (value - meanValue - perDay * (day - meanDay)) ** 2, 0);
  const slack = (studentT[count - 3] ?? 1.96) * Math.sqrt(residual / (count - 2) / spread);
  const latest = perDay - slack > 0 ? meets(perDay - slack) : undefined;
  return {
    kind: 'growing',
    readings: count,
    days,
    perDay,
    exhausted,
    between: { earliest: meets(perDay + slack), ...(latest === undefined || latest - last.day > hundredYears ? {} : { latest }) },
  };
}
