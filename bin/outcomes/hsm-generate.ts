import { z } from 'zod';
import { keyUses } from '../../sites/keys/making.js';
import type { HsmGenerateData } from '../hsm-generate-data.js';
import { hexadecimal, markShape, tokenShape } from './hsm-check.js';
import { outcomeOf } from './outcome-schema.js';
import { count } from './parts.js';

export const outcome = outcomeOf<HsmGenerateData>()('ndc/hsm-generate.v1', {
  site: z.string(),
  partition: z.string(),
  key: z.string().meta({ description: 'its id in the inventory' }),
  label: z.string(),
  objectId: hexadecimal.meta({ description: 'CKA_ID' }),
  bits: count,
  use: z.enum(keyUses).meta({ description: 'all that it may be used for' }),
  token: tokenShape,
  marks: z.array(markShape),
});
