import { describe, expect, it } from 'vitest';
import { gatesApply, summarise } from '../../../policies/engine/summary.js';
import type { Verdict } from '../../../sites/model/verdict.js';

const text = { vi: 'v', en: 'e' };
const verdict = (more: Partial<Verdict>): Verdict => ({
  policy: 'RED-002',
  pack: 'design',
  severity: 'error',
  subject: { object: 'site/x' },
  causes: [],
  status: 'pass',
  blocks: false,
  recorded: 'pass',
  finding: text,
  evidence: [],
  remedy: text,
  fingerprint: 'f',
  ...more,
});
const failed = { status: 'fail', recorded: 'fail', blocks: true } as const;
const waived = { status: 'fail', recorded: 'fail', blocks: false, waived: { until: '2030-12-31', basis: 'Q V.2.b', reason: text, waiver: '/waivers/0' } } as const;

describe('the summary', () => {
  it('counts a waived failure as waived, and what is recorded as it is', () => {
    const { counts, recorded } = summarise([verdict({}), verdict(failed), verdict(waived), verdict({ status: 'unknown', recorded: 'unknown' }), verdict({ status: 'not-applicable', recorded: 'not-applicable' })]);
    expect(counts).toEqual({ pass: 1, fail: 1, waived: 1, unknown: 1, 'not-applicable': 1 });
    expect(recorded).toEqual({ pass: 1, fail: 2, unknown: 1, 'not-applicable': 1 });
  });

  it.each([
    ['all pass', [verdict({})], 0, true, 'redundant'],
    ['all will pass, nothing is recorded', [verdict({ recorded: 'unknown' })], 0, true, 'redundant after apply; what is recorded now does not show it'],
    ['a waived failure', [verdict(waived)], 0, true, 'not redundant today; waived until 2030-12-31'],
    ['a failure', [verdict(failed)], 1, false, 'not redundant'],
    ['a failure beside a waived one', [verdict(waived), verdict(failed)], 1, false, 'not redundant'],
    ['a warning', [verdict({ status: 'fail', severity: 'warning' })], 0, true, 'redundancy was not judged'],
    ['an unknown that blocks', [verdict({ status: 'unknown', blocks: true })], 1, false, 'redundancy cannot be known from what was read'],
    ['an unknown that does not', [verdict({ status: 'unknown' })], 0, true, 'redundancy cannot be known from what was read'],
    ['a warning that is unknown beside what passes', [verdict({}), verdict({ status: 'unknown', severity: 'warning' })], 0, true, 'redundancy cannot be known from what was read'],
    ['an unknown beside what passes only after apply', [verdict({ recorded: 'unknown' }), verdict({ status: 'unknown' })], 0, true, 'redundancy cannot be known from what was read'],
    ['an unknown beside a waived failure', [verdict(waived), verdict({ status: 'unknown' })], 0, true, 'not redundant today; waived until 2030-12-31; 1 more finding on redundancy cannot be known'],
    ['unknowns beside a failure', [verdict(failed), verdict({ status: 'unknown' })], 1, false, 'not redundant'],
    ['an unknown of something else', [verdict({}), verdict({ policy: 'TEN-001', status: 'unknown' })], 0, true, 'redundant'],
    ['nothing of redundancy', [verdict({ policy: 'NET-002' })], 0, true, 'redundancy was not judged'],
    ['operations fail', [verdict({ ...failed, policy: 'BAK-006', pack: 'operations' })], 1, true, 'redundancy was not judged'],
    ['a change rule fails', [verdict({ ...failed, policy: 'CHG-002', pack: 'operations' })], 1, false, 'redundancy was not judged'],
  ])('%s', (_name, verdicts, exit, applies, redundancy) => {
    const summary = summarise(verdicts);
    expect([summary.exit, summary.applies, summary.redundancy.en]).toEqual([exit, applies, redundancy]);
  });

  it('fails on waivers that do not hold or cover nothing', () => {
    const listed = { waiver: '/waivers/0', policy: 'RED-001', owner: 'a', approver: 'b', expires: '2030-12-31' as never };
    expect(summarise([], { refused: [], unused: [listed] })).toMatchObject({ exit: 1, waiverProblems: 1, applies: true });
    expect(summarise([], { refused: [{ ...listed, reason: 'expired', text }], unused: [] }).exit).toBe(1);
    expect(summarise([], { refused: [], unused: [] }).exit).toBe(0);
  });

  it.each([
    ['RED-001', 'design', true],
    ['CHG-001', 'operations', true],
    ['RED-010', 'operations', true],
    ['BAK-006', 'operations', false],
    ['REP-007', 'failover', true],
  ] as const)('%s in %s forbids apply: %s', (policy, pack, expected) => {
    expect(gatesApply({ policy, pack })).toBe(expected);
  });
});
