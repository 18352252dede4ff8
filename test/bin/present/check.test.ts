import { describe, expect, it } from 'vitest';
import type { CheckData, CheckView } from '../../../bin/check-data.js';
import { text } from '../../../bin/present/check.js';

const Ti = 1n << 40n;
const none = { fail: 0, unknown: 0, refusedWaivers: 0, unusedWaivers: 0 };
const headroom = (left: bigint, of: bigint) => ({ cpu: { left, of }, memory: { left: 0n, of: 0n }, gpu: { left: 0n, of: 0n } });

function page(more: Partial<CheckView>, lang: 'vi' | 'en' = 'en'): string {
  const one: CheckView = { view: 'today', sites: [], rules: { pass: 1, fail: 0, waived: 0, unknown: 0, notApplicable: 0 }, findings: [], losses: [], passed: true, blocking: none, ...more };
  const data: CheckData = { estate: { id: 'vn', name: { vi: 'V', en: 'V' }, digest: '' }, asOf: '2026-11-01', whatIf: [], views: [one], assumptions: [], waivers: { unused: [], expiring: [], refused: [] } };
  return text(data, { lang, columns: 140, colour: false });
}

const headline = (more: Partial<CheckView>, lang: 'vi' | 'en' = 'en'): string | undefined => /^(?:TODAY|HÔM NAY) .*?: (.*)$/m.exec(page(more, lang))?.[1];
const waived = (policy: string, waivedUntil: string): CheckView['findings'][number] => ({ policy, title: { vi: '', en: '' }, severity: 'error', status: 'waived', waivedUntil, found: [], remedy: { vi: '', en: '' } });

describe('the headline of a view', () => {
  it.each<[Partial<CheckView>, string, string]>([
    [{}, 'passed', 'đạt'],
    [{ passed: false, blocking: { ...none, fail: 2 } }, 'FAILED', 'KHÔNG ĐẠT'],
    [{ passed: false, blocking: { ...none, refusedWaivers: 1 } }, 'FAILED: 1 waiver without effect', 'KHÔNG ĐẠT: 1 miễn trừ không có hiệu lực'],
    [{ passed: false, blocking: { ...none, unusedWaivers: 2 } }, 'FAILED: 2 waivers unused', 'KHÔNG ĐẠT: 2 miễn trừ không dùng đến'],
    [{ passed: false, blocking: { ...none, unknown: 3 } }, 'FAILED: 3 unknown', 'KHÔNG ĐẠT: 3 chưa đủ căn cứ'],
    [{ passed: false, blocking: { fail: 1, unknown: 0, refusedWaivers: 1, unusedWaivers: 1 } }, 'FAILED: 1 failed, 1 waiver without effect, 1 waiver unused', 'KHÔNG ĐẠT: 1 không đạt, 1 miễn trừ không có hiệu lực, 1 miễn trừ không dùng đến'],
    [{ notRedundantUntil: '2030-12-31', findings: [waived('RED-001', '2030-12-31')] }, 'not redundant today; waived until 2030-12-31', 'chưa có dự phòng hôm nay; được miễn đến ngày 31/12/2030'],
    [{ findings: [waived('TEN-003', '2028-01-01'), waived('NET-002', '2027-06-30')] }, 'passed, with findings waived until 2027-06-30', 'đạt, có mục được miễn đến ngày 30/06/2027'],
  ])('of %j', (view, en, vi) => {
    expect(headline(view)).toBe(en);
    expect(headline(view, 'vi')).toBe(vi);
  });
});

