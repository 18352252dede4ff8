import { z } from 'zod';
import type { DriftResult } from '../runner/drift.js';
import { stackKind } from '../runner/planset-schema.js';
import { outcomeOf } from './outcome-schema.js';
import { count, text } from './parts.js';

const drift = z.strictObject({
  address: z.string(),
  object: z.string(),
  change: z.enum(['changed', 'deleted']),
  attributes: z.array(z.strictObject({ path: z.string(), recorded: z.string(), live: z.string() })),
  planned: z.string().meta({ description: 'what an apply would do about it' }),
});

export const outcome = outcomeOf<DriftResult>()('ndc/drift.v1', {
  rows: z.array(
    z.strictObject({
      name: z.string(),
      kind: stackKind,
      site: z.string(),
      organisation: z.string().exactOptional(),
      status: z.enum(['clean', 'drifted', 'absent', 'deferred', 'unreachable', 'failed']).meta({ description: 'absent: never applied; deferred: kinds it needs are not there yet' }),
      drifts: z.array(drift),
      pending: count.meta({ description: 'changes of the configuration that were never applied' }),
      spurious: count.meta({ description: 'entries of the engine’s own list that were normalisation' }),
      reason: text.exactOptional(),
      log: z.string().exactOptional(),
    }),
  ),
  foreign: z.array(z.strictObject({ site: z.string(), namespace: z.string().meta({ description: 'absent where the object belongs to the whole cluster' }).exactOptional(), kind: z.string(), apiVersion: z.string(), name: z.string() })).exactOptional(),
  foreignUnknown: z.record(z.string(), text).exactOptional(),
});
