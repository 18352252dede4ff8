import { z } from 'zod';
import type { DrRehearseData, RehearsedObject } from '../dr-rehearse-data.js';
import { outcomeOf, partOf } from './outcome-schema.js';
import { count, digest, text } from './parts.js';

const object = partOf<RehearsedObject>()(z.strictObject({ object: z.string(), stack: z.string(), change: z.enum(['create', 'update', 'start']), reason: text }));

export const outcome = outcomeOf<DrRehearseData>()('ndc/dr-rehearse.v1', {
  estate: z.strictObject({ id: z.string(), name: text, digest }),
  connection: z.string(),
  losses: z.array(
    z.strictObject({
      lost: z.string(),
      survivors: z.array(
        z.strictObject({
          site: z.string(),
          status: z.enum(['read', 'unread']),
          reason: text.exactOptional(),
          asked: count,
          accepted: count,
          refused: z.array(object).meta({ description: 'what the API server, its admission policies or quotas would not take' }),
          untried: z.array(object).meta({ description: 'what nobody can be asked about before the failover' }),
        }),
      ),
      stopped: z.array(z.strictObject({ namespace: z.string(), because: text })),
    }),
  ),
});
