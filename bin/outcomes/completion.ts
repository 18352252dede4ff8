import { z } from 'zod';
import type { CompletionData } from '../commands/completion.js';
import { shells } from '../completion/scripts.js';
import { outcomeOf } from './outcome-schema.js';

export const outcome = outcomeOf<CompletionData>()('ndc/completion.v1', {
  shell: z.enum(shells),
  script: z.string().meta({ description: 'what the shell is to load' }),
});
