import { runRules } from '../../../policies/engine/run.js';
import type { Rule } from '../../../policies/engine/rule.js';
import type { Pack, Verdict } from '../../../sites/model/verdict.js';
import { allMutants } from '../all-mutants.js';
import { documents, estateOf, targetOf, today } from '../estate-builder.js';
import type { Mutant } from '../mutate.js';
import { applied, goodStacks, planset } from '../planset-builder.js';
import type { Trial } from './trial.js';

const packs: readonly Pack[] = ['design', 'operations', 'failover'];
const target = targetOf(estateOf(documents));

async function judged(rules: readonly Rule[], { applied: recorded = undefined, changes, mutate, file }: Partial<Pick<Mutant, 'applied' | 'changes' | 'mutate' | 'file'>>): Promise<Verdict[]> {
  const stacks = recorded === true ? applied(goodStacks()) : goodStacks();
  const broken = mutate?.(stacks) ?? stacks;
  const estate = changes === undefined ? target : targetOf(estateOf({ ...documents, ...changes }));
  // Whoever reads no plan cannot notice what is done to one; with a changed estate everybody may.
  const readers = changes === undefined && mutate !== undefined ? rules.filter(({ reads }) => reads.includes('planset')) : rules;
  return runRules({ estate, asOf: today, rules: readers, packs, planset: await planset(estate, broken, file) });
}

/** The good set is judged once for each list of rules, recorded and not. */
const remembered = new WeakMap<readonly Rule[], Map<boolean, Promise<Verdict[]>>>();

function good(rules: readonly Rule[], recorded: boolean): Promise<Verdict[]> {
  const known = remembered.get(rules) ?? new Map<boolean, Promise<Verdict[]>>();
  remembered.set(rules, known);
  const verdicts = known.get(recorded) ?? judged(rules, recorded ? { applied: true } : {});
  known.set(recorded, verdicts);
  return verdicts;
}

/** The mutants that rules' authors wrote down, on the hand-made estate and its plan set. */
export const writtenTrials: readonly Trial[] = allMutants.map((mutant): Trial => ({
  name: mutant.name,
  mutator: mutant.mutator,
  by: mutant.kills.policy,
  verdicts: (rules) => judged(rules, mutant),
  good: (rules) => good(rules, mutant.applied === true),
}));
