import { z } from 'zod';
import type { SynthData } from '../commands/synth.js';
import { outcomeOf } from './outcome-schema.js';
import { count, names } from './parts.js';

export const outcome = outcomeOf<SynthData>()('ndc/synth.v1', {
  directory: z.string(),
  stacks: z.array(z.strictObject({ name: z.string(), kind: z.string(), site: z.string(), resources: count, needs: names, digest: z.string() })),
});
