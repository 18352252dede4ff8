import { z } from 'zod';
import type { FailureData } from '../failed.js';
import { outcomeOf } from './outcome-schema.js';
import { text } from './parts.js';

export const outcome = outcomeOf<FailureData>()('ndc/failure.v1', {
  code: z.string(),
  message: text,
  defect: z.string().exactOptional().meta({ description: 'only for a defect of the toolkit itself' }),
});
