import { z } from 'zod';
import { progressSteps } from '../../sites/tenancy/progress.js';
import type { TenantProgressData } from '../tenant-progress-data.js';
import { outcomeOf } from './outcome-schema.js';
import { count, digest, text } from './parts.js';

export const outcome = outcomeOf<TenantProgressData>()('ndc/tenant-progress.v1', {
  estate: z.strictObject({ id: z.string(), digest }),
  asOf: z.string().meta({ description: 'a day, 2027-06-30' }),
  dissolved: z.strictObject({ organisation: z.string(), name: text, on: z.string(), successors: z.array(z.string()) }).exactOptional().meta({ description: 'the body asked for, where it is dissolved: organisations and steps are those of its successors' }),
  organisations: z.array(z.strictObject({ organisation: z.string(), name: text, registered: z.boolean(), systems: count, concealed: count })),
  steps: z.array(
    z.strictObject({
      organisation: z.string(),
      system: z.string().exactOptional(),
      step: z.enum(progressSteps),
      state: z.enum(['done', 'open', 'overdue']).meta({ description: 'overdue: its day has passed and nothing on record says that it was done' }),
      due: z.string().exactOptional(),
      basis: z.string(),
      record: z.strictObject({ document: z.string(), on: z.string() }).exactOptional(),
    }),
  ),
});
