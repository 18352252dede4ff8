import { z } from 'zod';
import type { DrExchangeData } from '../dr-exchange-data.js';
import { outcomeOf } from './outcome-schema.js';
import { digest, text } from './parts.js';

export const outcome = outcomeOf<DrExchangeData>()('ndc/dr-exchange.v1', {
  estate: z.strictObject({ id: z.string(), name: text, digest }),
  connection: z.string(),
  write: z.boolean(),
  rows: z.array(
    z.strictObject({
      what: z.enum(['mirror-peer', 'realm-keys', 'database-secrets']),
      from: z.string(),
      to: z.string(),
      source: z.string(),
      target: z.string(),
      status: z.enum(['written', 'replaced', 'equal', 'absent', 'differs', 'not-yet', 'refused', 'unread']),
      reason: text.exactOptional(),
    }),
  ),
});
