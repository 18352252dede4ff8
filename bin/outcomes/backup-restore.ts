import { z } from 'zod';
import type { BackupRestoreData } from '../backup-data.js';
import { outcomeOf } from './outcome-schema.js';
import { count, digest, text } from './parts.js';

export const outcome = outcomeOf<BackupRestoreData>()('ndc/backup-restore.v1', {
  site: z.string(),
  bucket: z.string(),
  into: z.string(),
  asOf: z.string().meta({ description: 'RFC 3339' }),
  objects: count,
  bytes: count,
  younger: count.meta({ description: 'versions and delete markers younger than that, left behind' }),
  digest: digest.meta({ description: 'over hash and key of every object, keys in order' }),
  failed: z.array(z.strictObject({ key: z.string(), reason: text })),
});
