import { z } from 'zod';
import { probeActs, untriedWhy, type BackupProbeData } from '../backup-data.js';
import { outcomeOf } from './outcome-schema.js';

export const outcome = outcomeOf<BackupProbeData>()('ndc/backup-probe.v1', {
  site: z.string(),
  bucket: z.string(),
  defaultLock: z.strictObject({ mode: z.enum(['COMPLIANCE', 'GOVERNANCE', 'none']), days: z.number(), least: z.number().exactOptional(), fine: z.boolean() }).exactOptional().meta({ description: 'what the bucket locks by itself; absent where it cannot be read' }),
  rows: z.array(
    z.strictObject({
      act: z.enum(probeActs),
      did: z.enum(['permitted', 'refused', 'untried']),
      reason: z.string().exactOptional().meta({ description: 'the store’s name for its refusal' }),
      untried: z.enum(untriedWhy).exactOptional().meta({ description: 'why it was not asked' }),
      fine: z.boolean(),
    }),
  ),
});
