import { z } from 'zod';
import { importances } from '../../sites/model/kinds/classification.js';
import type { HsmStoreData } from '../hsm-store-data.js';
import { outcomeOf } from './outcome-schema.js';
import { names } from './parts.js';

export const outcome = outcomeOf<HsmStoreData>()('ndc/hsm-store.v1', {
  site: z.string(),
  asOf: z.string().meta({ description: 'a day, 2027-06-30' }),
  tenants: z.array(z.strictObject({ organisation: z.string(), secrets: z.string(), transit: z.string(), keys: z.array(z.enum(importances)), apart: z.array(z.strictObject({ system: z.string(), keys: z.array(z.strictObject({ id: z.string(), planned: z.boolean() })) })).meta({ description: 'systems without a key in the store, each with the keys that its organisation and databases have in the HSM of the site' }), policy: z.string(), namespaces: names })),
  files: z.array(z.strictObject({ path: z.string(), content: z.string() })),
  written: z.string().exactOptional(),
});
