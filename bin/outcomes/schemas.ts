import { z } from 'zod';
import type { SchemasData } from '../commands/schema.js';
import { outcomeOf } from './outcome-schema.js';
import { names } from './parts.js';

export const outcome = outcomeOf<SchemasData>()('ndc/schemas.v1', {
  schemas: z.record(z.string(), z.looseObject({})).meta({ description: 'JSON Schemas by file name' }),
  written: names,
});
