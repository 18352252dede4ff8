import { z } from 'zod';
import type { BackupPolicyData } from '../backup-data.js';
import { outcomeOf } from './outcome-schema.js';
import { names } from './parts.js';

export const outcome = outcomeOf<BackupPolicyData>()('ndc/backup-policy.v1', {
  bucket: z.string(),
  writer: z.string(),
  keeper: z.string().exactOptional(),
  policy: z.strictObject({
    Version: z.literal('2012-10-17'),
    Statement: z.array(z.strictObject({ Sid: z.string(), Effect: z.enum(['Allow', 'Deny']), Principal: z.strictObject({ AWS: names }), Action: names, Resource: names })),
  }),
});
