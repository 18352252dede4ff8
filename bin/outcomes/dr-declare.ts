import { z } from 'zod';
import { fences, fenceStates, lossCases } from '../../sites/model/kinds/disaster.js';
import { protections } from '../../sites/model/kinds/protection.js';
import type { DrDeclareData } from '../dr-declare-data.js';
import { likely, ms, reason } from './dr-matrix.js';
import { outcomeOf } from './outcome-schema.js';
import { names, text } from './parts.js';

const tier = z.enum(protections);

export const outcome = outcomeOf<DrDeclareData>()('ndc/dr-declare.v1', {
  site: z.string(),
  name: text,
  transition: z.string(),
  file: z.string(),
  written: z.boolean(),
  at: z.string().meta({ description: 'UTC' }),
  case: z.enum(lossCases),
  caseSaid: text,
  reason: z.string(),
  asked: z.array(z.strictObject({ site: z.string(), answers: z.boolean(), reason: text.exactOptional() })),
  fences: z.array(z.strictObject({ fence: z.enum(fences), state: z.enum(fenceStates), by: z.string().exactOptional(), at: z.string().exactOptional(), evidence: z.string().exactOptional(), said: text })),
  window: z.strictObject({ is: z.enum(['shut', 'closing', 'open']), from: z.string(), until: z.string().exactOptional(), said: text }).meta({ description: 'how long two places may write' }),
  signable: z.boolean(),
  moves: z.array(z.strictObject({ to: z.string(), tier, namespaces: names })),
  restored: z.array(
    z.strictObject({
      to: z.string(),
      tier,
      from: z.string().meta({ description: 'site whose store has the backup' }),
      location: z.string().meta({ description: 'name of the location that reads it' }),
      reserved: z.boolean(),
      namespaces: names,
      databases: z.number(),
      age: likely,
      promisedMs: ms,
    }),
  ),
  hindered: z.array(z.strictObject({ namespace: z.string(), organisation: z.string(), tier, to: z.string(), reasons: z.array(reason) })),
  stopped: z.array(z.strictObject({ namespace: z.string(), organisation: z.string(), tier, backupAt: z.string().exactOptional(), reasons: z.array(reason) })),
  gone: z.array(z.strictObject({ namespace: z.string(), organisation: z.string(), data: text })),
  next: z.array(text),
});
