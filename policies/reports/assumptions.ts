import { origin, type Estate } from '../../sites/model/estate.js';
import type { Pointer } from '../../sites/model/pointer.js';
import type { Text } from '../../sites/model/text.js';
import type { Verdict } from '../../sites/model/verdict.js';
import type { Rule } from '../engine/rule.js';
import { visibleText } from '../engine/visible.js';

export interface Assumption {
  readonly text: Text;
  /** Rules that rest on it. */
  readonly policies: readonly string[];
  readonly pointer?: Pointer;
}

/** What the result rests on and nobody has confirmed: readings the rules name, and values of the evidence that the data label so. */
export function assumptionsOf(estate: Estate, rules: readonly Rule[], verdicts: readonly Verdict[]): Assumption[] {
  const named = rules.flatMap(({ id, assumptions = [] }) => assumptions.map((text): Assumption => ({ text, policies: [id] })));
  const values = new Map<Pointer, { text: Text; policies: Set<string> }>();
  for (const { policy, evidence } of verdicts)
    for (const { what, found, pointer, document } of evidence) {
      if (document !== 'estate' || pointer === undefined) continue;
      const from = origin(estate, pointer);
      if (from?.source !== 'assumption') continue;
      const known = values.get(pointer) ?? { text: visibleText({ vi: `${what.vi}: ${found}`, en: `${what.en}: ${found}` }), policies: new Set<string>() };
      known.policies.add(policy);
      values.set(pointer, known);
    }
  return [...named, ...[...values].map(([pointer, { text, policies }]): Assumption => ({ text, policies: [...policies], pointer }))];
}
