import { z } from 'zod';
import type { ExplanationData } from '../commands/explain.js';
import { outcomeOf } from './outcome-schema.js';
import { names, text } from './parts.js';

export const outcome = outcomeOf<ExplanationData>()('ndc/explanation.v1', {
  id: z.string(),
  title: text.exactOptional(),
  explanation: text,
  remedy: text.exactOptional(),
  severity: z.string().exactOptional(),
  pack: z.string().exactOptional(),
  legal: z.array(z.strictObject({ document: z.string(), clause: z.string(), title: text })),
  engineering: z.strictObject({ statement: text, link: z.string().exactOptional() }).exactOptional(),
  reads: names,
});
