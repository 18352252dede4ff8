import { z } from 'zod';
import type { UpData } from '../commands/up.js';
import { applyShape } from './apply.js';
import { outcomeOf } from './outcome-schema.js';
import { count, finding, text } from './parts.js';
import { planShape } from './planset.js';

const exit = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]);

export const outcome = outcomeOf<UpData>()('ndc/up.v1', {
  waves: z.array(
    z.strictObject({
      number: count,
      plan: z.strictObject({ ...planShape, exit }),
      passed: z.boolean().exactOptional(),
      apply: z.strictObject({ ...applyShape, exit }).exactOptional(),
    }),
  ),
  ended: z.enum(['complete', 'audit-failed', 'stopped', 'no-progress', 'too-many-waves']),
  message: text,
  findings: z.array(finding).meta({ description: 'what stopped the last audit, where one did' }),
});
