import { deriveIntent } from '../sites/intent/derive.js';
import { deriveProtection } from '../sites/intent/derive-protection.js';
import type { Estate } from '../sites/model/estate.js';
import { recoveryOf, type Recovery } from '../sites/recovery/context.js';

/** Everything a question about recovery is asked of: who runs where, and how it is protected, as the estate now has it. */
export function recoveryIn(estate: Estate, intent = deriveIntent(estate)): Recovery {
  return recoveryOf(estate, intent, deriveProtection(estate, intent));
}
