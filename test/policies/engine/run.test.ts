import { describe, expect, it } from 'vitest';
import { rules } from '../../../policies/engine/catalogue.js';
import { fingerprintOf } from '../../../policies/engine/fingerprint.js';
import { UndeclaredInput } from '../../../policies/engine/input.js';
import type { Judgement, Rule } from '../../../policies/engine/rule.js';
import { runRules, rulesInForce } from '../../../policies/engine/run.js';
import { day, quarter } from '../../../sites/model/calendar.js';
import { estateOf, today } from '../estate-builder.js';
import { goodStacks, offline } from '../planset-builder.js';

const text = { vi: 'v', en: 'e' };
const found: Judgement = { subject: { object: 'site/ndc-01' }, status: 'pass', finding: text, evidence: [] };
const rule = (more: Partial<Rule>): Rule => ({
  id: 'TST-001',
  version: 1,
  title: text,
  explanation: text,
  severity: 'error',
  pack: 'design',
  legal: [],
  reads: ['estate'],
  unknownBlocks: false,
  emptyPopulation: 'fail',
  check: () => [found],
  remedy: text,
  ...more,
});
const estate = estateOf();
const run = (one: Rule, packs: readonly ('design' | 'operations' | 'failover')[] = ['design']) => runRules({ estate, planset: offline(goodStacks('ndc-01')), asOf: today, rules: [one], packs });

describe('selecting rules', () => {
  it('by pack', () => {
    expect(run(rule({ pack: 'operations' }))).toEqual([]);
    expect(run(rule({ pack: 'operations' }), ['design', 'operations'])).toHaveLength(1);
  });

  it.each([
    ['2026-11-21', undefined, true],
    ['2026-11-22', undefined, true],
    ['2026-11-23', undefined, false],
    ['2026-Q4', undefined, true],
    [undefined, '2026-11-22', true],
    [undefined, '2026-11-21', false],
    [undefined, '2026-Q4', true],
    [undefined, '2026-Q3', false],
  ])('in force from %s to %s: %s', (from, to, expected) => {
    const dated = (text_: string) => (text_.includes('Q') ? quarter(text_) : day(text_));
    const one = rule({ ...(from === undefined ? {} : { effectiveFrom: dated(from) }), ...(to === undefined ? {} : { effectiveTo: dated(to) }) });
    expect(rulesInForce([one], ['design'], today).length === 1).toBe(expected);
  });
});

describe('what a rule is given', () => {
  it('throws where it reads what it does not declare', () => {
    expect(() => run(rule({ reads: ['estate'], check: ({ planset }) => (planset === undefined ? [] : [found]) }))).toThrow(UndeclaredInput);
    expect(() => run(rule({ reads: ['planset'], check: ({ estate: read }) => (read.digest === '' ? [] : [found]) }))).toThrow('TST-001 reads estate without declaring it');
    expect(() => run(rule({ reads: ['estate'], check: (input) => (Object.keys({ ...input }).includes('planset') ? [] : [found]) }))).not.toThrow();
  });

  it('hands over what it declares', () => {
    const [verdict] = run(rule({ reads: ['estate', 'planset'], check: ({ planset, estate: read }) => (planset?.mode === 'offline' && read.settings.id === 'thu' ? [found] : []) }));
    expect(verdict?.status).toBe('pass');
  });

  it.each(rules.map((one) => [one.id, one] as const))('%s reads only what it declares', (_id, one) => {
    expect(() => runRules({ estate, planset: offline(goodStacks('ndc-01')), asOf: today, rules: [one], packs: ['design', 'operations', 'failover'] })).not.toThrow();
  });
});

describe('verdicts', () => {
  it.each(['fail', 'not-applicable'] as const)('of an empty population: %s', (emptyPopulation) => {
    expect(run(rule({ check: () => [], emptyPopulation }))).toMatchObject([{ status: emptyPopulation, subject: { object: 'estate/thu' } }]);
  });

  it.each([
    ['fail', 'error', false, false, true],
    ['fail', 'warning', false, false, false],
    ['unknown', 'error', true, false, true],
    ['unknown', 'error', false, false, false],
    ['unknown', 'error', true, true, false],
    ['fail', 'error', true, true, true],
    ['pass', 'error', true, false, false],
    ['not-applicable', 'error', true, false, false],
  ] as const)('%s, %s, unknown blocks %s, declared absence %s: blocks %s', (status, severity, unknownBlocks, declaredAbsence, blocks) => {
    expect(run(rule({ unknownBlocks, check: () => [{ ...found, status, severity, declaredAbsence }] }))[0]?.blocks).toBe(blocks);
  });

  it('carry the second column, which is the first where a rule names none', () => {
    expect(run(rule({ check: () => [{ ...found, recorded: 'unknown' }, found] })).map(({ status, recorded }) => [status, recorded])).toEqual([
      ['pass', 'unknown'],
      ['pass', 'pass'],
    ]);
  });

  it('show nothing that is hostile to a terminal', () => {
    const evil = '\u001b[2J\u202egp\u0007';
    const [verdict] = run(rule({ check: () => [{ ...found, subject: { object: `x/${evil}`, address: evil }, finding: { vi: evil, en: evil }, evidence: [{ what: { vi: evil, en: evil }, found: evil }] }] }));
    expect(JSON.parse(JSON.stringify(verdict))).toMatchObject({ finding: { en: '\\u001b[2J\\u202egp\\u0007' }, subject: { address: '\\u001b[2J\\u202egp\\u0007' } });
    // eslint-disable-next-line no-control-regex -- control characters are what must not be there
    expect(Object.values(verdict?.finding ?? {}).join('')).not.toMatch(/[\u0000-\u001f\u202e]/);
  });
});

describe('fingerprints', () => {
  const subject = { object: 'site/ndc-01', site: 'ndc-01' };
  const evidence = [
    { what: { vi: 'a', en: 'a' }, found: '1', pointer: '/x' },
    { what: { vi: 'b', en: 'b' }, found: '2' },
  ];
  const print = fingerprintOf({ id: 'A', version: 1 }, subject, evidence);

  it.each([
    ['order of evidence', { id: 'A', version: 1 }, subject, [...evidence].reverse(), true],
    ['where a value stood', { id: 'A', version: 1 }, subject, evidence.map(({ what, found: value }) => ({ what, found: value, pointer: '/y' })), true],
    ['the construct path', { id: 'A', version: 1 }, { ...subject, constructPath: 'p' }, evidence, true],
    ['composition of characters', { id: 'A', version: 1 }, subject, evidence.map((entry) => ({ ...entry, found: entry.found.normalize('NFD') })), true],
    ['the version', { id: 'A', version: 2 }, subject, evidence, false],
    ['the rule', { id: 'B', version: 1 }, subject, evidence, false],
    ['the subject', { id: 'A', version: 1 }, { ...subject, site: 'ndc-02' }, evidence, false],
    ['a value', { id: 'A', version: 1 }, subject, [{ what: { vi: 'a', en: 'a' }, found: '3' }, ...evidence.slice(1)], false],
  ])('%s', (_name, one, about, values, same) => {
    expect(fingerprintOf(one, about, values) === print).toBe(same);
    expect(print).toMatch(/^[0-9a-f]{64}$/);
  });
});
