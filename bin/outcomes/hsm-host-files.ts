import { z } from 'zod';
import { encryptionStages } from '../../sites/keys/encryption-configuration.js';
import type { HsmHostFilesData } from '../hsm-rotate-data.js';
import { outcomeOf } from './outcome-schema.js';
import { names } from './parts.js';

export const outcome = outcomeOf<HsmHostFilesData>()('ndc/hsm-host-files.v1', {
  site: z.string(),
  stage: z.enum(encryptionStages),
  key: z.string(),
  files: z.array(z.strictObject({ path: z.string(), content: z.string() })),
  flags: names,
  written: z.string().exactOptional(),
});
