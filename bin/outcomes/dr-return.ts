import { z } from 'zod';
import { returnSteps } from '../../sites/model/kinds/disaster.js';
import type { DrReturnData } from '../dr-return-data.js';
import { outcomeOf } from './outcome-schema.js';
import { count, names, text } from './parts.js';

const step = z.enum(returnSteps);

export const outcome = outcomeOf<DrReturnData>()('ndc/dr-return.v1', {
  site: z.string(),
  declaration: z.string(),
  transition: z.string(),
  file: z.string(),
  written: z.boolean(),
  taken: z.enum([...returnSteps, 'close']).exactOptional(),
  steps: z.array(z.strictObject({ step, at: z.string().exactOptional(), said: text.exactOptional() })),
  closed: z.boolean(),
  given: z.array(z.strictObject({ by: z.string(), on: z.string(), key: z.string() })),
  refused: z.array(z.strictObject({ by: z.string(), on: z.string(), because: text })),
  needed: count,
  stale: z.array(z.strictObject({ namespace: z.string(), newestAt: z.string() })),
  returning: names,
  byBackup: z.array(z.strictObject({ namespace: z.string(), from: z.string() })),
  next: text,
});
