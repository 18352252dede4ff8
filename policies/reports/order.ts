import type { Verdict, VerdictStatus } from '../../sites/model/verdict.js';

/** A verdict's standing in a report: a waived failure is neither failed nor passed. */
export type Standing = VerdictStatus | 'waived' | 'warning';

/** Worst first. */
export const standings = ['fail', 'unknown', 'warning', 'waived', 'pass', 'not-applicable'] as const satisfies readonly Standing[];

export function standingOf({ status, severity, waived }: Pick<Verdict, 'status' | 'severity' | 'waived'>): Standing {
  if (waived !== undefined) return 'waived';
  return status === 'fail' && severity === 'warning' ? 'warning' : status;
}

/** Verdicts worst first: what blocks before what does not, then by rule and subject. The order of equals is kept. */
export function worstFirst(verdicts: readonly Verdict[]): Verdict[] {
  const rank = (verdict: Verdict): number => standings.indexOf(standingOf(verdict)) * 2 + (verdict.blocks ? 0 : 1);
  return [...verdicts].sort((a, b) => rank(a) - rank(b) || byText(a.policy, b.policy) || byText(a.subject.object, b.subject.object) || byText(a.subject.site ?? '', b.subject.site ?? ''));
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Verdicts of each rule, worst first; rules in the order of their worst. */
export function byRule(verdicts: readonly Verdict[]): Map<string, Verdict[]> {
  const rules = new Map<string, Verdict[]>();
  for (const verdict of worstFirst(verdicts)) {
    const list = rules.get(verdict.policy);
    if (list === undefined) rules.set(verdict.policy, [verdict]);
    else list.push(verdict);
  }
  return rules;
}

/** All that one rule found with one standing. */
export interface Group {
  readonly policy: string;
  readonly standing: Standing;
  readonly verdicts: readonly Verdict[];
}

/** Groups of a rule and a standing, worst first. */
export function grouped(verdicts: readonly Verdict[]): Group[] {
  const groups = new Map<string, { policy: string; standing: Standing; verdicts: Verdict[] }>();
  for (const verdict of worstFirst(verdicts)) {
    const standing = standingOf(verdict);
    const key = `${standing} ${verdict.policy}`;
    const group = groups.get(key) ?? { policy: verdict.policy, standing, verdicts: [] };
    groups.set(key, group);
    group.verdicts.push(verdict);
  }
  return [...groups.values()];
}
