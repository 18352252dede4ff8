import { describe, expect, it } from 'vitest';
import { differencesOf, type Judged } from '../../../policies/evidence/compare.js';
import { day } from '../../../sites/model/calendar.js';
import type { Verdict } from '../../../sites/model/verdict.js';

const verdict = (more: Partial<Verdict> = {}): Judged['verdicts'][number] => ({ policy: 'TEN-001', subject: { object: 'environment/a', site: 'ndc-01' }, fingerprint: 'f'.repeat(64), status: 'pass', recorded: 'pass', blocks: false, ...more });
const judged = (more: { readonly parts?: Partial<Judged['parts']>; readonly verdicts?: Judged['verdicts'] } = {}): Judged => ({
  parts: {
    estate: { id: 'thu', digest: 'sha256:1', asOf: '2026-11-01', view: 'today', packs: ['design'], scenario: { asOf: day('2026-11-01'), lose: [], delay: {}, phase: 'as-recorded', add: [] } },
    inputs: { planset: { id: 'p', digest: 'sha256:5' }, documents: [{ stack: 'a', site: 'ndc-01', from: 'plan', document: 'a.json', digest: 'sha256:2' }, { stack: 'b', site: 'ndc-01', from: 'absent' }] },
    rules: [{ id: 'TEN-001', version: 1, digest: 'sha256:3', from: 'toolkit' }, { id: 'ORG-001', version: 1, digest: 'sha256:4', from: 'own', file: 'ORG-001.yaml' }],
    ...more.parts,
  },
  verdicts: more.verdicts ?? [verdict()],
});
const base = judged();
const texts = (again: Judged): string[] => differencesOf(base, again).map((difference) => `${difference.in}: ${difference.text.en}`);

describe('judging again', () => {
  it('to the same from the same differs in nothing, whatever the order', () => {
    const two = [verdict(), verdict({ subject: { object: 'environment/b' } })];
    expect(differencesOf(judged({ verdicts: two }), judged({ verdicts: [...two].reverse() }))).toEqual([]);
  });

  it.each<[string, Judged, string[]]>([
    ['other data', judged({ parts: { estate: { ...base.parts.estate, digest: 'sha256:9' } } }), ['estate: the data differ (sha256:9; the evidence names sha256:1)']],
    ['another estate', judged({ parts: { estate: { ...base.parts.estate, id: 'khac' } } }), ['estate: the data are of the estate "khac", the evidence is of "thu"']],
    ['another view', judged({ parts: { estate: { ...base.parts.estate, view: 'target' } } }), ['estate: judged as "target", the evidence as "today"']],
    ['another document', judged({ parts: { inputs: { ...base.parts.inputs, documents: [{ stack: 'a', site: 'ndc-01', from: 'plan', document: 'x.json', digest: 'sha256:8' }, { stack: 'b', site: 'ndc-01', from: 'absent' }] } } }), ['input: the document of stack a (x.json) differs (sha256:8; the evidence names sha256:2)']],
    ['a document less', judged({ parts: { inputs: { ...base.parts.inputs, documents: [{ stack: 'a', site: 'ndc-01', from: 'absent' }, { stack: 'b', site: 'ndc-01', from: 'absent' }] } } }), ['input: the document of stack a (a.json) is missing']],
    ['a document more', judged({ parts: { inputs: { ...base.parts.inputs, documents: [...base.parts.inputs.documents, { stack: 'c', site: 'ndc-01', from: 'plan', digest: 'sha256:7' }] } } }), ['input: the document of stack c is not in the evidence']],
    ['another planset.json', judged({ parts: { inputs: { ...base.parts.inputs, planset: { id: 'p', digest: 'sha256:6' } } } }), ['input: planset.json differs']],
    ['another rule of the toolkit', judged({ parts: { rules: [{ id: 'TEN-001', version: 2, digest: 'sha256:0', from: 'toolkit' }, base.parts.rules[1] ?? { id: '', version: 0, digest: '', from: 'own' }] } }), ['rule: rule TEN-001 differs (version 2; the evidence names 1)']],
    ['other content of a rule under the same version', judged({ parts: { rules: [{ id: 'TEN-001', version: 1, digest: 'sha256:0', from: 'toolkit' }, base.parts.rules[1] ?? { id: '', version: 0, digest: '', from: 'own' }] } }), ['rule: rule TEN-001 has other content under the same version number, 1']],
    ['without the own rules', judged({ parts: { rules: base.parts.rules.slice(0, 1) } }), ['rule: the own rule ORG-001 (ORG-001.yaml) is not there; name its folder with --rules']],
    ['without a rule of the toolkit', judged({ parts: { rules: base.parts.rules.slice(1) } }), ['rule: this toolkit has no rule TEN-001, or it is not in force']],
    ['a rule more', judged({ parts: { rules: [...base.parts.rules, { id: 'ORG-002', version: 1, digest: 'sha256:4', from: 'own' }] } }), ['rule: rule ORG-002 is not in the evidence']],
    ['another status', judged({ verdicts: [verdict({ status: 'fail' })] }), [`verdict: TEN-001 environment/a @ ndc-01: failed (recorded now: passed) ${'f'.repeat(12)}; the evidence says passed ${'f'.repeat(12)}`]],
    ['another fingerprint', judged({ verdicts: [verdict({ fingerprint: 'e'.repeat(64) })] }), [`verdict: TEN-001 environment/a @ ndc-01: passed ${'e'.repeat(12)}; the evidence says passed ${'f'.repeat(12)}`]],
    ['another record', judged({ verdicts: [verdict({ recorded: 'fail' })] }), [expect.stringContaining('verdict: TEN-001 environment/a @ ndc-01')]],
    ['a waiver more', judged({ verdicts: [verdict({ waived: { until: '2027-01-01', basis: '', reason: { vi: 'a', en: 'a' }, waiver: '/waivers/0' } })] }), [expect.stringContaining(': waived ffffffffffff; the evidence says passed')]],
    ['a verdict less', judged({ verdicts: [] }), [`verdict: TEN-001 environment/a @ ndc-01: none; the evidence says passed ${'f'.repeat(12)}`]],
  ])('with %s says so', (_what, again, expected) => {
    expect(texts(again)).toEqual(expected);
  });

  it('says so in Vietnamese words alone', () => {
    const again = judged({ parts: { estate: { ...base.parts.estate, view: 'target' } }, verdicts: [verdict({ status: 'fail' })] });
    expect(differencesOf(base, again).map(({ text }) => text.vi)).toEqual([
      'xét theo "mục tiêu", bằng chứng theo "hôm nay"',
      `TEN-001 environment/a @ ndc-01: không đạt (hiện trạng: đạt) ${'f'.repeat(12)}, bằng chứng ghi đạt ${'f'.repeat(12)}`,
    ]);
  });
});
