import { z } from 'zod';
import { probeActs, type BackupProbeData } from '../backup-data.js';
import { outcomeOf } from './outcome-schema.js';

export const outcome = outcomeOf<BackupProbeData>()('ndc/backup-probe.v1', {
  site: z.string(),
  bucket: z.string(),
  rows: z.array(
    z.strictObject({
      act: z.enum(probeActs),
      did: z.enum(['permitted', 'refused', 'untried']),
      reason: z.string().exactOptional().meta({ description: 'the store’s name for its refusal, or why it was not asked' }),
      fine: z.boolean(),
    }),
  ),
});
