import { z } from 'zod';
import type { KmsCheck, KmsTestData, Percentiles } from '../kms-test-data.js';
import { outcomeOf, partOf } from './outcome-schema.js';
import { count, text } from './parts.js';

export const percentilesShape = partOf<Percentiles>()(z.strictObject({ rounds: count, p50: z.number(), p99: z.number() }).meta({ description: 'milliseconds' }));

export const outcome = outcomeOf<KmsTestData>()('ndc/kms-test.v1', {
  socket: z.string(),
  keyId: z.string(),
  checks: z.array(partOf<KmsCheck>()(z.strictObject({ id: z.string(), title: text, status: z.enum(['pass', 'fail', 'not-run']), found: text }))),
  latency: z.strictObject({ encrypt: percentilesShape.exactOptional(), decrypt: percentilesShape.exactOptional() }),
});