describe('what is left of a site', () => {
  const cell = (left: bigint, of: bigint): string | undefined => /^ {2}ndc-01 .*? {2}(\S+ \S+ %|\S+ –)/m.exec(page({ sites: [{ id: 'ndc-01', name: { vi: '', en: '' }, phase: 'operating', commissioning: '2025-Q3', stacks: 1, resources: 1, headroom: headroom(left, of) }] }))?.[1];

  // 1,000 cores: 4 of them are 0.4 %, one milliCPU is 0.0001 %.
  it.each<[bigint, string]>([
    [500_000n, '500/1,000 50 %'],
    [9_999n, '9/1,000 0 %'],
    [1n, '0/1,000 0 %'],
    [0n, '0/1,000 0 %'],
    [-1n, '-1/1,000 -1 %'],
    [-4_000n, '-4/1,000 -1 %'],
    [-10_000n, '-10/1,000 -1 %'],
    [-10_001n, '-11/1,000 -2 %'],
  ])('%s milliCPU of 1,000 cores', (left, text) => {
    expect(cell(left, 1_000_000n)).toBe(text);
  });

  // 1,000.95 TiB: no figure on the page may be larger.
  it.each<[bigint, string]>([
    [1_000n * Ti + (Ti * 95n) / 100n, '1,000'],
    [99n * Ti + (Ti * 99n) / 100n, '99.9'],
    [-(Ti / 1_000n), '-0.1'],
    [-(1_000n * Ti) - 1n, '-1,001'],
  ])('%s bytes are %s TiB', (left, text) => {
    const storage = { class: 'block', left, of: 2_000n * Ti };
    expect(page({ sites: [{ id: 'ndc-01', name: { vi: '', en: '' }, phase: 'operating', commissioning: '2025-Q3', stacks: 1, resources: 1, headroom: { ...headroom(0n, 1_000n), storage } }] })).toContain(`block ${text}/2,000 `);
  });
});

describe('while a site is declared lost', () => {
  const declared = [{ site: 'ndc-01', declaration: 'mat-ndc-01', at: '2026-11-29T20:15:00Z', stage: 'lost' }] as const;
  const lossRow: CheckView['losses'][number] = { lost: 'ndc-02', survivors: [], homeless: [{ because: 'no-standby', count: 3, examples: ['a-prod'] }], shed: 0 };
  const said = (lang: 'vi' | 'en', stage: 'lost' | 'restored' = 'lost', fail = 0): string => {
    const one: CheckView = { view: 'target', sites: [], rules: { pass: 1, fail, waived: 0, unknown: 0, notApplicable: 0 }, findings: [], losses: [lossRow], passed: true, blocking: none };
    const data: CheckData = { estate: { id: 'vn', name: { vi: 'V', en: 'V' }, digest: '' }, asOf: '2026-11-01', whatIf: [], declared: declared.map((each) => ({ ...each, stage })), views: [one], assumptions: [], waivers: { unused: [], expiring: [], refused: [] } };
    return text(data, { lang, columns: 400, colour: false });
  };

  it('says which sites the target is without, and why nobody has a standby, by the declaration', () => {
    expect(said('en')).toContain('TARGET  all sites operate but ndc-01 declared lost (mat-ndc-01, 2026-11-29T20:15:00Z)');
    expect(said('en')).toContain('(they have no standby while ndc-01 declared lost (mat-ndc-01,');
    expect(said('vi')).toContain('MỤC TIÊU  mọi trung tâm đều hoạt động, trừ ndc-01 đã tuyên bố mất (mat-ndc-01,');
    expect(said('vi')).toContain('(không có nơi dự phòng khi ndc-01 đã tuyên bố mất (mat-ndc-01,');
  });

  it('takes what is owed for no pass', () => {
    expect(said('en', 'lost', 3)).toContain(': nothing blocks; 3 failed findings are owed under mat-ndc-01');
    expect(said('vi', 'lost', 3)).toContain(': không gì chặn; 3 kết luận không đạt còn nợ theo mat-ndc-01');
    expect(said('en')).toContain(': passed');
  });

  it('says neither once the site is back', () => {
    expect(said('en', 'restored')).not.toContain(' but ndc-01');
    expect(said('en', 'restored')).toContain('(they have no standby): a-prod');
  });
});
