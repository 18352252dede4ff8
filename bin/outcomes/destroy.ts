import { z } from 'zod';
import type { DestroyResult } from '../runner/destroy.js';
import { stackKind } from '../runner/planset-schema.js';
import { outcomeOf } from './outcome-schema.js';
import { count, names, text } from './parts.js';

export const outcome = outcomeOf<DestroyResult>()('ndc/destroy.v1', {
  rows: z.array(
    z.strictObject({
      name: z.string(),
      kind: stackKind,
      site: z.string(),
      organisation: z.string().exactOptional(),
      status: z.enum(['destroyed', 'nothing', 'partly', 'failed', 'not-started', 'unreachable']),
      removed: count.meta({ description: 'objects destroyed' }),
      left: names.meta({ description: 'namespaces that are still there' }),
      reason: text.exactOptional(),
      log: z.string().exactOptional(),
    }),
  ),
  orphans: names.meta({ description: 'stacks that hold something, are no longer in the data, and were not touched' }),
  interrupted: z.boolean(),
});
