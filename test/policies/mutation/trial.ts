import type { Mutator } from '../../../policies/engine/mutators.js';
import type { Rule } from '../../../policies/engine/rule.js';
import type { Verdict, VerdictStatus } from '../../../sites/model/verdict.js';

/** One way of breaking something good, ready to be judged. */
export interface Trial {
  readonly name: string;
  readonly mutator: Mutator;
  /** Rule that must notice; undefined where no rule of today claims to. */
  readonly by?: string;
  /** What the rules say of the broken thing. */
  readonly verdicts: (rules: readonly Rule[]) => Promise<readonly Verdict[]> | readonly Verdict[];
  /** What the same rules say of the good one. */
  readonly good: (rules: readonly Rule[]) => Promise<readonly Verdict[]> | readonly Verdict[];
}

export interface Judged {
  readonly name: string;
  readonly mutator: Mutator;
  readonly by?: string;
  /** Rules of which a row became worse, in order. */
  readonly killers: readonly string[];
}

/** How bad a verdict is: what is unknown is worse than what passes, what fails is worst. */
const badness: Readonly<Record<VerdictStatus, number>> = { 'not-applicable': 0, pass: 0, unknown: 1, fail: 2 };

const rowOf = ({ policy, subject: { object, site, organisation } }: Verdict): string => JSON.stringify([policy, object, site, organisation]);

/** The worst of each row. */
function rows(verdicts: readonly Verdict[]): ReadonlyMap<string, { readonly policy: string; readonly badness: number }> {
  const found = new Map<string, { readonly policy: string; readonly badness: number }>();
  for (const verdict of verdicts) {
    const row = rowOf(verdict);
    found.set(row, { policy: verdict.policy, badness: Math.max(badness[verdict.status], found.get(row)?.badness ?? 0) });
  }
  return found;
}

/** Rules that notice: one of their rows is worse than before, or a new row is not fine. */
export function killersOf(good: readonly Verdict[], broken: readonly Verdict[]): readonly string[] {
  const before = rows(good);
  return [...new Set([...rows(broken)].filter(([row, { badness: now }]) => now > (before.get(row)?.badness ?? 0)).map(([, { policy }]) => policy))].sort();
}
