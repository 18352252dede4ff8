import { z } from 'zod';
import type { InitData } from '../init/data.js';
import { outcomeOf } from './outcome-schema.js';
import { names } from './parts.js';

export const outcome = outcomeOf<InitData>()('ndc/init.v1', { directory: z.string(), id: z.string(), name: z.string(), sites: names, operator: z.string(), organisation: z.string(), written: names });
