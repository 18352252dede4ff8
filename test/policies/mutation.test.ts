import { describe, expect, it } from 'vitest';
import { rules } from '../../policies/engine/catalogue.js';
import { documents, estateOf, targetOf } from './estate-builder.js';
import { verdictOn, verdictsOf } from './judging.js';
import { allMutants } from './all-mutants.js';
import { applied, goodStacks, planset } from './planset-builder.js';

const good = targetOf(estateOf({ ...documents, 'catalogue/systems.yaml#/systems/0/kind': 'platform' }));

/** Families whose mutants come with the issues that bring their rules. */
const ours = rules.filter(({ mutants = [] }) => mutants.length > 0);

describe('mutants of a good estate and plan set', () => {
  it('GIVEN no mutation WHEN every rule judges THEN everything that applies passes in both columns', async () => {
    const set = await planset(good, applied(goodStacks()));
    const poor = rules.flatMap(({ id }) => verdictsOf(id, good, set)).filter(({ status, recorded }) => status !== 'not-applicable' && (status !== 'pass' || recorded !== 'pass'));
    expect(poor.map(({ policy, subject, status, recorded, finding }) => `${policy} ${subject.object} ${status} (now ${recorded}): ${finding.en}`)).toEqual([]);
  });

  it.each(allMutants.map((mutant) => [mutant.name, mutant] as const))('%s: killed by the rule that names it', async (_name, { kills, ends = 'fail', reports, applied: recorded, changes = {}, mutate, file }) => {
    const stacks = recorded === true ? applied(goodStacks()) : goodStacks();
    const broken = mutate?.(stacks) ?? stacks;
    const estate = targetOf(estateOf({ ...documents, ...changes }));
    const verdict = verdictOn(verdictsOf(kills.policy, estate, await planset(estate, broken, file)), kills.object, kills.site);
    expect(`${verdict.status}: ${verdict.finding.en}`).toMatch(new RegExp(`^${ends}: `));
    expect(verdict.blocks).toBe(reports !== true);
  });

  it.each(ours.map((rule) => [rule.id, rule] as const))('%s declares what its mutants are, no more and no less', (id, { mutants = [] }) => {
    expect([...new Set(allMutants.filter(({ kills }) => kills.policy === id).map(({ mutator }) => mutator))].sort()).toEqual([...mutants].sort());
  });

  it('every rule that reads a plan set, and every rule of the families TEN, NET, MIG, ACC, SUP, CHG, EVI, RED and ENC, declares some', () => {
    const families = /^(TEN|NET|MIG|ACC|SUP|CHG|EVI|RED|ENC)-/;
    expect(rules.filter(({ id, reads, mutants = [] }) => mutants.length === 0 && (reads.includes('planset') || families.test(id))).map(({ id }) => id)).toEqual([]);
  });
});
