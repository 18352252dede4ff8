import type { DeepReadonly, Estate } from '../model/estate.js';
import { importances, rank } from '../model/kinds/classification.js';
import { protections, type Protection } from '../model/kinds/protection.js';
import type { TenantSystem } from '../model/kinds/tenancy-request.js';

/** The lowest tier a system may have: the first row of the floor table of which one condition holds. */
export function tierFloor(estate: Pick<Estate, 'protection' | 'nationalSystems'>, system: DeepReadonly<TenantSystem>): Protection {
  const row = estate.protection.floor.find(
    (candidate) =>
      (candidate.securityLevelAtLeast !== undefined && system.securityLevel >= candidate.securityLevelAtLeast) ||
      (candidate.importance !== undefined && rank(importances, system.importance) >= rank(importances, candidate.importance)) ||
      (candidate.national === true && Object.hasOwn(estate.nationalSystems, system.id)),
  );
  return row?.tier ?? 'bronze';
}

/** The requested tier, or the floor where none is requested. A request below the floor stands: RED-011 judges it. */
export function effectiveTier(estate: Pick<Estate, 'protection' | 'nationalSystems'>, system: DeepReadonly<TenantSystem>): { tier: Protection; reason: 'requested' | 'floor' } {
  return system.protection === undefined ? { tier: tierFloor(estate, system), reason: 'floor' } : { tier: system.protection, reason: 'requested' };
}

/** Position in the order platinum, gold, silver, bronze: a lower rank is protected better. */
export const tierRank = (tier: Protection): number => protections.indexOf(tier);
