import { z } from 'zod';
import { importances } from '../../sites/model/kinds/classification.js';
import type { HsmStoreData } from '../hsm-store-data.js';
import { outcomeOf } from './outcome-schema.js';
import { names } from './parts.js';

export const outcome = outcomeOf<HsmStoreData>()('ndc/hsm-store.v1', {
  site: z.string(),
  asOf: z.string().meta({ description: 'a day, 2027-06-30' }),
  tenants: z.array(z.strictObject({ organisation: z.string(), secrets: z.string(), transit: z.string(), keys: z.array(z.enum(importances)), inHsm: names, policy: z.string(), namespaces: names })),
  files: z.array(z.strictObject({ path: z.string(), content: z.string() })),
  written: z.string().exactOptional(),
});
