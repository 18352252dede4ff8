import { daysBetween, type Day } from '../model/calendar.js';
import type { PrerequisiteKind } from '../model/kinds/recovery-inputs.js';
import type { EnvironmentProtection } from '../intent/protection.js';

/** Days before its last one in which something is said to end soon. */
export const soonDays = 30;

export interface PrerequisiteState {
  readonly kind: PrerequisiteKind;
  readonly site: string;
  readonly state: 'missing' | 'expired' | 'ends-soon';
  /** Last day it was, or is, good for. */
  readonly expires?: Day;
}

/** What stands in the way at a site, and what soon will, by the estate's day. An expiry counts as in force on its own day. */
export function prerequisitesAt({ prerequisites }: Pick<EnvironmentProtection, 'prerequisites'>, site: string, asOf: Day): readonly PrerequisiteState[] {
  return prerequisites.flatMap((one): PrerequisiteState[] => {
    if (one.site !== site) return [];
    const head = { kind: one.kind, site };
    if (one.state === 'missing') return [{ ...head, state: 'missing' }];
    if (one.expires === undefined) return [];
    const left = daysBetween(asOf, one.expires);
    return left < 0 ? [{ ...head, state: 'expired', expires: one.expires }] : left < soonDays ? [{ ...head, state: 'ends-soon', expires: one.expires }] : [];
  });
}

/** Whether anything is said of what a system needs at a site. */
export const isInspected = ({ prerequisites }: Pick<EnvironmentProtection, 'prerequisites'>, site: string): boolean => prerequisites.some((one) => one.site === site);

/** Seconds resolvers keep an environment's address at a site: its own record's, else the estate's. */
export const ttlAt = ({ prerequisites }: Pick<EnvironmentProtection, 'prerequisites'>, site: string, otherwise: number): number => prerequisites.find((one) => one.kind === 'dns-record' && one.site === site)?.ttlSeconds ?? otherwise;
