import { createHash } from 'node:crypto';
import type { Evidence, Subject } from '../../sites/model/verdict.js';
import { canonical } from '../../sites/model/estate.js';

/**
 * Identity of a finding: rule, its version, subject, evidence. Where a value stood is left out (a plan's indices move),
 * so is the construct path (renaming a construct is no new finding); order of evidence does not count.
 */
export function fingerprintOf(rule: { readonly id: string; readonly version: number }, subject: Subject, evidence: readonly Evidence[]): string {
  const { object, site, organisation, address } = subject;
  const values = evidence.map(({ what, found }) => [what.en, found.normalize('NFC')]).sort((a, b) => (canonical(a) < canonical(b) ? -1 : 1));
  return createHash('sha256').update(canonical({ rule: rule.id, version: rule.version, subject: { object, site, organisation, address }, values })).digest('hex');
}
