import { z } from 'zod';
import type { EvidenceData } from '../commands/audit-verify.js';
import type { Signature } from '../evidence-verify.js';
import { outcomeOf, partOf } from './outcome-schema.js';
import { count, text } from './parts.js';

const signature = partOf<Signature>()(
  z.union([
    z.strictObject({ is: z.literal('unsigned'), wanted: z.boolean().meta({ description: 'whether signers were named, so that a signature was asked for' }) }),
    z.strictObject({ is: z.literal('unchecked') }),
    z.strictObject({ is: z.literal('good'), signer: z.string() }),
    z.strictObject({ is: z.literal('bad'), because: text }),
  ]),
);

export const outcome = outcomeOf<EvidenceData>()('ndc/evidence.v1', {
  directory: z.string(),
  verification: z.enum(['verified', 'signed', 'reproduced', 'intact', 'refused']).meta({ description: 'verified: files, signature and verdicts hold; signed: files and signature; reproduced: files and verdicts; intact: files alone' }),
  at: z.string().exactOptional().meta({ description: 'RFC 3339' }),
  tool: z.string().exactOptional(),
  estate: z.strictObject({ id: z.string(), digest: z.string() }).exactOptional(),
  result: z.string().exactOptional().meta({ description: "the result the report's statement names" }),
  audit: z.strictObject({ passed: z.boolean(), fail: count, unknown: count }).exactOptional().meta({ description: 'how the audit ended, by the report; absent where the evidence does not hold' }),
  files: z.strictObject({ bound: count, wrong: z.array(z.strictObject({ name: z.string(), is: z.enum(['changed', 'missing', 'unlisted']) })) }),
  signature,
  judged: z.strictObject({ tool: z.string(), differences: z.array(z.strictObject({ in: z.enum(['estate', 'input', 'rule', 'verdict']), text })), renamed: z.array(z.strictObject({ recorded: z.string(), given: z.string() })).meta({ description: 'plans whose files bear other names than in the evidence, with the same bytes' }) }).exactOptional(),
});
