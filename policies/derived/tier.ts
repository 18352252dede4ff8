import type { DeepReadonly, Estate } from '../../sites/model/estate.js';
import { importances } from '../../sites/model/kinds/classification.js';
import { protectedTiers, protections, type Protection } from '../../sites/model/kinds/protection.js';
import type { TenantSystem } from '../../sites/model/kinds/tenancy-request.js';

export type System = DeepReadonly<TenantSystem>;

/** What sets a system's lowest tier, as an auditor reads it, and where the deciding row stands. */
export interface Floor {
  readonly tier: Protection;
  readonly row: number | undefined;
  readonly because: 'level' | 'importance' | 'national' | 'nothing';
}

/** Lowest tier by the estate's table, derived again from the request: rows are tried in order, one condition suffices. */
export function floorOf(estate: Pick<Estate, 'protection' | 'nationalSystems'>, system: System): Floor {
  for (const [row, { tier, securityLevelAtLeast, importance, national }] of estate.protection.floor.entries()) {
    if (national === true && Object.hasOwn(estate.nationalSystems, system.id)) return { tier, row, because: 'national' };
    if (securityLevelAtLeast !== undefined && system.securityLevel >= securityLevelAtLeast) return { tier, row, because: 'level' };
    if (importance !== undefined && importances.indexOf(system.importance) >= importances.indexOf(importance)) return { tier, row, because: 'importance' };
  }
  return { tier: 'bronze', row: undefined, because: 'nothing' };
}

/** What was asked for stands, even below the floor: RED-011 says so. */
export const tierOf = (estate: Pick<Estate, 'protection' | 'nationalSystems'>, system: System): Protection => system.protection ?? floorOf(estate, system).tier;

/** Whether one tier promises at least as much as another. */
export const atLeast = (tier: Protection, floor: Protection): boolean => protections.indexOf(tier) <= protections.indexOf(floor);

/** Tiers that must go on somewhere else when a site is lost. */
export const isProtected = (tier: Protection): boolean => protectedTiers.includes(tier);
