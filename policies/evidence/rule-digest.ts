import { canonical, digestOf } from '../../sites/model/estate.js';
import type { Rule } from '../engine/rule.js';

/**
 * SHA-256 over all that a rule of the catalogue declares: id, version, texts, basis, inputs, severity. Its code is named by
 * the toolkit's version and the rule's own, which is raised with every change of meaning.
 */
export function declaredDigest({ check: _code, ...declared }: Rule): string {
  return digestOf(canonical(declared));
}
