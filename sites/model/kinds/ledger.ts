import { z } from 'zod';
import { declarationSchema, releaseSchema, returnSchema } from './disaster.js';
import { digest, offboardingSchema } from './offboarding.js';
import { recoveryActions } from './recovery-inputs.js';
import { bytes, count, cpu, dated, dayOnly, flag, head, id, number, positive, prose, vnd } from './scalars.js';

/** Kinds whose id and kind are fixed now; the capability that uses one adds its optional fields. */

export const transitionKinds = ['declare', 'return', 'release', 'rename', 'merge', 'split', 'transfer', 'offboard'] as const;

/** An SSH signature over a digest of the transition, by a key of catalogue/signers.yaml. It counts only once it was checked. */
const approval = z.strictObject({ by: prose(120), on: dayOnly(), digest: digest(), signature: prose(4000) });

export const transitionSchema = z.strictObject({
  ...head('Transition'),
  id: id(),
  transition: z.enum(transitionKinds),
  /** What it concerns: `organisation/bo-y-te`, `system/ho-so`, `environment/ho-so-prod`, `stack/ndc-01-platform`, or one resource, `<stack>/<address>`. */
  from: z.array(prose(200)).max(200),
  to: z.array(prose(200)).max(200),
  state: z.enum(['draft', 'open', 'done', 'abandoned']),
  opened: dayOnly().optional(),
  /** Of an offboarding that takes tenants' environments away: the steps taken so far. */
  offboarding: offboardingSchema.optional(),
  /** Of a site declared lost: what two people sign. */
  declaration: declarationSchema.optional(),
  /** Of a site on its way back: the steps taken so far. */
  return: returnSchema.optional(),
  /** Of a site that may serve although no other site could be read: until when, and why. */
  release: releaseSchema.optional(),
  /** Day from which what is given up stands in no request any more: the plans then destroy it. Not part of what is approved. */
  released: dayOnly().optional(),
  /** Day on which the clusters were seen without it. From then on the file is the tombstone: its ids stay taken for good. */
  tombstone: dayOnly().optional(),
  approvals: z.array(approval).max(20),
});
export type Transition = z.output<typeof transitionSchema>;

/** The most an environment used at a site between two days, as its quotas counted it. */
const measuredUse = z.strictObject({
  /** `<system>-<environment>`; it may be of an environment that is no more. */
  namespace: id(),
  site: id(32),
  readings: positive(),
  from: dayOnly(),
  to: dayOnly(),
  cpu: cpu().optional(),
  memory: bytes().optional(),
  gpu: count(10_000).optional(),
  storage: z.record(id(), bytes()).optional(),
});

/** Outside the estate's digest: what was measured, never what is wanted. */
export const recordSchema = z.strictObject({
  ...head('Record'),
  id: id(),
  record: z.enum(['drill', 'usage', 'review']),
  on: dayOnly(),
  subject: prose(200),
  /** Of a drill: what was tried, whether all of it held, and how long its steps took. */
  drill: z
    .strictObject({
      kind: z.enum(['restore', 'failover', 'return', 'exchange']),
      passed: flag(),
      /** Site taken as lost, or restored into. */
      site: id(32).optional(),
      /** Of the file beside the record that says what was seen at each step: whoever signs the record signs both. */
      evidence: digest().optional(),
      durations: z.array(z.strictObject({ action: z.enum(recoveryActions), minutes: number(0, 100_000) })).max(2000).optional(),
    })
    .optional(),
  /** Of a record of usage. Systems of state secrets are not in it. */
  use: z.array(measuredUse).max(20_000).optional(),
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
        /** How changes travel: as they happen, or gathered and sent now and then. @default stream */
        delivery: z.enum(['stream', 'batch']).optional(),
        /** Whether a commit at the owner waits until the NDC has it; a slow link then stops the owner. @default false */
        ownerWaits: flag().optional(),
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
