import { describe, expect, it } from 'vitest';
import { rules } from '../../../policies/engine/catalogue.js';
import { runRules } from '../../../policies/engine/run.js';
import { clauseDate, personKey } from '../../../policies/engine/waiver-validity.js';
import { applyWaivers, type WaiverContext, type WaiverReport } from '../../../policies/engine/waivers.js';
import { day, type Day } from '../../../sites/model/calendar.js';
import type { Estate } from '../../../sites/model/estate.js';
import type { Verdict } from '../../../sites/model/verdict.js';
import { estateOf, targetOf, today, type Changes } from '../estate-builder.js';
import { goodStacks, offline } from '../planset-builder.js';

const reason = { vi: 'Trung tâm chưa hoạt động', en: 'The site does not operate yet' };
const clause = { document: 'q', clause: 'V.2.b' };
const waiver = (more: object) => ({ policy: 'RED-001', owner: 'An', approver: 'Bình', reason, basis: clause, expires: '2030-12-31', ...more });
const both = (more: object = {}) => [waiver({ cause: 'site/ndc-02', ...more }), waiver({ cause: 'site/ndc-03', ...more })];

interface Options extends Partial<WaiverContext> {
  readonly changes?: Changes;
  readonly packs?: readonly string[];
}

/** Judges the base estate with waivers, offline, and applies them. */
function apply(waivers: readonly object[], { changes = {}, asOf = today, ...more }: Options = {}): { readonly verdicts: readonly Verdict[]; readonly report: WaiverReport; readonly estate: Estate } {
  const estate = estateOf({ 'waivers.yaml#/waivers': waivers, ...changes });
  const judged = runRules({ estate, planset: offline(goodStacks('ndc-01')), asOf, rules, packs: ['design'] });
  const targetPlanset = () => offline(goodStacks());
  return { ...applyWaivers(judged, { estate, asOf, rules, view: 'today', wholeEstate: true, targetPlanset, ...more }), estate };
}

const redundancy = ({ verdicts }: { readonly verdicts: readonly Verdict[] }): Verdict => {
  const found = verdicts.find(({ policy, subject }) => policy === 'RED-001' && subject.object === 'estate/thu');
  if (found === undefined) throw new Error('RED-001 has no verdict on the estate');
  return found;
};
const refusals = ({ report }: { readonly report: WaiverReport }): string[] => report.refused.map(({ reason: why }) => why);

describe('waivers by cause', () => {
  it('GIVEN a waiver for each cause WHEN the target passes THEN the failure is waived, never passed', () => {
    const result = apply(both());
    expect(redundancy(result)).toMatchObject({ status: 'fail', blocks: false, causes: ['site/ndc-02', 'site/ndc-03'], waived: { until: '2030-12-31', basis: 'Q V.2.b', reason } });
    expect(result.report).toMatchObject({ used: [{ cause: 'site/ndc-02', subjects: ['estate/thu'] }, { cause: 'site/ndc-03' }], unused: [], refused: [], expiring: [] });
  });

  it('one cause left open: not waived, and its waiver unused', () => {
    const result = apply([waiver({ cause: 'site/ndc-02' })]);
    expect(redundancy(result)).toMatchObject({ blocks: true });
    expect(redundancy(result).waived).toBeUndefined();
    expect(result.report.unused).toHaveLength(1);
  });

  it('a waiver of another policy covers nothing', () => {
    expect(redundancy(apply(both({ policy: 'CAP-002' }))).waived).toBeUndefined();
  });

  it('the earliest expiry counts', () => {
    const waivers = [waiver({ cause: 'site/ndc-02' }), waiver({ cause: 'site/ndc-03', expires: '2027-06-30' })];
    expect(redundancy(apply(waivers)).waived).toMatchObject({ until: '2027-06-30', waiver: '/waivers/1' });
  });

  it('the target must pass: a finding that would stay once the sites operate is not waived', () => {
    // NDC 02 cannot hold what fails over to it, so its operating would not mend CAP-002.
    const waivers = both({ policy: 'CAP-002' });
    const poor = { 'ndc-02.yaml#/nodePools/0/count': 0 };
    const of = (result: ReturnType<typeof apply>) => result.verdicts.find(({ policy }) => policy === 'CAP-002');
    expect(of(apply(waivers))?.waived).toBeDefined();
    expect(of(apply(waivers, { changes: poor }))).toMatchObject({ status: 'fail', blocks: true });
    expect(of(apply(waivers, { changes: poor }))?.waived).toBeUndefined();
  });

  it('a rule that reads the plan set needs the target set: without it nothing is waived', () => {
    const estate = estateOf({ 'waivers.yaml#/waivers': both() });
    const verdicts = runRules({ estate, planset: offline(goodStacks('ndc-01')), asOf: today, rules, packs: ['design'] });
    const result = applyWaivers(verdicts, { estate, asOf: today, rules, view: 'today', wholeEstate: true });
    expect(redundancy(result).waived).toBeUndefined();
  });

  it('lapses when the site operates: it covers nothing and is to be removed', () => {
    const result = apply(both(), { changes: { 'ndc-02.yaml#/phase': 'operating' } });
    expect(refusals(result)).toEqual(['lapsed']);
    // What is left has one cause, and the other waiver covers it.
    expect(redundancy(result)).toMatchObject({ causes: ['site/ndc-03'], waived: { waiver: '/waivers/1' } });
    expect(result.report.used.map(({ cause }) => cause)).toEqual(['site/ndc-03']);
  });

  it('in the target view lapsing and disuse are no news', () => {
    const estate = targetOf(estateOf({ 'waivers.yaml#/waivers': both() }));
    const verdicts = runRules({ estate, planset: offline(goodStacks()), asOf: today, rules, packs: ['design'] });
    const { report } = applyWaivers(verdicts, { estate, asOf: today, rules, view: 'target', wholeEstate: true });
    expect(report).toMatchObject({ used: [], unused: [], refused: [], expiring: [] });
  });
});

