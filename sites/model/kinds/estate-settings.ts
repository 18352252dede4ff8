import { z } from 'zod';
import { importances } from './classification.js';
import { bilingual, count, hostName, id, number, positive, prose, quarterOnly } from './scalars.js';
import { head } from './scalars.js';

/** catalogue/estate.yaml: what holds for the estate as a whole. */
export const estateSettingsSchema = z.strictObject({
  ...head('EstateSettings'),
  /** Stable for ever: the root output `ndc_estate` of every stack. */
  id: id(),
  name: bilingual,
  /** The organisation that operates the platform. */
  operator: id(),
  horizon: quarterOnly(),
  regions: z.array(z.strictObject({ id: id(), name: bilingual })).min(1).max(64),
  separation: z.strictObject({
    /** Shortest permitted distance between two sites, kilometres (RED-003). */
    minimumKm: number(0, 20_000),
    /** Site numbers between which a finding is a warning: the law sets no rule between them. */
    warningBetween: z.array(positive(255)).max(10),
  }),
  placement: z.strictObject({
    /** Sites that `placement: auto` chooses from, in order. Adding one is a reviewed change with transitions. */
    candidates: z.array(id(32)).min(1).max(16),
  }),
  /** Kubernetes group and user names the platform's own pipeline acts as. */
  platformIdentity: z.strictObject({ group: prose(120) }),
  /** Hosts under which tenants' declared destinations count as inside Viet Nam. */
  domesticSuffixes: z.array(hostName()).max(200),
  /** Importance of data that may not leave the country without an approved flow (NET-001). @default - important and core */
  crossBorderDenied: z.array(z.enum(importances)).max(3).optional(),
  targets: z
    .array(z.strictObject({ id: id(), name: bilingual, count: count(), due: quarterOnly(), basis: z.strictObject({ document: id(), clause: prose(80) }) }))
    .max(100),
  milestones: z
    .array(
      z.strictObject({
        id: id(),
        name: bilingual,
        due: quarterOnly(),
        /** Share of the whole that must be reached, percent. */
        percent: number(0, 100).optional(),
        basis: z.strictObject({ document: id(), clause: prose(80) }),
      }),
    )
    .max(200),
});

export type EstateSettings = z.output<typeof estateSettingsSchema>;
