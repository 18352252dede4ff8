import { z } from 'zod';
import { flag, head, id, number, prose } from './scalars.js';

export const linksSchema = z.strictObject({
  ...head('Links'),
  links: z
    .array(
      z.strictObject({
        a: id(32),
        b: id(32),
        capacityGbps: number(0.001, 100_000),
        rttMs: number(0.01, 10_000),
        paths: z.array(z.strictObject({ id: id(), conduits: z.array(id()).max(50), provider: prose(120) })).min(1).max(20),
        encrypted: flag(),
      }),
    )
    .max(1000),
});

export type Link = z.output<typeof linksSchema>['links'][number];

/** A link joins two sites, whichever is named first. */
export const linkId = ({ a, b }: Pick<Link, 'a' | 'b'>): string => [a, b].sort().join('--');
