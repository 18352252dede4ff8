import { z } from 'zod';
import { fundingRows } from '../../sites/tenancy/funding.js';
import type { PriceChange, PriceSum } from '../../sites/tenancy/price.js';
import { partOf } from './outcome-schema.js';
import { text, whole } from './parts.js';

const vnd = whole.meta({ description: 'VND' });
const spending = z.strictObject({ investment: vnd, recurrent: vnd });

export const priceSum = partOf<PriceSum>()(z.strictObject({ month: spending, once: spending }));

/** What a request costs before and after, by the estate's own price book; state secrets are left out. */
export const price = partOf<PriceChange>()(
  z.strictObject({
    before: priceSum,
    after: priceSum,
    funding: z.array(
      z.strictObject({
        funding: z.enum(fundingRows).meta({ description: 'what pays for it; not-said: neither the request nor the catalogue says' }),
        byCatalogue: z.boolean().meta({ description: 'some of it rests on the entry of the organisation in the catalogue' }),
        assumed: z.boolean().meta({ description: 'some of it is labelled an assumption' }),
        before: priceSum,
        after: priceSum,
      }),
    ),
    items: z.array(z.strictObject({ item: z.string(), what: text, unit: z.string(), once: z.boolean(), spending: z.enum(['investment', 'recurrent']), before: vnd, after: vnd })),
    unpriced: z.array(z.strictObject({ subject: z.string(), what: text, amount: whole })),
  }),
);
