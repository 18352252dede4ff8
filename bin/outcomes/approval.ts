import { z } from 'zod';
import type { ApprovalData } from '../approval-data.js';
import { outcomeOf } from './outcome-schema.js';
import { text } from './parts.js';

const given = z.strictObject({ by: z.string(), on: z.string(), key: z.string() });
const refused = z.strictObject({ by: z.string(), on: z.string(), because: text });

export const outcome = outcomeOf<ApprovalData>()('ndc/approval.v1', {
  transition: z.string(),
  file: z.string(),
  digest: z.string(),
  on: z.string(),
  permits: z.array(text),
  signed: z.string().exactOptional(),
  given: z.array(given),
  refused: z.array(refused),
  needed: z.number(),
});