describe('waivers by fingerprint', () => {
  const changes = { 'ndc-01.yaml#/services/dns/site': 'ndc-02' };
  const failing = () => apply([], { changes }).verdicts.find(({ policy, status }) => policy === 'RED-007' && status === 'fail');

  it('bind to one finding, and to nothing once it changes', () => {
    const fingerprint = failing()?.fingerprint ?? '';
    const waivers = [waiver({ policy: 'RED-007', fingerprint: fingerprint.slice(0, 16), basis: undefined, expires: '2027-06-30' })];
    const of = (result: ReturnType<typeof apply>) => result.verdicts.find(({ policy, status }) => policy === 'RED-007' && status === 'fail');
    expect(of(apply(waivers, { changes }))?.waived).toMatchObject({ until: '2027-06-30', basis: '' });
    const other = apply(waivers, { changes: { 'ndc-01.yaml#/services/dns/site': 'ndc-03' } });
    expect(of(other)?.waived).toBeUndefined();
    expect(other.report.unused).toHaveLength(1);
  });
});

describe('whether a waiver holds', () => {
  const single = (more: object, options: Options = {}) => apply([waiver({ cause: 'site/ndc-02', ...more })], options);

  it.each([
    ['on its last day', '2027-06-30', '2027-06-30', []],
    ['a day after', '2027-06-30', '2027-07-01', ['expired']],
  ])('%s', (_name, expires, asOf, expected) => {
    expect(refusals(single({ expires }, { asOf: day(asOf) }))).toEqual(expected);
  });

  it.each([
    ['An', 'Bình', []],
    ['An', 'An', ['same-person']],
    ['Nguyễn Văn An', 'nguyễn  văn AN ', ['same-person']],
    ['Bình'.normalize('NFC'), 'Bình'.normalize('NFD'), ['same-person']],
    ['An', 'A\u200bn', ['same-person']],
    ['Bình', 'Binh', []],
  ])('owner %s, approver %s', (owner, approver, expected) => {
    expect(refusals(single({ owner, approver }))).toEqual(expected);
  });

  it.each([
    ['400 days ahead without a clause', '2027-12-27', undefined, {}, []],
    ['401 days ahead without a clause', '2027-12-28', undefined, {}, ['too-far-ahead']],
    ["up to the clause's date", '2030-12-31', clause, {}, []],
    ["a day past the clause's date", '2031-01-01', clause, {}, ['beyond-clause']],
    ['a clause nobody dated, within 400 days', '2027-12-27', { document: 'q', clause: 'X.9' }, {}, []],
    ['a clause nobody dated, beyond 400 days', '2027-12-28', { document: 'q', clause: 'X.9' }, {}, ['clause-without-date']],
    ['past the day its document goes out of force', '2029-07-01', clause, { 'catalogue/legal.yaml#/sources/0/inForceTo': '2029-06-30' }, ['beyond-clause']],
    ['on the day its document goes out of force', '2029-06-30', clause, { 'catalogue/legal.yaml#/sources/0/inForceTo': '2029-06-30' }, []],
  ])('%s', (_name, expires, basis, changes, expected) => {
    expect(refusals(single({ expires, basis }, { changes }))).toEqual(expected);
  });

  it.each([
    ['a rule that does not exist', { policy: 'RED-999' }, ['unknown-policy']],
    ['a site that does not exist', { cause: 'site/ndc-09' }, ['unknown-site']],
    ['a cause that is no site', { cause: 'link/ndc-01' }, ['unknown-site']],
  ])('%s', (_name, more, expected) => {
    const result = single(more);
    expect(refusals(result)).toEqual(expected);
    expect(result.report.refused[0]?.text.vi).not.toBe(result.report.refused[0]?.text.en);
  });

  it('the milestone of the law does not slip with a site', () => {
    const estate = estateOf();
    expect(clauseDate(estate, clause)).toBe('2030-12-31');
    expect(clauseDate(estate, { document: 'q', clause: 'none' })).toBeUndefined();
    const bySite = estateOf({ 'catalogue/estate.yaml#/milestones': [] });
    expect(clauseDate(bySite, clause)).toBe('2030-12-31');
  });

  it('compares people as readers do', () => {
    expect(personKey('  TRẦN\u00a0 Văn  Đức ')).toBe('trần văn đức');
  });
});

describe('what is reported', () => {
  it.each([
    [30, ['2026-12-22'], 1],
    [31, ['2026-12-23'], 0],
    [0, ['2026-11-22'], 1],
  ])('expiring in %i days', (days, [expires], listed) => {
    const { report } = apply([waiver({ cause: 'site/ndc-02', expires })]);
    expect(report.expiring.map((entry) => entry.days)).toEqual(listed === 1 ? [days] : []);
  });

  it.each([
    ['today, whole estate', 'today', true, 1],
    ['today, a part', 'today', false, 0],
    ['target, whole estate', 'target', true, 0],
  ] as const)('unused in %s: %s %s %i', (_name, view, wholeEstate, expected) => {
    expect(apply([waiver({ policy: 'NET-002', cause: 'site/ndc-02' })], { view, wholeEstate }).report.unused).toHaveLength(expected);
  });

  it('a refused waiver covers nothing', () => {
    const expired: Day = day('2031-01-01');
    expect(redundancy(apply(both(), { asOf: expired })).waived).toBeUndefined();
    expect(redundancy(apply(both({ approver: 'An' }))).waived).toBeUndefined();
  });
});
