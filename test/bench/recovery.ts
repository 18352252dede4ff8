import { deriveIntent } from '../../sites/intent/derive.js';
import { deriveProtection } from '../../sites/intent/derive-protection.js';
import type { Estate } from '../../sites/model/estate.js';
import { recoveryOf } from '../../sites/recovery/context.js';
import { matrixOf } from '../../sites/recovery/matrix.js';

/** Every environment in every situation: what `ndc dr matrix` does after it has loaded its files. */
export function recoveryMatrix(estate: Estate): number {
  const intent = deriveIntent(estate);
  return matrixOf(recoveryOf(estate, intent, deriveProtection(estate, intent))).cells.length;
}
