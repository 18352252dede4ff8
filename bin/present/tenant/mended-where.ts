import type { Text } from '../../../sites/model/text.js';

/** Where what a rule finds of a request is put right: in the request itself, in the data of whoever operates the estate, or in either. */
export type MendedWhere = 'request' | 'platform' | 'either';

const inRequest: ReadonlySet<string> = new Set(['MIG-001', 'MIG-002', 'MIG-003', 'MIG-004', 'RED-011', 'TEN-006', 'TEN-007', 'TEN-008', 'NET-001']);
const inEither: ReadonlySet<string> = new Set(['ACC-001', 'BAK-001', 'CAP-001', 'CAP-003', 'CHG-001', 'NET-003', 'RED-005', 'TEN-001', 'TEN-003']);
/** Families of the toolkit's rules whose remedies are otherwise the platform's. */
const families: ReadonlySet<string> = new Set(['ACC', 'BAK', 'CAP', 'CHG', 'ENC', 'EVI', 'MIG', 'NET', 'RED', 'REP', 'SUP', 'TEN']);

/** Undefined for a rule that somebody wrote: only they know. */
export const mendedWhere = (policy: string): MendedWhere | undefined => (inRequest.has(policy) ? 'request' : inEither.has(policy) ? 'either' : families.has(policy.split('-')[0] ?? '') ? 'platform' : undefined);

const words: Readonly<Record<MendedWhere, Text>> = {
  request: { vi: 'Cần làm (trong phiếu của bạn):', en: 'What to do (in your request):' },
  platform: { vi: 'Cần làm (việc của đơn vị vận hành nền tảng, không phải sửa phiếu):', en: 'What to do (the platform team’s work, not the request’s):' },
  either: { vi: 'Cần làm (trong phiếu, hoặc đơn vị vận hành nền tảng làm):', en: 'What to do (in the request, or by the platform team):' },
};

/** How the remedy of a rule begins for whoever wrote a request. */
export function remedyFor(policy: string): Text | undefined {
  const where = mendedWhere(policy);
  return where === undefined ? undefined : words[where];
}
