import { describe, expect, it } from 'vitest';
import type { AuditData } from '../../../bin/commands/audit.js';
import { scenarioText, text } from '../../../bin/present/audit.js';
import { day } from '../../../sites/model/calendar.js';
import type { Estate } from '../../../sites/model/estate.js';
import type { Verdict } from '../../../sites/model/verdict.js';

const view = { lang: 'en', columns: 120, colour: false } as const;
const scenario = (more: Partial<Estate['scenario']> = {}): Estate['scenario'] => ({ asOf: day('2026-11-01'), phase: 'as-recorded', lose: [], delay: {}, add: [], ...more });
const counts = { pass: 3, fail: 0, waived: 0, unknown: 0, 'not-applicable': 0 };

const data = (more: Partial<AuditData> = {}): AuditData => ({
  asOf: day('2026-11-01'),
  view: 'today',
  estate: { id: 'vn', digest: 'sha256:0', scenario: scenario() },
  packs: ['design'],
  planset: { id: 'P', created: '2026-11-01T00:00:00Z', scope: { sites: 'all', organisations: 'all', stacks: 'all' }, engine: { kind: 'tofu', version: '1.9.0' }, accepted: [], providers: [], clusters: {} },
  assurance: { level: 'A', text: { vi: 'Mức A.', en: 'Level A.' }, computed: 'A', reasons: [] },
  decidable: { decided: [], partly: [], notApplicable: [], undecided: [], ask: [] },
  read: [],
  summary: { counts, recorded: counts, blocking: [], blocksApply: [], debts: [], warnings: [], waiverProblems: 0, exit: 0, applies: true, redundancy: { vi: 'có dự phòng', en: 'redundant' } },
  verdicts: [],
  waivers: { used: [], unused: [], expiring: [], refused: [] },
  quoted: [],
  rules: [],
  places: [],
  statement: { digest: 'sha256:0', text: { vi: 'Tôi đã đọc.', en: 'I have read.' }, fields: [{ vi: 'Chữ ký', en: 'Signature' }], limits: [{ vi: 'Không chứng minh gì.', en: 'It proves nothing.' }] },
  assumptions: [
    { text: { vi: 'a', en: 'a' }, policies: ['RED-001'] },
    { text: { vi: 'b', en: 'b' }, policies: ['RED-001'], pointer: '/sites/ndc-01/phase' },
    { text: { vi: 'c', en: 'c' }, policies: ['RED-001'], pointer: '/sites/ndc-02/phase' },
  ],
  passed: true,
  connection: 'production',
  idle: [],
  assumedValues: 3214,
  ...more,
});

describe('the first line', () => {
  const verdict = (policy: string, status: Verdict['status'], more: object = {}): Verdict => ({ policy, subject: { object: 'estate/vn' }, status, recorded: status, severity: 'error', blocks: false, finding: { vi: 'x', en: 'x' }, remedy: { vi: 'y', en: 'y' }, evidence: [], fingerprint: `${policy}${status}`, ...more }) as unknown as Verdict;
  const first = (verdicts: Verdict[], lang: 'vi' | 'en' = 'en'): string => text(data({ verdicts }), { ...view, lang, columns: 500 }).split('\n')[0] ?? '';

  it('says how many rules failed or are open, and which, before it speaks of redundancy', () => {
    const some = [verdict('TEN-001', 'fail'), verdict('TEN-001', 'fail', { subject: { object: 'environment/a' } }), verdict('CHG-002', 'unknown'), verdict('RED-001', 'fail', { waived: {} }), verdict('NET-001', 'pass')];
    expect(first(some)).toBe('plan set P: 1 rule failed (TEN-001), 1 rule unknown (CHG-002); redundant');
    expect(first(some, 'vi')).toBe('bộ kế hoạch P: 1 quy tắc không đạt (TEN-001), 1 quy tắc chưa đủ căn cứ (CHG-002); có dự phòng');
  });

  it('names a few of many, and none where none failed', () => {
    const many = ['A', 'B', 'C', 'D', 'E', 'F', 'G'].map((letter) => verdict(`TEN-00${letter}`, 'fail'));
    expect(first(many)).toMatch(/: 7 rules failed \(TEN-00A, .*TEN-00F, …\); redundant$/);
    expect(first([verdict('NET-001', 'pass')])).toBe('plan set P: redundant');
  });
});

