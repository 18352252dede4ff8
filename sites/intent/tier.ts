import type { DeepReadonly, Estate } from '../model/estate.js';
import { importances, rank } from '../model/kinds/classification.js';
import { protections, type Protection } from '../model/kinds/protection.js';
import type { TenantSystem } from '../model/kinds/tenancy-request.js';

type FloorRow = DeepReadonly<Estate['protection']['floor']>[number];

/** The row of the floor table that counts for a system, and which of its conditions holds; none where no row does. */
export type Floor = { readonly by: 'national' | 'importance'; readonly row: FloorRow } | { readonly by: 'level'; readonly row: FloorRow & { readonly securityLevelAtLeast: number } } | { readonly by: undefined; readonly row?: never };

/** The first row of the floor table of which one condition holds. */
export function floorOf(estate: Pick<Estate, 'protection' | 'nationalSystems'>, { id, securityLevel, importance }: DeepReadonly<Pick<TenantSystem, 'id' | 'securityLevel' | 'importance'>>): Floor {
  for (const row of estate.protection.floor) {
    const { securityLevelAtLeast } = row;
    if (row.national === true && Object.hasOwn(estate.nationalSystems, id)) return { by: 'national', row };
    if (row.importance !== undefined && rank(importances, importance) >= rank(importances, row.importance)) return { by: 'importance', row };
    if (securityLevelAtLeast !== undefined && securityLevel >= securityLevelAtLeast) return { by: 'level', row: { ...row, securityLevelAtLeast } };
  }
  return { by: undefined };
}

/** The lowest tier a system may have. */
export const tierFloor = (estate: Pick<Estate, 'protection' | 'nationalSystems'>, system: DeepReadonly<TenantSystem>): Protection => floorOf(estate, system).row?.tier ?? 'bronze';

/** The requested tier, or the floor where none is requested. A request below the floor stands: RED-011 judges it. */
export function effectiveTier(estate: Pick<Estate, 'protection' | 'nationalSystems'>, system: DeepReadonly<TenantSystem>): { tier: Protection; reason: 'requested' | 'floor' } {
  return system.protection === undefined ? { tier: tierFloor(estate, system), reason: 'floor' } : { tier: system.protection, reason: 'requested' };
}

/** Position in the order platinum, gold, silver, bronze: a lower rank is protected better. */
export const tierRank = (tier: Protection): number => protections.indexOf(tier);
