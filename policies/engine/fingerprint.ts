import { createHash } from 'node:crypto';
import type { Evidence, Subject } from '../../sites/model/verdict.js';

/**
 * Identity of a finding: rule, its version, subject, evidence. Where a value stood is left out (a plan's indices move),
 * so is the construct path (renaming a construct is no new finding); order of evidence does not count.
 */
export function fingerprintOf(rule: { readonly id: string; readonly version: number }, subject: Subject, evidence: readonly Evidence[]): string {
  const { object, site, organisation, address } = subject;
  // What `canonical` makes of it, put together here: an audit has a verdict on every object of a plan, and keys stand in order.
  const values = evidence.map(({ what, found }) => `[${JSON.stringify(what.en)},${JSON.stringify(found.normalize('NFC'))}]`);
  if (values.length > 1) values.sort((a, b) => (a < b ? -1 : 1));
  const parts = [['address', address], ['object', object], ['organisation', organisation], ['site', site]] as const;
  const about = parts.flatMap(([key, value]) => (value === undefined ? [] : [`"${key}":${JSON.stringify(value)}`]));
  return createHash('sha256').update(`{"rule":${JSON.stringify(rule.id)},"subject":{${about.join(',')}},"values":[${values.join(',')}],"version":${rule.version}}`).digest('hex');
}