describe('the report of an audit', () => {
  it('names the connection and the scenario it was judged under', () => {
    expect(text(data(), view)).toContain('\n  connection production, estate vn, scenario as-recorded, as of 2026-11-01\n');
    expect(text(data({ connection: 'x\u001b[2J' }), view)).toContain('x\\u001b[2J');
  });

  it('names what fails as recorded now, in the words of that column', () => {
    const verdict = (index: number, more: Partial<Verdict> = {}): Verdict => ({
      policy: 'TEN-001', pack: 'design', severity: 'error', subject: { object: `environment/e${index}`, site: 'ndc-01' }, causes: [], status: 'pass', blocks: false, recorded: 'fail',
      recordedFinding: { vi: 'Chưa có hạn mức.', en: 'No quota is recorded.' }, finding: { vi: 'Đủ.', en: 'The full size.' }, evidence: [], remedy: { vi: 'x', en: 'x' }, fingerprint: 'f'.repeat(64), ...more,
    });
    const said = text(data({ verdicts: [0, 1, 2, 3].map((index) => verdict(index)) }), view);
    expect(said).toContain('Fails as recorded now, and no longer once applied\n  TEN-001 (4)\n    environment/e0 ndc-01: No quota is recorded.\n');
    expect(said).toContain('    … and 1 more of the kind (--format html)');
    expect(text(data({ verdicts: [verdict(0, { recorded: 'pass' })] }), view)).not.toContain('Fails as recorded now');
  });

  it.each<[Partial<Estate['scenario']>, string, string]>([
    [{ phase: 'all-operating' }, 'scenario all-operating, as of 2026-11-01', 'kịch bản mọi trung tâm đều hoạt động, tính đến 01/11/2026'],
    [{ lose: ['site/ndc-01', 'site/ndc-02'] }, 'scenario as-recorded, as of 2026-11-01, taken as lost: site/ndc-01, site/ndc-02', 'kịch bản theo dữ liệu đã ghi, tính đến 01/11/2026, giả sử mất site/ndc-01, site/ndc-02'],
    [{ delay: { 'ndc-02': 4, 'ndc-03': 1 } }, 'scenario as-recorded, as of 2026-11-01, ndc-02 4 quarters late, ndc-03 1 quarter late', 'kịch bản theo dữ liệu đã ghi, tính đến 01/11/2026, ndc-02 lùi 4 quý, ndc-03 lùi 1 quý'],
    [{ add: [{ name: 'tenants/so-b.yaml', digest: 'sha256:1' }] }, 'scenario as-recorded, as of 2026-11-01, with tenants/so-b.yaml', 'kịch bản theo dữ liệu đã ghi, tính đến 01/11/2026, thêm tenants/so-b.yaml'],
  ])('the scenario %j', (more, en, vi) => {
    expect(scenarioText(scenario(more), view)).toBe(en);
    expect(scenarioText(scenario(more), { ...view, lang: 'vi' })).toBe(vi);
  });

  it('says what stops a set where others say whether it may be applied', () => {
    const said = text(data({ passed: false, stopped: { code: 'NDC-X031', message: { vi: 'bộ kế hoạch sẽ xóa dữ liệu.', en: 'the set would destroy data.' } } }), view);
    expect(said).toContain('\nNDC-X031: the set would destroy data.\n');
    expect(said).not.toContain('It may not be applied');
    expect(said.split('\n').slice(0, 6)).toContain('  may not be applied; why: at the end');
  });

  it('says what each of its figures of assumptions counts', () => {
    const said = text(data(), view).replaceAll(/\n\s+/g, ' ');
    expect(said).toContain('rests on 1 readings that rules make and on 2 cited values that nobody has confirmed, of 3,214 such values in the data (--json)');
  });

  it('names waivers as what fails it where nothing else does', () => {
    const refused = [{ waiver: '/waivers/0', policy: 'RED-001', cause: 'site/ndc-02', owner: 'a', approver: 'b', expires: day('2026-10-01'), reason: 'expired' as const, text: { vi: 'Đã hết hạn.', en: 'It expired.' } }];
    const said = text(data({ waivers: { used: [], unused: [], expiring: [], refused } }), view);
    expect(said).toContain('The audit fails: 1 waiver without effect.');
    expect(said).toContain('It may be applied.');
    expect(said.split('\n').slice(0, 6)).toContain('  may be applied');
    expect(text(data(), view)).not.toContain('The audit fails');
  });

  it('says that what fails it are only the findings that block, where more failed or are unknown', () => {
    const verdict = (fingerprint: string, status: 'fail' | 'unknown', blocks: boolean): Verdict => ({
      policy: 'TEN-001', pack: 'design', severity: blocks ? 'error' : 'warning', subject: { object: `environment/${fingerprint}` }, causes: [], status, blocks, recorded: status, finding: { vi: 'x', en: 'x' }, evidence: [], remedy: { vi: 'x', en: 'x' }, fingerprint,
    });
    const verdicts = [verdict('a', 'fail', true), verdict('b', 'unknown', true), verdict('c', 'unknown', false), verdict('d', 'unknown', false)];
    const summary = { ...data().summary, counts: { ...counts, fail: 1, unknown: 3 }, blocking: ['a', 'b'], exit: 1 as const };
    const wide = { ...view, columns: 300 };
    expect(text(data({ verdicts, summary }), wide)).toContain('\nThe audit fails: 1 failed, 1 unknown. These are only what blocks; the other 2 unknown of the totals above block nothing.\n');
    expect(text(data({ verdicts, summary }), { ...wide, lang: 'vi' })).toContain('\nKiểm tra không đạt: 1 không đạt, 1 chưa đủ căn cứ. Đây chỉ là những kết luận chặn; 2 chưa đủ căn cứ còn lại trong tổng số ở trên không chặn.\n');
    const all = { ...summary, counts: { ...counts, fail: 1, unknown: 1 } };
    expect(text(data({ verdicts: verdicts.slice(0, 2), summary: all }), wide)).toContain('\nThe audit fails: 1 failed, 1 unknown.\n');
  });

  it('opens with what can be decided and closes with the statement, in both languages', () => {
    const asked = { gap: 'not-given', of: ['ndc-02-platform', 'x\u001b[2J'], because: { vi: 'thiếu', en: 'missing' }, ask: { vi: 'Hãy đưa.', en: 'Hand it in.' } } as const;
    const said = text(data({ decidable: { decided: ['RED-002'], partly: [{ policy: 'TEN-001', unknown: 1, of: 12 }], notApplicable: ['NET-003'], undecided: ['RED-001'], ask: [asked] } }), view);
    const order = ['answered in full: 1 rule (RED-002)', 'answered in part: TEN-001 (1 of 12 unknown)', 'not answered: RED-001', '- ndc-02-platform, x\\u001b[2J: missing. Hand it in.', 'Findings', 'What was read', 'It may be applied.', 'Bản tuyên bố để ký / Statement to sign', 'Tôi đã đọc.', 'I have read.', 'Chữ ký / Signature:', 'What this does not prove', 'Không chứng minh gì.', 'It proves nothing.'];
    expect(order.map((part) => said.indexOf(part))).toEqual(order.map((part) => said.indexOf(part)).sort((a, b) => a - b));
    expect(order.filter((part) => !said.includes(part))).toEqual([]);
  });

  it('gives each finding one line, and says how many it does not show', () => {
    const verdicts = Array.from({ length: 14 }, (_, index) => ({
      policy: 'RED-001', pack: 'design', severity: 'error', subject: { object: `site/ndc-${index + 10}` }, causes: [], status: 'fail', blocks: true, recorded: 'unknown', finding: { vi: `dài ${'x '.repeat(100)}`, en: `long ${'x '.repeat(100)}.` }, evidence: [], remedy: { vi: 'Làm.', en: 'Do.' }, fingerprint: String(index),
    }) as const);
    const lines = text(data({ verdicts }), view).split('\n');
    expect(lines.filter((line) => /^ {2}site\/ndc-\d+: long .*\. \(recorded now: unknown\)$/.test(line))).toHaveLength(12);
    expect(lines).toContain('  … and 2 more of the kind (--format html)');
    expect(lines).toContain('RED-001 failed (14): ');
  });
});
