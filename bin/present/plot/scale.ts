import { scaleLinear } from 'd3-scale';
import type { View } from '../view.js';
import { drawable, type Chart } from './chart.js';

/** The values an axis runs over, and the round ones it names. Zero is always among them: a cut axis makes a small change look large. */
export interface ValueAxis {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
}

/** The axis of a chart, or `undefined` where nothing can be drawn. */
export function valueAxis({ series, x }: Chart, ticks: number): ValueAxis | undefined {
  const values = series.flatMap((one) => one.values.slice(0, x.length)).filter(drawable);
  if (values.length === 0) return undefined;
  const [low, high] = [values.reduce((a, b) => Math.min(a, b), 0), values.reduce((a, b) => Math.max(a, b), 0)];
  const scale = scaleLinear()
    .domain(low === high ? [0, 1] : [low, high])
    .nice(ticks);
  const [from = 0, to = 1] = scale.domain();
  return { from, to, ticks: scale.ticks(ticks) };
}

/** A value as the reader's language writes it, with as many decimals as the step between ticks needs. */
export function valueText(view: Pick<View, 'lang'>, value: number, { ticks }: ValueAxis): string {
  const step = Math.abs((ticks[1] ?? 1) - (ticks[0] ?? 0)) || 1;
  const decimals = Math.max(0, Math.min(6, Math.ceil(-Math.log10(step) - 1e-9)));
  return value.toLocaleString(view.lang === 'vi' ? 'vi-VN' : 'en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/**
 * Which quarters an axis names when each label takes `label` of the `width` there is: every one, or the first of every
 * year or of several years, so that the labels stand evenly.
 */
export function namedQuarters(quarters: readonly string[], label: number, width: number): number[] {
  const all = quarters.map((_, index) => index);
  const room = Math.max(1, Math.floor(width / label));
  if (quarters.length <= room) return all;
  const years = all.filter((index) => quarters[index]?.endsWith('-Q1'));
  if (years.length === 0) return all.filter((index) => index % Math.ceil(quarters.length / room) === 0);
  return years.filter((_, index) => index % Math.ceil(years.length / room) === 0);
}
