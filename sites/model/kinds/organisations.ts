import { z } from 'zod';
import { fundings } from './funding.js';
import { bilingual, dated, expecting, flag, head, hostName, id, number, positive, prose } from './scalars.js';

export const waves = ['cloud', 'relocation', 'database-owner', 'none'] as const;
export type Wave = (typeof waves)[number];

const clause = z.strictObject({ document: id(), clause: prose(80) });

const organisation = z.strictObject({
  /** Stable, never renamed. */
  id: id(40),
  name: bilingual,
  code: z.string().regex(/^[A-Z]\d{2}$/).meta(expecting('một mã cơ quan, ví dụ G18', 'an agency code such as G18', { example: 'G18' })).optional(),
  level: z.enum(['central', 'province', 'party', 'mass']),
  kind: z.enum(['ministry', 'ministerial-body', 'government-agency', 'province', 'judicial', 'audit', 'mass-organisation', 'party', 'other']),
  /** Bodies this one carries on, and the share of their systems it took (1 = all). */
  succeeds: z.array(z.strictObject({ id: id(40), on: dated(), share: number(0, 1).optional(), basis: clause.optional() })).max(20).optional(),
  dissolvedOn: dated().optional(),
  /** Waves this body is named in, with the clause. */
  waves: z.array(z.strictObject({ wave: z.enum(waves), start: dated(), basis: clause })).max(6).optional(),
  /** Owners of national databases: state of their own facility. */
  facility: z.enum(['below-tier-iii', 'tier-iii', 'leased', 'none']).optional(),
  /** What pays for its systems where a request does not say. */
  funding: z.enum(fundings).optional(),
  /** Kubernetes groups granted by the identity service; unique across organisations, added by the platform team. */
  groups: z.array(z.string().regex(/^[a-z][a-z0-9-]{0,30}:[a-z0-9][a-z0-9-]{0,60}$/).meta(expecting('một nhóm, ví dụ bo-y-te:platform', 'a group such as bo-y-te:platform', { example: 'bo-y-te:platform' }))).max(50).optional(),
  /** Host suffixes this body may publish under. */
  hostSuffixes: z.array(hostName()).max(50).optional(),
  /** Month names and the like are for reading; this orders tables. */
  order: positive(10_000).optional(),
  registered: flag().optional(),
});

export const organisationsSchema = z.strictObject({
  ...head('Organisations'),
  organisations: z.array(organisation).min(1).max(20_000),
});

export type Organisation = z.output<typeof organisation>;
