import type { DeepReadonly, Estate } from './estate.js';
import { importances, personalDataClasses, rank, secrecies } from './kinds/classification.js';
import type { TenantSystem } from './kinds/tenancy-request.js';

/** What "dữ liệu nhạy cảm" of Q V.1.đ is read as: any one condition of the editable table suffices. */
export function isSensitive({ protection: { sensitive } }: Pick<Estate, 'protection'>, system: Pick<DeepReadonly<TenantSystem>, 'importance' | 'personalData' | 'securityLevel' | 'secrecy'>): boolean {
  return (
    rank(importances, system.importance) >= rank(importances, sensitive.importanceAtLeast) ||
    rank(personalDataClasses, system.personalData) >= rank(personalDataClasses, sensitive.personalData) ||
    system.securityLevel >= sensitive.securityLevelAtLeast ||
    rank(secrecies, system.secrecy) >= rank(secrecies, sensitive.secrecyAtLeast)
  );
}
