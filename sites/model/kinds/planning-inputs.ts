import { z } from 'zod';
import { growthPlanningSchema } from './planning/growth.js';
import { head } from './scalars.js';

/** catalogue/planning.yaml: what the planner assumes where nobody measured or decided. */
export const planningInputsSchema = z.strictObject({
  ...head('PlanningInputs'),
  growth: growthPlanningSchema,
});

export type PlanningInputs = z.output<typeof planningInputsSchema>;
