import { z } from 'zod';
import { expecting, flag, head, id, number, prose } from './scalars.js';

export const linksSchema = z.strictObject({
  ...head('Links'),
  links: z
    .array(
      z.strictObject({
        a: id(32),
        b: id(32),
        capacityGbps: number(0.001, 100_000),
        rttMs: number(0.01, 10_000),
        paths: z
          .array(
            z.strictObject({
              id: id(),
              conduits: z.array(id()).max(50),
              provider: prose(120),
              /** What the path alone carries; without it the link's whole capacity. */
              gbps: number(0.001, 100_000).optional(),
            }),
          )
          .min(1)
          .max(20),
        encrypted: flag(),
        /** Whether anything is replicated synchronously over it: then its delay is part of every write (RED-009). @default - false */
        synchronous: flag().optional(),
      })
      .refine(({ a, b }) => a !== b)
      .meta(expecting('hai trung tâm khác nhau ở a và b', 'two different sites as a and b')),
    )
    .max(1000),
});

export type Link = z.output<typeof linksSchema>['links'][number];

/** A link joins two sites, whichever is named first. */
export const linkId = ({ a, b }: Pick<Link, 'a' | 'b'>): string => [a, b].sort().join('--');
