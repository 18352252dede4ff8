import { describe, expect, it } from 'vitest';
import { rules } from '../../policies/engine/catalogue.js';
import { estateOf, targetOf } from './estate-builder.js';
import { verdictOn, verdictsOf } from './judging.js';
import { mutants } from './mutate.js';
import { applied, goodStacks, planset } from './planset-builder.js';

const target = targetOf(estateOf());

describe('mutants of a good plan set', () => {
  it('GIVEN no mutation WHEN every rule judges THEN everything passes in both columns', async () => {
    const set = await planset(target, applied(goodStacks()));
    const poor = rules.flatMap(({ id }) => verdictsOf(id, target, set)).filter(({ status, recorded }) => status !== 'pass' || recorded !== 'pass');
    expect(poor.map(({ policy, subject, finding }) => `${policy} ${subject.object}: ${finding.en}`)).toEqual([]);
  });

  it.each(mutants.map((mutant) => [mutant.name, mutant] as const))('%s: killed by the rule that names it', async (_name, { kills, ends, mutate }) => {
    const stacks = goodStacks();
    const broken = mutate(stacks) ?? stacks;
    const verdict = verdictOn(verdictsOf(kills.policy, target, await planset(target, broken)), kills.object, kills.site);
    expect(`${verdict.status}: ${verdict.finding.en}`).toMatch(new RegExp(`^${ends ?? 'fail'}: `));
    expect(verdict.blocks).toBe(true);
  });

  it('has a mutant for each rule that reads a plan set', () => {
    const reading = rules.filter(({ reads }) => reads.includes('planset')).map(({ id }) => id);
    expect([...new Set(mutants.map(({ kills }) => kills.policy))].sort()).toEqual(reading.sort());
  });
});
