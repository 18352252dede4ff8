import { z } from 'zod';
import type { CitedClause } from '../../policies/reports/cited.js';
import type { PoliciesData } from '../commands/policy/list.js';
import { outcomeOf, partOf } from './outcome-schema.js';
import { count, pack, severity, text } from './parts.js';

const clause = partOf<CitedClause>()(
  z.strictObject({ document: z.string(), label: z.string(), title: text, clause: z.string(), inForceFrom: z.string().exactOptional(), inForceTo: z.string().exactOptional() }),
);

export const outcome = outcomeOf<PoliciesData>()('ndc/policies.v1', {
  asOf: z.string(),
  needs: z.boolean(),
  rules: z.array(
    z.strictObject({
      id: z.string(),
      version: count,
      family: z.string(),
      title: text,
      severity,
      pack,
      legal: z.array(clause),
      engineering: z.boolean().meta({ description: 'whether it rests on engineering judgement, too or alone' }),
      reads: z.array(z.enum(['estate', 'planset'])),
      unknownBlocks: z.boolean().meta({ description: 'whether an unknown answer fails an audit' }),
      effectiveFrom: z.string().exactOptional(),
      effectiveTo: z.string().exactOptional(),
      inForce: z.boolean(),
      from: z.enum(['toolkit', 'own']),
    }),
  ),
});
