import { describe, expect, it } from 'vitest';
import type { ListedWaiver, WaiverReport } from '../../policies/engine/waivers.js';
import { day } from '../../sites/model/calendar.js';
import type { Verdict } from '../../sites/model/verdict.js';
import { waiversText } from '../../bin/present/waivers.js';
import { needlessOf, supposes, waiversOf } from '../../bin/waiver-notes.js';

const view = { lang: 'en', columns: 400, colour: false } as const;
const waiver = (cause: string, policy = 'RED-001'): ListedWaiver => ({ waiver: '/waivers/0', policy, cause, owner: 'a', approver: 'b', expires: day('2030-12-31') });
const report = (more: Partial<WaiverReport>): WaiverReport => ({ used: [], unused: [], expiring: [], refused: [], ...more });
const verdict = (more: Partial<Verdict>): Verdict => ({
  policy: 'RED-001',
  pack: 'design',
  severity: 'error',
  subject: { object: 'estate/vn' },
  causes: [],
  status: 'fail',
  blocks: true,
  recorded: 'fail',
  finding: { vi: 'Thiếu.', en: 'One is missing.' },
  evidence: [],
  remedy: { vi: '', en: '' },
  fingerprint: 'f',
  ...more,
});
const waived = { until: '2030-12-31', basis: '', reason: { vi: '', en: '' }, waiver: '/waivers/0' };

describe('why a waiver covers nothing', () => {
  it.each<[string, readonly Verdict[], object]>([
    ['its rule passes', [verdict({ status: 'pass' })], { because: 'covers-nothing' }],
    ['its rule is waived by others', [verdict({ waived })], { because: 'covers-nothing' }],
    ['another rule fails', [verdict({ policy: 'CAP-002' })], { because: 'covers-nothing' }],
    [
      'the failure it names has a cause that nothing covers',
      [verdict({ subject: { object: 'site/x' } }), verdict({ causes: ['site/ndc-02', 'site/ndc-03'] })],
      { because: 'masked', by: { subject: 'estate/vn', finding: { vi: 'Thiếu.', en: 'One is missing.' }, causes: ['site/ndc-03'] } },
    ],
    ['its rule fails on something it does not name', [verdict({ subject: { object: 'site/ndc-01' } })], { because: 'masked', by: { subject: 'site/ndc-01', finding: { vi: 'Thiếu.', en: 'One is missing.' }, causes: [] } }],
  ])('%s', (_, verdicts, expected) => {
    expect(waiversOf({ waivers: report({ unused: [waiver('site/ndc-02')] }), idle: [], verdicts }).unused).toEqual([{ policy: 'RED-001', on: 'site/ndc-02', ...expected }]);
  });

  it('sites are taken as lost or late', () => {
    expect(waiversOf({ waivers: report({}), idle: [waiver('site/ndc-02')], verdicts: [] }).unused).toEqual([{ policy: 'RED-001', on: 'site/ndc-02', because: 'what-if' }]);
  });

  it('a cause that a used waiver covers is not named as open', () => {
    const masked = waiversOf({ waivers: report({ unused: [waiver('site/ndc-02')], used: [{ ...waiver('site/ndc-03'), subjects: [] }] }), idle: [], verdicts: [verdict({ causes: ['site/ndc-02', 'site/ndc-03'] })] });
    expect(masked.unused[0]?.by?.causes).toEqual([]);
  });
});

it('only those that nothing needs are called unused in a headline', () => {
  const judged = (verdicts: readonly Verdict[]) => ({ waivers: report({ unused: [waiver('site/ndc-02'), waiver('site/ndc-02', 'NET-002')] }), idle: [waiver('site/ndc-03')], verdicts });
  expect(needlessOf(judged([])).map(({ policy }) => policy)).toEqual(['RED-001', 'NET-002']);
  expect(needlessOf(judged([verdict({})])).map(({ policy }) => policy)).toEqual(['NET-002']);
});

describe('what is said of it', () => {
  const said = (verdicts: readonly Verdict[], idle: readonly ListedWaiver[] = [], lang: 'vi' | 'en' = 'en'): string =>
    waiversText(waiversOf({ waivers: report({ unused: idle.length > 0 ? [] : [waiver('site/ndc-02')] }), idle, verdicts }), { ...view, lang });

  it('asks for its removal only where nothing needs it', () => {
    expect(said([])).toBe('The waiver of RED-001 (site/ndc-02) covers nothing; remove it.');
    expect(said([verdict({ causes: ['site/ndc-02', 'site/ndc-03'] })])).toBe('The waiver of RED-001 (site/ndc-02) has no effect yet: the finding on estate/vn also stems from site/ndc-03, which no waiver covers.');
    expect(said([verdict({})])).toBe('The waiver of RED-001 (site/ndc-02) has no effect while RED-001 fails on estate/vn for a reason no waiver covers (One is missing). Mend that first, then see whether the waiver is still needed.');
    expect(said([], [waiver('site/ndc-02')])).toBe('The waiver of RED-001 (site/ndc-02) covers nothing under this what-if; that says nothing of the estate as recorded.');
  });

  it('in Vietnamese too', () => {
    for (const text of [said([], [], 'vi'), said([verdict({ causes: ['site/ndc-02', 'site/ndc-03'] })], [], 'vi'), said([verdict({})], [], 'vi'), said([], [waiver('site/ndc-02')], 'vi')]) {
      expect(text).toMatch(/^Miễn trừ RED-001 \(site\/ndc-02\) /);
      expect(text).not.toMatch(/\b(the|covers|waiver|while)\b/);
    }
  });
});

it.each([
  [{ lose: ['site/ndc-01'], delay: {} }, true],
  [{ lose: [], delay: { 'ndc-02': 4 } }, true],
  [{ lose: [], delay: {} }, false],
])('%j supposes something of the sites: %s', (scenario, expected) => {
  expect(supposes({ asOf: day('2026-11-01'), phase: 'as-recorded', add: [], ...scenario })).toBe(expected);
});
