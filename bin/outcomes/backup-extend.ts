import { z } from 'zod';
import type { BackupExtendData } from '../backup-data.js';
import { outcomeOf } from './outcome-schema.js';
import { count, text } from './parts.js';

export const outcome = outcomeOf<BackupExtendData>()('ndc/backup-extend.v1', {
  site: z.string(),
  bucket: z.string(),
  until: z.string().meta({ description: 'RFC 3339' }),
  asOf: z.string().exactOptional().meta({ description: 'RFC 3339; absent: what is in use now' }),
  inUse: count.meta({ description: 'keys whose latest version is no delete marker' }),
  hidden: count.meta({ description: 'keys whose versions lie below a delete marker and were not extended' }),
  extended: count,
  already: count,
  failed: z.array(z.strictObject({ key: z.string(), reason: text })),
});
