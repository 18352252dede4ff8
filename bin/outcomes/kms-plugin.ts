import { z } from 'zod';
import type { KmsPluginData } from '../kms-plugin-data.js';
import { outcomeOf } from './outcome-schema.js';
import { count } from './parts.js';

export const outcome = outcomeOf<KmsPluginData>()('ndc/kms-plugin.v1', {
  site: z.string(),
  socket: z.string(),
  token: z.string(),
  keyId: z.string(),
  served: z.strictObject({ status: count, encrypt: count, decrypt: count, refused: count }),
  sessionsReopened: count,
});
