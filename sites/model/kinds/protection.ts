import { z } from 'zod';
import { bilingual, count, flag, head, number, positive, prose } from './scalars.js';
import { importances, secrecies } from './classification.js';

export const protections = ['platinum', 'gold', 'silver', 'bronze'] as const;
export type Protection = (typeof protections)[number];

/** Tiers whose systems must run somewhere else when a site is lost (CAP-002). */
export const protectedTiers: readonly Protection[] = ['platinum', 'gold', 'silver'];

const tier = z.strictObject({
  name: bilingual,
  /** Minutes of data lost at most when a site is lost. */
  rpoMinutes: positive(1_000_000),
  /** Minutes until service is back when a site is lost. */
  rtoMinutes: positive(1_000_000),
  /** Minutes of data lost at most to bad data: corruption, breach. */
  backupRpoMinutes: positive(1_000_000),
  standby: z.enum(['hot', 'warm', 'cold', 'none']),
  /** Share of the primary's quota the standby holds before a failover, percent. */
  standbyShare: z.strictObject({ compute: number(0, 100), storage: number(0, 100) }),
  backup: z.strictObject({ offSite: flag(), thirdSite: flag(), immutable: flag() }),
  retention: z.strictObject({ days: positive(36_500), monthlies: count(1200) }),
  /** Kubernetes PriorityClass value; higher is shed later. */
  priority: count(1_000_000_000),
  example: prose(),
});

export const tiersSchema = z.strictObject({
  ...head('ProtectionTiers'),
  tiers: z.strictObject({ platinum: tier, gold: tier, silver: tier, bronze: tier }),
  /** Lowest tier a system may have; the first row that matches any of its conditions wins. */
  floor: z
    .array(
      z.strictObject({
        tier: z.enum(protections),
        securityLevelAtLeast: positive(5).optional(),
        importance: z.enum(importances).optional(),
        national: flag().optional(),
        basis: prose(200),
      }),
    )
    .min(1)
    .max(50),
  /** What "dữ liệu nhạy cảm" of Q V.1.đ is read as: any one condition suffices. */
  sensitive: z.strictObject({
    importanceAtLeast: z.enum(importances),
    personalData: z.enum(['none', 'basic', 'sensitive']),
    securityLevelAtLeast: positive(5),
    secrecyAtLeast: z.enum(secrecies),
  }),
});

export type ProtectionTiers = z.output<typeof tiersSchema>;
export type ProtectionTier = z.output<typeof tier>;
