import { z } from 'zod';
import type { Difference } from '../../sites/purchase/matches.js';
import type { PurchaseCheckData } from '../purchase/check-data.js';
import { outcomeOf, partOf } from './outcome-schema.js';
import { count, digest } from './parts.js';

const difference = partOf<Difference>()(
  z.strictObject({
    site: z.string(),
    object: z.string().meta({ description: 'pool/general-1, hall/hall-1, racks/hall-1/racks-2030-q4, storage/ndc-block, site' }),
    field: z.string(),
    planned: z.string().exactOptional(),
    found: z.string().exactOptional(),
    place: z.strictObject({ file: z.string(), line: count }).exactOptional(),
  }),
);

export const outcome = outcomeOf<PurchaseCheckData>()('ndc/capacity-purchase-check.v1', {
  file: z.string(),
  asOf: z.string(),
  planned: z.string().meta({ description: 'day the plan was made for' }),
  until: z.string(),
  digest,
  orders: count,
  toOrder: count.meta({ description: 'orders without a signed contract' }),
  overdue: count.meta({ description: 'those of them whose last day has passed' }),
  differences: z.array(difference),
});
