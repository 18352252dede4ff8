import { z } from 'zod';
import { bytes, dated, dayOnly, expecting, flag, head, id, number, prose, vnd } from './scalars.js';

/** Kinds whose id and kind are fixed now; the capability that uses one adds its optional fields. */

export const transitionKinds = ['declare', 'return', 'rename', 'merge', 'split', 'transfer', 'offboard'] as const;

/** An SSH signature over a digest, checked against `allowed_signers` of the base catalogue. */
const approval = z.strictObject({ by: prose(120), on: dayOnly(), digest: z.string().regex(/^sha256:[0-9a-f]{64}$/).meta(expecting('sha256: và 64 chữ số thập lục phân', 'sha256: and 64 hexadecimal digits')), signature: prose(4000) });

export const transitionSchema = z.strictObject({
  ...head('Transition'),
  id: id(),
  transition: z.enum(transitionKinds),
  /** What it concerns: `organisation/bo-y-te`, `system/ho-so`, `environment/ho-so-prod`, `stack/ndc-01-platform`, or one resource, `<stack>/<address>`. */
  from: z.array(prose(200)).max(200),
  to: z.array(prose(200)).max(200),
  state: z.enum(['draft', 'open', 'done', 'abandoned']),
  opened: dayOnly().optional(),
  approvals: z.array(approval).max(20),
});
export type Transition = z.output<typeof transitionSchema>;

/** Outside the estate's digest: what was measured, never what is wanted. */
export const recordSchema = z.strictObject({
  ...head('Record'),
  id: id(),
  record: z.enum(['drill', 'usage', 'review']),
  on: dayOnly(),
  subject: prose(200),
});
export type RecordEntry = z.output<typeof recordSchema>;

export const ingestLinksSchema = z.strictObject({
  ...head('IngestLinks'),
  links: z
    .array(
      z.strictObject({
        id: id(),
        organisation: id(40),
        system: id(40),
        mbps: number(0.001, 1_000_000),
        /** Seconds between a change at the owner and its arrival at the NDC. */
        lagTargetSeconds: number(0, 86_400),
        network: id(),
        from: dated().optional(),
        /** Site where the link ends. @default - where the system runs */
        to: id(32).optional(),
      }),
    )
    .max(5000),
});
export type IngestLink = z.output<typeof ingestLinksSchema>['links'][number];

export const priceBookSchema = z.strictObject({
  ...head('PriceBook'),
  /** Prices in VND per unit and month unless `once`. */
  prices: z
    .array(
      z.strictObject({
        id: id(),
        item: prose(200),
        unit: prose(60),
        price: vnd(),
        spending: z.enum(['investment', 'recurrent']),
        once: flag().optional(),
        capacity: bytes().optional(),
      }),
    )
    .max(5000),
});
export type PriceBook = z.output<typeof priceBookSchema>;
