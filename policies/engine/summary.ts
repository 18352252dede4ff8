import { readDay } from '../../sites/model/calendar.js';
import type { Text } from '../../sites/model/text.js';
import type { Verdict } from '../../sites/model/verdict.js';
import type { WaiverReport } from './waivers.js';

export type Count = 'pass' | 'fail' | 'waived' | 'unknown' | 'not-applicable';

export interface Summary {
  /** After apply, or as declared. A waived failure is counted as waived, never as passed. */
  readonly counts: Readonly<Record<Count, number>>;
  /** Recorded now; no waiver changes what is recorded. */
  readonly recorded: Readonly<Record<Exclude<Count, 'waived'>, number>>;
  /** Fail an audit. */
  readonly blocking: readonly Verdict[];
  /** Forbid `apply`: what blocks in the pack `design`, in the family CHG, and RED-010; never an old drill. */
  readonly blocksApply: readonly Verdict[];
  /** Would block, and are owed instead while a declaration is in force. */
  readonly debts: readonly Verdict[];
  /** Failures that are only warnings. */
  readonly warnings: readonly Verdict[];
  /** Whether waivers themselves fail the audit: refused or, where that was judged, unused ones. */
  readonly waiverProblems: number;
  readonly exit: 0 | 1;
  readonly applies: boolean;
  /** One sentence on redundancy: redundant (now, or only after apply), not redundant and waived until, or not redundant. */
  readonly redundancy: Text;
}

/** Whether a verdict that blocks also forbids `apply`. */
export const gatesApply = ({ policy, pack }: Pick<Verdict, 'policy' | 'pack'>): boolean => pack === 'design' || pack === 'failover' || policy.startsWith('CHG-') || policy === 'RED-010';

/** Counts verdicts and decides: exit 1 where one blocks or a waiver does not hold. */
export function summarise(verdicts: readonly Verdict[], waivers?: Pick<WaiverReport, 'refused' | 'unused'>): Summary {
  const counts = { pass: 0, fail: 0, waived: 0, unknown: 0, 'not-applicable': 0 };
  const recorded = { pass: 0, fail: 0, unknown: 0, 'not-applicable': 0 };
  for (const verdict of verdicts) {
    counts[verdict.waived === undefined ? verdict.status : 'waived'] += 1;
    recorded[verdict.recorded] += 1;
  }
  const blocking = verdicts.filter(({ blocks }) => blocks);
  const blocksApply = blocking.filter(gatesApply);
  const waiverProblems = (waivers?.refused.length ?? 0) + (waivers?.unused.length ?? 0);
  return {
    counts,
    recorded,
    blocking,
    blocksApply,
    debts: verdicts.filter(({ debt }) => debt !== undefined),
    warnings: verdicts.filter(({ status, severity }) => status === 'fail' && severity === 'warning'),
    waiverProblems,
    exit: blocking.length > 0 || waiverProblems > 0 ? 1 : 0,
    applies: blocksApply.length === 0,
    redundancy: redundancyOf(verdicts),
  };
}

/** Rules whose failure means that a lost site is not survived. */
export const speaksOfRedundancy = ({ policy }: Pick<Verdict, 'policy'>): boolean => (policy.startsWith('RED-') && !otherwise.has(policy)) || policy === 'CAP-002';

/** Of the family RED, but of something else: a certificate on paper, and what NDC 02 connects to. */
const otherwise: ReadonlySet<string> = new Set(['RED-004', 'RED-012']);

function redundancyOf(verdicts: readonly Verdict[]): Text {
  const all = verdicts.filter(speaksOfRedundancy);
  // A warning proves nothing either way; what it could not know still leaves the sentence open.
  const open = all.filter(({ status }) => status === 'unknown').length;
  const of = all.filter(({ severity }) => severity === 'error');
  const failed = of.filter(({ status }) => status === 'fail');
  const until = failed.flatMap(({ waived }) => waived?.until ?? []).sort()[0];
  if (failed.some(({ waived }) => waived === undefined)) return { vi: 'chưa có dự phòng', en: 'not redundant' };
  if (until !== undefined) {
    const more = open === 0 ? { vi: '', en: '' } : { vi: `; ${open} kết luận khác về dự phòng chưa đủ căn cứ`, en: `; ${open} more finding${open === 1 ? '' : 's'} on redundancy cannot be known` };
    return { vi: `chưa có dự phòng hôm nay; được miễn đến ngày ${readDay(until)}${more.vi}`, en: `not redundant today; waived until ${until}${more.en}` };
  }
  if (open > 0) return { vi: 'chưa đủ căn cứ để kết luận về dự phòng', en: 'redundancy cannot be known from what was read' };
  if (of.length === 0) return { vi: 'chưa xét dự phòng', en: 'redundancy was not judged' };
  // The sentence an auditor may use speaks of what is recorded, not of what is planned.
  if (of.some(({ recorded }) => recorded !== 'pass' && recorded !== 'not-applicable')) return { vi: 'có dự phòng sau khi áp dụng; hiện trạng chưa cho thấy điều đó', en: 'redundant after apply; what is recorded now does not show it' };
  return { vi: 'có dự phòng', en: 'redundant' };
}

