import { z } from 'zod';
import { offboardingSteps } from '../../sites/model/offboarding.js';
import type { OffboardData } from '../offboard/data.js';
import { outcomeOf } from './outcome-schema.js';
import { text } from './parts.js';

const step = z.enum(offboardingSteps);

export const outcome = outcomeOf<OffboardData>()('ndc/tenant-offboard.v1', {
  subject: z.string(),
  transition: z.string(),
  file: z.string(),
  written: z.boolean(),
  taken: step.exactOptional(),
  steps: z.array(z.strictObject({ step, on: z.string().exactOptional(), said: text.exactOptional() })),
  limits: z.array(z.strictObject({ namespace: z.string(), site: z.string(), use: z.string().exactOptional() })),
  files: z.array(z.strictObject({ file: z.string(), change: z.enum(['new', 'changed', 'removed']) })),
  next: text,
});
