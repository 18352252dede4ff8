import { z } from 'zod';
import { number } from '../scalars.js';

/** Percent a year; hundredths of a percent count, what is finer is rounded to them. */
const percentAYear = () => number(0, 200);

/** What nobody forecast: growth of a tenant beyond its own last forecast. */
export const growthPlanningSchema = z.strictObject({
  /** Percent a year by which a guarantee grows after the last forecast of its request. Without a forecast nothing grows: the quota is enforced. */
  computePerYear: percentAYear(),
  storagePerYear: percentAYear(),
});
