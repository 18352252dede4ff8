import type { ApprovalsOnDay } from '../../sites/model/approval.js';
import { inForce, type Day } from '../../sites/model/calendar.js';
import type { Estate } from '../../sites/model/estate.js';
import type { Pack, Verdict } from '../../sites/model/verdict.js';
import type { ReadPlanSet } from '../planset/read-model.js';
import { fingerprintOf } from './fingerprint.js';
import { inputFor } from './input.js';
import type { Judgement, Rule } from './rule.js';
import { visibleEvidence, visibleSubject, visibleText } from './visible.js';

export interface Run {
  readonly estate: Estate;
  readonly planset?: ReadPlanSet;
  readonly asOf: Day;
  readonly approvals?: ApprovalsOnDay;
  readonly rules: readonly Rule[];
  readonly packs: readonly Pack[];
  /** Organisations whose verdicts alone are wanted; every verdict that is about no organisation is left out with the others'. */
  readonly about?: ReadonlySet<string>;
}

/** Rules of the packs that are in force on a day. A quarter begins on its first day and ends on its last. */
export const rulesInForce = (rules: readonly Rule[], packs: readonly Pack[], asOf: Day): readonly Rule[] =>
  rules.filter((rule) => packs.includes(rule.pack) && inForce(asOf, rule.effectiveFrom, rule.effectiveTo));

/** Judges everything the selected rules speak of. Verdicts stand in the order of the rules, then of each rule's population. */
export function runRules({ rules, packs, asOf, ...inputs }: Run): Verdict[] {
  return rulesInForce(rules, packs, asOf).flatMap((rule) => judge(rule, { asOf, ...inputs }));
}

/** Verdicts of one rule, whether in force or not. */
export function judge(rule: Rule, given: Omit<Run, 'rules' | 'packs'>): Verdict[] {
  const { about } = given;
  if (about !== undefined && rule.estateOnly === true) return [];
  const judgements = rule.check(inputFor(rule, given));
  // Before anything is made fit to be shown: it is what takes longest.
  if (about !== undefined) return judgements.filter(({ subject: { organisation } }) => organisation !== undefined && about.has(organisation)).map((judgement) => verdictOf(rule, judgement));
  return (judgements.length > 0 ? judgements : [emptyPopulation(rule, given.estate)]).map((judgement) => verdictOf(rule, judgement));
}

function emptyPopulation(rule: Rule, estate: Estate): Judgement {
  return {
    subject: { object: `estate/${estate.settings.id}` },
    status: rule.emptyPopulation,
    finding: { vi: 'Không có đối tượng nào để xét.', en: 'There is nothing to judge.' },
    evidence: [],
  };
}

function verdictOf(rule: Rule, judgement: Judgement): Verdict {
  const { status, recorded = status, causes = [], remedy = rule.remedy, severity = rule.severity, declaredAbsence = false } = judgement;
  // Strings of a plan are as hostile as a stranger's: they are made harmless once, before anything is shown.
  const [subject, finding, evidence] = [visibleSubject(judgement.subject), visibleText(judgement.finding), judgement.evidence.map(visibleEvidence)];
  return {
    policy: rule.id,
    pack: rule.pack,
    severity,
    subject,
    causes,
    status,
    blocks: severity === 'error' && (status === 'fail' || (status === 'unknown' && rule.unknownBlocks && !declaredAbsence)),
    recorded,
    ...(judgement.recordedFinding === undefined ? {} : { recordedFinding: visibleText(judgement.recordedFinding) }),
    finding,
    evidence,
    remedy,
    // Over what was read, not over what is shown of it: shortening must not make two findings one.
    fingerprint: fingerprintOf(rule, judgement.subject, judgement.evidence),
  };
}
