import { z } from 'zod';
import { digest } from './offboarding.js';
import { count, dayOnly, expecting, flag, id, prose } from './scalars.js';

/** What is done to a lost site so that nobody goes on writing there, in the order it is done. */
export const fences = ['edge-withdrawn', 'replication-revoked', 'power-off'] as const;
export type Fence = (typeof fences)[number];

/** `proven`: measured, and where the proof lies; `attested`: somebody's word; `unproven`: nobody knows. */
export const fenceStates = ['proven', 'attested', 'unproven'] as const;
export type FenceState = (typeof fenceStates)[number];

/** `dead`: serves nobody; `link-cut`: cut off from the others and still serving its clients; `brownout`: answers, and cannot carry its load. */
export const lossCases = ['dead', 'link-cut', 'brownout'] as const;
export type LossCase = (typeof lossCases)[number];

const instantPattern = String.raw`^(19|20|21)\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$`;

/** A second in UTC; people read it in the time of Viet Nam. */
const instant = () =>
  z
    .string()
    .regex(new RegExp(instantPattern))
    // A day the month does not have.
    .refine((text) => !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text.slice(0, 19)))
    .meta(expecting('một thời điểm theo giờ UTC, ví dụ 2027-06-30T20:15:00Z', 'an instant in UTC such as 2027-06-30T20:15:00Z', { example: '2027-06-30T20:15:00Z', pattern: instantPattern, plain: true }));

const fence = z.strictObject({
  fence: z.enum(fences),
  state: z.enum(fenceStates),
  /** Who gave their word, or found the proof. */
  by: prose(120).optional(),
  at: instant().optional(),
  /** Where the proof lies: a reading, a ticket, a photograph. */
  evidence: prose(400).optional(),
});
export type DeclaredFence = z.output<typeof fence>;

/** What two people sign when a site is declared lost. */
export const declarationSchema = z.strictObject({
  at: instant(),
  case: z.enum(lossCases),
  reason: prose(400),
  /** Whether the site's API server answered when it was asked. Absent where nobody asked. */
  siteAnswers: flag().optional(),
  fences: z.array(fence).max(2 * fences.length),
  /** Signed for: to promote although a fence is unproven, and two primaries may write until it is. */
  unprovenAccepted: flag().optional(),
  /** Environments of which no copy is left, given up with their data. */
  accepts: z.array(id()).max(20_000).optional(),
  /**
   * Environments without a standby, by the site that has their backup and room for them: they are restored there. It is
   * decided when the site is declared lost, and signed: what stands there afterwards does not go again because some
   * figure changed.
   */
  restores: z.array(z.strictObject({ to: id(32), environments: z.array(id()).min(1).max(20_000) })).max(64).optional(),
  /**
   * Environments whose standby is there and whose data are not: they are restored from backups into the place kept for
   * them. It decides nothing, for where they go the data say; it is there for who signs to read.
   */
  restoresAtStandby: z.array(z.strictObject({ to: id(32), environments: z.array(id()).min(1).max(20_000) })).max(64).optional(),
});
export type Declaration = z.output<typeof declarationSchema>;

/** Steps of the way back, in the order they are taken. */
export const returnSteps = ['fence', 'reclone', 'verify', 'demote', 'token', 'promote'] as const;
export type ReturnStep = (typeof returnSteps)[number];

/** How the old copies became new ones. To rewind is faster, and wrong where the log it needs is gone: it wants a proof. */
export const recloneWays = ['re-clone', 'rewind'] as const;

const dated = { at: instant(), by: prose(120) };

/** The way back of a site, grown step by step. Two people sign what stands in it up to `verify`. */
export const returnSchema = z.strictObject({
  /** The declaration it takes back. */
  declaration: id(),
  /** Edge and writers of the site are off, and its databases stand still. */
  fence: z.strictObject({ ...dated, evidence: prose(400) }).optional(),
  reclone: z
    .strictObject({
      ...dated,
      how: z.enum(recloneWays),
      /** Of a rewind: why it is known to be possible. */
      proof: prose(400).optional(),
      /** Rows the site took that nobody else has, listed by key: kept for good, where and under which digest. */
      diverged: z.strictObject({ location: prose(400), digest: digest(), rows: count(1_000_000_000) }).optional(),
      /** Said where the site took nothing after it was cut off. */
      nothingDiverged: flag().optional(),
    })
    .optional(),
  /** The copies were compared; the report of it under its digest. */
  verify: z.strictObject({ ...dated, location: prose(400), digest: digest(), equal: flag() }).optional(),
  demote: z.strictObject({ at: instant() }).optional(),
  token: z
    .strictObject({
      at: instant(),
      /** What the demoted primary of each database says of where its log ends. No secret: without that log it opens nothing. */
      tokens: z.array(z.strictObject({ namespace: id(), cluster: id(), token: z.string().regex(/^[A-Za-z0-9+/_=-]{1,4000}$/).meta(expecting('một mã thăng cấp của CloudNativePG (base64)', 'a promotion token of CloudNativePG (base64)', { plain: true })) })).max(20_000),
    })
    .optional(),
  promote: z.strictObject({ at: instant() }).optional(),
});
export type Return = z.output<typeof returnSchema>;

/** What two people sign so that a site may serve although nobody else can be asked whether it is held lost. */
export const releaseSchema = z.strictObject({
  at: instant(),
  reason: prose(400),
  /** Last day on which it counts. */
  until: dayOnly(),
});
export type ReleaseOrder = z.output<typeof releaseSchema>;
