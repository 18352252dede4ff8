import { z } from 'zod';
import { expecting, number } from '../scalars.js';

/** A figure nobody has measured: what it is at least, what is likely, what it is at most. */
export interface Range {
  readonly low: number;
  readonly mid: number;
  readonly high: number;
}

/**
 * Three percentages in rising order. Hundredths of a percent count, what is finer is rounded to them.
 */
export const percentRange = (min: number, max: number) =>
  z
    .strictObject({ low: number(min, max), mid: number(min, max), high: number(min, max) })
    .refine(({ low, mid, high }) => low <= mid && mid <= high)
    .meta(expecting(`ba tỷ lệ phần trăm từ ${min} đến ${max} theo thứ tự tăng dần: low ≤ mid ≤ high`, `three percentages from ${min} to ${max} in rising order: low ≤ mid ≤ high`));
