import { z } from 'zod';
import { number } from '../scalars.js';

/** Percent a year; hundredths of a percent count, what is finer is rounded to them. */
const percentAYear = () => number(0, 200);

/** What nobody forecast: growth of a tenant beyond its own last forecast. */
export const growthPlanningSchema = z.strictObject({
  /** Percent a year by which a guarantee grows after the last forecast of its request, or after its start where it has none. */
  computePerYear: percentAYear(),
  storagePerYear: percentAYear(),
});
