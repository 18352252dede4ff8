import { z } from 'zod';
import { bytes, count, cpu, head, id } from './scalars.js';

const size = z.strictObject({ cpu: cpu(), memory: bytes(), gpu: count(10_000).optional(), storage: bytes(), pods: count(100_000), backup: bytes() });

export const quotaSizesSchema = z.strictObject({
  ...head('QuotaSizes'),
  sizes: z.strictObject({ s: size, m: size, l: size }),
  /** Class that a size's storage is taken from. */
  storageClass: id(40),
});

export type QuotaSizes = z.output<typeof quotaSizesSchema>;
