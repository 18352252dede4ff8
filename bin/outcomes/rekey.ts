import { z } from 'zod';
import type { RekeyResult } from '../runner/rekey.js';
import { outcomeOf } from './outcome-schema.js';
import { text } from './parts.js';

export const outcome = outcomeOf<RekeyResult>()('ndc/rekey.v1', {
  rows: z.array(
    z.strictObject({
      name: z.string(),
      site: z.string(),
      status: z.enum(['present', 'rewritten', 'empty', 'clear', 'foreign', 'failed']).meta({
        description: 'present: the present key alone opens it; rewritten: so it does now; empty: nothing was ever applied; clear: the connection keeps it in clear; foreign: encrypted by what the environment says',
      }),
      orphan: z.boolean().meta({ description: 'the estate no longer has this stack' }),
      reason: text.exactOptional(),
    }),
  ),
});
