import { z } from 'zod';
import type { TestOutcome } from '../../policies/own-rules/run-tests.js';
import type { PolicyTestData } from '../commands/policy/test.js';
import { outcomeOf, partOf } from './outcome-schema.js';
import { count, names, text, verdictStatus } from './parts.js';

const bySubject = z.record(z.string(), verdictStatus);

const ran = partOf<TestOutcome>()(
  z.strictObject({
    name: z.string(),
    ok: z.boolean(),
    expected: bySubject.meta({ description: 'by subject; the worst of all rows stands under "worst"' }),
    found: bySubject,
    findings: z.array(text).meta({ description: 'what was found, of rows that are not as expected' }),
  }),
);

export const outcome = outcomeOf<PolicyTestData>()('ndc/policy-test.v1', {
  directory: z.string(),
  rules: z.array(z.strictObject({ id: z.string(), file: z.string(), cases: z.array(ran), unexpected: names.meta({ description: 'verdicts that no case of the rule expects' }) })),
  passed: count,
  failed: count,
});
