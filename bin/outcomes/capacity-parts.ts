import { z } from 'zod';
import type { Interval } from '../../sites/capacity/interval.js';
import { protections } from '../../sites/model/kinds/protection.js';
import type { CapacityInput } from '../capacity-inputs.js';
import { partOf } from './outcome-schema.js';
import { count, digest, names, text, whole } from './parts.js';

/** Parts that the answers about storage and links share. */

export const tier = z.enum(protections);
export const quarter = z.string().meta({ description: 'a quarter, 2027-Q2' });

export const range = partOf<Interval>()(z.strictObject({ low: whole, mid: whole, high: whole })).meta({ description: 'at least, likely, at most' });

export const capacityHead = {
  estate: z.strictObject({ id: z.string(), name: text, digest }),
  asOf: z.string(),
  whatIf: names,
  tier: tier.meta({ description: 'this tier and those protected better' }),
  quarters: z.array(quarter),
};

export const capacityTail = {
  inputs: z.array(
    partOf<CapacityInput>()(
      z.strictObject({
        pointer: z.string(),
        source: z.enum(['seed', 'public', 'assumption', 'declared']).exactOptional(),
        file: z.string().exactOptional(),
        line: z.number().exactOptional(),
        assumptions: count.meta({ description: 'values at or below the pointer that nobody has confirmed' }),
      }),
    ),
  ),
  assumptions: count,
  plot: z.boolean(),
};
