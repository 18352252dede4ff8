import { z } from 'zod';
import type { HandOverData } from '../hand-over/data.js';
import { handOverKinds } from '../../sites/model/hand-over.js';
import { outcomeOf } from './outcome-schema.js';
import { names, text } from './parts.js';

export const outcome = outcomeOf<HandOverData>()('ndc/tenant-hand-over.v1', {
  is: z.enum(handOverKinds),
  written: z.boolean(),
  transitions: z.array(z.strictObject({ id: z.string(), from: z.string(), to: z.string(), systems: names })),
  files: z.array(z.strictObject({ file: z.string(), change: z.enum(['new', 'changed', 'removed']), text: z.string().exactOptional() })),
  environments: z.array(z.strictObject({ namespace: z.string(), from: z.string(), to: z.string(), sites: names })),
  notices: z.array(z.strictObject({ code: z.string().exactOptional(), message: text })),
});
