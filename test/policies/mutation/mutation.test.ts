import { beforeAll, describe, expect, it } from 'vitest';
import { rules } from '../../../policies/engine/catalogue.js';
import { mutators } from '../../../policies/engine/mutators.js';
import type { Rule } from '../../../policies/engine/rule.js';
import { report } from './report.js';
import { holds, mutate, type Mutation } from './run.js';
import { SmallEstate } from './small-estate.js';
import { synthesisedTrials } from './synthesised.js';
import { killersOf, type Trial } from './trial.js';
import { writtenTrials } from './written.js';

const small = new SmallEstate();
const found = synthesisedTrials(small);
const trials = [...writtenTrials, ...found];

describe('every mutant that a rule claims', () => {
  let mutation: Mutation;
  beforeAll(async () => {
    mutation = await mutate(trials, rules, { judges: 'claimants' });
  }, 600_000);

  it('is killed by that rule', () => {
    expect(mutation.survivors.map(({ name, by = '' }) => `${by}: ${name}`)).toEqual([]);
    expect(mutation.judged.filter(({ by }) => by !== undefined).length).toBeGreaterThan(400);
  });

  it('names a rule that is there, and every mutator a rule declares has one', () => {
    expect(mutation.strangers).toEqual([]);
    expect(mutation.missing).toEqual([]);
  });

  it('leaves no mutator of the catalogue without a rule', () => {
    expect(mutation.undeclared).toEqual([]);
  });

  it('is of a kind the catalogue of mutators knows, and has a name of its own', () => {
    for (const { mutator } of trials) expect(Object.keys(mutators)).toContain(mutator);
    expect(new Set(found.map(({ name }) => name)).size).toBe(found.length);
  });
});

describe('what mutants are made from', () => {
  it('passes: a rule that fails before anything is broken would kill by accident', () => {
    const claimants = new Set(found.flatMap(({ by }) => by ?? []));
    const rows = small.verdicts(rules.filter(({ id }) => claimants.has(id)));
    for (const id of claimants) expect(rows.filter(({ policy, status }) => policy === id && status === 'pass').length).toBeGreaterThan(0);
    // SUP-001 knows no digests of the small estate's charts; its other rows pass.
    expect(rows.filter(({ status }) => status === 'fail').map(({ policy, subject }) => `${policy} ${subject.object}`)).toEqual([]);
  });

  it('an edit that changes nothing, and a stack that is not there, are mistakes of the mutant', () => {
    expect(() => small.verdicts(rules, { 'ndc-01-platform': () => undefined })).toThrow('an edit of ndc-01-platform changes nothing');
    expect(() => small.verdicts(rules, { 'ndc-09-platform': null })).toThrow('has no stack ndc-09-platform');
  });
});

describe('a rule that does not keep its word', () => {
  const blind = rules.map((rule): Rule => (rule.id === 'TEN-002' ? { ...rule, check: () => [{ subject: { object: 'x' }, status: 'pass', finding: { vi: 'x', en: 'x' }, evidence: [] }] } : rule));
  const about = (id: string): Trial[] => trials.filter(({ by }) => by === id);

  it('lets its mutants survive, and that fails the run', async () => {
    const mutation = await mutate(about('TEN-002'), blind, { judges: 'claimants' });
    expect(mutation.survivors).toHaveLength(about('TEN-002').length);
    expect(mutation.survivors.length).toBeGreaterThan(5);
    expect(holds({ ...mutation, missing: [] })).toBe(false);
    expect(report(mutation)).toMatch(/Survivors: a rule claims to notice and does not \(\d+\)\n {2}TEN-002: /);
  });

  it('by declaring a mutator of which there is no mutant fails the run', async () => {
    const boastful = rules.map((rule): Rule => (rule.id === 'TEN-002' ? { ...rule, mutants: [...(rule.mutants ?? []), 'drop-standby'] } : { ...rule, mutants: [] }));
    const mutation = await mutate(about('TEN-002'), boastful, { judges: 'claimants' });
    expect(mutation.missing).toEqual([{ rule: 'TEN-002', mutator: 'drop-standby' }]);
    expect([mutation.survivors, holds(mutation)]).toEqual([[], false]);
  });

  it('by leaving while its mutants stay fails the run', async () => {
    const mutation = await mutate(about('TEN-002').slice(0, 1), rules.filter(({ id }) => id !== 'TEN-002').map((rule) => ({ ...rule, mutants: [] })), { judges: 'claimants' });
    expect([mutation.strangers.length, mutation.survivors.length, holds(mutation)]).toEqual([1, 0, false]);
  });
});

describe('who notices', () => {
  const row = (policy: string, status: 'pass' | 'fail' | 'unknown' | 'not-applicable', object = 'x') => ({ policy, status, subject: { object } }) as Parameters<typeof killersOf>[0][number];

  it.each<[string, Parameters<typeof killersOf>, string[]]>([
    ['a row that fails now', [[row('A', 'pass')], [row('A', 'fail')]], ['A']],
    ['a row that is unknown now', [[row('A', 'pass')], [row('A', 'unknown')]], ['A']],
    ['a new row that fails', [[], [row('A', 'fail')]], ['A']],
    ['a row that failed before', [[row('A', 'fail')], [row('A', 'fail')]], []],
    ['a row that is gone', [[row('A', 'pass')], []], []],
    ['a row that only became better', [[row('A', 'fail')], [row('A', 'unknown')]], []],
    ['another row of the same rule', [[row('A', 'fail')], [row('A', 'fail'), row('A', 'fail', 'y')]], ['A']],
  ])('%s', (_what, given, expected) => {
    expect(killersOf(...given)).toEqual(expected);
  });
});
