import { z } from 'zod';
import { phases } from '../../sites/model/kinds/site.js';
import { protections } from '../../sites/model/kinds/protection.js';
import type { PromiseData } from '../promise-data.js';
import { linkHeadroom, promiseLevel, resourceLeft } from './capacity-headroom.js';
import { outcomeOf } from './outcome-schema.js';
import { names, text, whole } from './parts.js';

const tier = z.enum(protections);
export const input = z.strictObject({ pointer: z.string(), value: z.string(), source: z.enum(['seed', 'public', 'assumption', 'declared']), file: z.string(), line: z.number(), note: text.exactOptional() });
/** Values behind an answer, and where they are written. */
export const inputPlaces = z.array(input);

export const outcome = outcomeOf<PromiseData>()('ndc/promise.v1', {
  promise: z.string(),
  site: z.string(),
  level: promiseLevel,
  tier,
  asOf: z.string(),
  whatIf: names,
  quarter: z.string(),
  holds: z.boolean(),
  holdsFrom: z.string().exactOptional(),
  domains: names,
  answer: resourceLeft.exactOptional(),
  network: linkHeadroom.exactOptional(),
  homeless: z.array(z.strictObject({ namespace: z.string(), tier, because: z.string(), standby: z.string().exactOptional(), place: input.exactOptional() })),
  waitsFor: z.array(z.strictObject({ site: z.string(), phase: z.enum(phases), due: z.string(), inputs: inputPlaces })),
  supply: z.array(z.strictObject({ of: z.string(), amount: whole, nodes: z.number().exactOptional(), lost: z.number().exactOptional(), inputs: inputPlaces })),
  demand: z.array(z.strictObject({ namespace: z.string(), use: z.enum(['primary', 'standby', 'moved', 'backup', 'local-backup', 'third-replica', 'bucket-copy', 'log-copy']), basis: z.enum(['quota', 'forecast', 'growth', 'retention', 'measured', 'changes']), amount: whole, inputs: inputPlaces })),
  sensitivity: z.array(z.strictObject({ input, lowPercent: z.number(), highPercent: z.number(), low: whole.exactOptional(), high: whole.exactOptional(), swing: whole })),
});
