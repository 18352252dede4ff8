import { z } from 'zod';
import { facilityPlanningSchema } from './planning/facility.js';
import { backupPlanningSchema } from './planning/backup.js';
import { hsmPlanningSchema } from './planning/hsm.js';
import { growthPlanningSchema } from './planning/growth.js';
import { linksPlanningSchema } from './planning/links.js';
import { purchasePlanningSchema } from './planning/purchase.js';
import { storagePlanningSchema } from './planning/storage.js';
import { head } from './scalars.js';

/** catalogue/planning.yaml: what the planner assumes where nobody measured or decided. */
export const planningInputsSchema = z.strictObject({
  ...head('PlanningInputs'),
  growth: growthPlanningSchema,
  storage: storagePlanningSchema,
  backup: backupPlanningSchema,
  links: linksPlanningSchema,
  facility: facilityPlanningSchema,
  /** Without it everything is planned but purchases. */
  purchase: purchasePlanningSchema.optional(),
  /** @default - what HSMs are asked for is not planned */
  hsm: hsmPlanningSchema.optional(),
});

export type PlanningInputs = z.output<typeof planningInputsSchema>;
