import type { Day } from '../../sites/model/calendar.js';
import type { Estate } from '../../sites/model/estate.js';
import { operatingSites } from '../../sites/model/scenario.js';
import type { Text } from '../../sites/model/text.js';
import type { Verdict, VerdictStatus } from '../../sites/model/verdict.js';
import { judge } from '../engine/run.js';
import type { Rule } from '../engine/rule.js';
import type { RuleTestCase } from './test-file.js';
import { plansetOf } from './test-plan.js';

/** How one test of a rule came out. */
export interface TestOutcome {
  readonly name: string;
  readonly ok: boolean;
  /** By subject; the worst of all rows stands under `worst`. */
  readonly expected: Readonly<Record<string, VerdictStatus>>;
  readonly found: Readonly<Record<string, VerdictStatus>>;
  /** What was found, one sentence a row, of rows that are not as expected. */
  readonly findings: readonly Text[];
}

const worstFirst: readonly VerdictStatus[] = ['fail', 'unknown', 'pass', 'not-applicable'];

export const worstOf = (verdicts: readonly Pick<Verdict, 'status'>[]): VerdictStatus => worstFirst.find((status) => verdicts.some((verdict) => verdict.status === status)) ?? 'not-applicable';

/** Runs one case of a rule on the estate: the plan it stands for, read and judged like any other. */
export function runTest(rule: Rule, given: RuleTestCase, estate: Estate, asOf: Day): TestOutcome {
  const site = (operatingSites(estate)[0] ?? Object.values(estate.sites)[0])?.id ?? 'ndc-01';
  const verdicts = judge(rule, { estate, asOf, planset: plansetOf(given, site) });
  if (typeof given.expect === 'string') {
    const found = worstOf(verdicts);
    const ok = found === given.expect;
    return { name: given.name, ok, expected: { worst: given.expect }, found: { worst: found }, findings: ok ? [] : verdicts.filter(({ status }) => status === found).slice(0, 5).map(({ finding }) => finding) };
  }
  const bySubject = new Map<string, Verdict[]>();
  for (const verdict of verdicts) bySubject.set(verdict.subject.object, [...(bySubject.get(verdict.subject.object) ?? []), verdict]);
  const found = Object.fromEntries([...bySubject].map(([object, of]) => [object, worstOf(of)]));
  const differing = [...new Set([...Object.keys(given.expect), ...Object.keys(found)])].filter((object) => found[object] !== (given.expect as Record<string, VerdictStatus>)[object]);
  return { name: given.name, ok: differing.length === 0, expected: given.expect, found, findings: differing.flatMap((object) => (bySubject.get(object) ?? []).map(({ finding }) => finding)).slice(0, 5) };
}
