import { z } from 'zod';
import type { FailureData } from '../failed.js';
import { outcomeOf } from './outcome-schema.js';
import { text } from './parts.js';

export const outcome = outcomeOf<FailureData>()('ndc/failure.v1', {
  code: z.string(),
  message: text,
  detail: z.string().exactOptional().meta({ description: 'a name for what happened around a sandbox, sandbox/busy' }),
  defect: z.string().exactOptional().meta({ description: 'only for a defect of the toolkit itself' }),
});
