import { z } from 'zod';
import type { NewPolicyData } from '../commands/policy/new.js';
import { outcomeOf } from './outcome-schema.js';
import { names } from './parts.js';

export const outcome = outcomeOf<NewPolicyData>()('ndc/policy-new.v1', { id: z.string(), directory: z.string(), written: names });
