import { describe, expect, it } from 'vitest';
import { deriveIntent } from '../../../sites/intent/derive.js';
import { derivedOf } from '../../../sites/tenancy/derived.js';
import { priceOf } from '../../../sites/tenancy/price.js';
import { estateOf } from '../model/estate-files.js';
import { codes, type Edit, edits, entry, findings, forecast, only, pod, quota, roomy, tenant, top } from './request-edits.js';

describe('NDC-T003: forecast', () => {
  // The request has 8 cores, 64Gi and 1Ti; the estate's day is 2026-06-30, the last day of 2026-Q2.
  it.each<[string, readonly string[], readonly string[]]>([
    ['in order', [entry('2026-Q4'), entry('2027-Q1', '16')], []],
    ['of the quarter that ends today', [entry('2026-Q2')], []],
    ['of the quarter gone by', [entry('2026-Q1')], ['NDC-T003 notice']],
    ['of yesterday', [entry('2026-06-29')], ['NDC-T003 notice']],
    ['out of order', [entry('2027-Q2'), entry('2026-Q4')], ['NDC-T003 notice']],
    ['two of one date', [entry('2027-Q1'), entry('2027-Q1', '16')], ['NDC-T003 notice']],
    ['a quarter and its first day', [entry('2027-Q1'), entry('2027-01-01')], ['NDC-T003 notice']],
    ['a core less than the quota', [entry('2027-Q1', '7999m')], ['NDC-T003 notice']],
    ['less storage than the quota', [entry('2027-Q1', '8', '64Gi', '1023Gi')], ['NDC-T003 notice']],
  ])('%s', (_, entries, expected) => {
    expect(codes(findings([forecast(...entries)]))).toEqual(expected);
  });

  it('gives the entries sorted, and a smaller one raised to the quota', () => {
    expect(only(findings([forecast(entry('2027-Q2', '16'), entry('2026-Q4'))])).paste).toBe('forecast:\n  - {at: 2026-Q4, cpu: 8, memory: 64Gi, storage: 1Ti}\n  - {at: 2027-Q2, cpu: 16, memory: 64Gi, storage: 1Ti}');
    const smaller = only(findings([forecast(entry('2027-Q1', '4', '128Gi', '512Gi'))]));
    expect(smaller.paste).toBe('- {at: 2027-Q1, cpu: 8, memory: 128Gi, storage: 1Ti}');
    expect(smaller.message.en).toContain('(cpu 4 < 8; storage 512Gi < 1Ti)');
  });
});

describe('NDC-T006: room for a rollout', () => {
  // 8 cores, 64Gi, no GPU, 100 pods.
  it.each<[string, string, readonly string[]]>([
    ['two fit exactly', 'cpu: 4, memory: 32Gi', []],
    ['two do not fit by a thousandth of a core', 'cpu: 4001m, memory: 32Gi', ['NDC-T006 notice']],
    ['one fits exactly', 'cpu: 8, memory: 64Gi', ['NDC-T006 notice']],
    ['one does not', 'cpu: 8, memory: 65Gi', ['NDC-T006 refuse']],
    ['a GPU that no quota has', 'cpu: 1, memory: 1Gi, gpu: 1', ['NDC-T006 refuse']],
  ])('%s', (_, shape, expected) => {
    expect(codes(findings([pod(shape)]))).toEqual(expected);
  });

  it('gives numbers, and the quota that has room for two', () => {
    const { message, paste } = only(findings([pod('cpu: 6, memory: 40Gi')]));
    // Two of them: 12 cores and 80Gi.
    expect(message.en).toContain('(cpu 12 > 8; memory 80Gi > 64Gi)');
    expect(paste).toBe('quota: {cpu: 12, memory: 80Gi, storage: {block: 1Ti}, pods: 100, backup: 900Ti}');
  });

  it.each([
    ['within its quota', 'cpu: 100, memory: 1Gi', 'cpu: 150'],
    ['beyond its quota too', 'cpu: 100, memory: 1Gi', 'cpu: 8'],
  ])('gives no line to paste for a pod that no node takes, %s', (_, shape, cpu) => {
    const { message, paste } = only(findings([[roomy, roomy.replace('cpu: 8', cpu)], pod(shape)]));
    // A node of 64 cores and 256Gi keeps 2 and 8Gi for itself.
    expect(message.vi).toContain('không vừa máy chủ nào của hệ thống (lớn nhất: cpu 62, memory 248Gi, gpu 0), nên tăng hạn mức không giúp được');
    expect(paste).toBeUndefined();
  });

  it('counts pods: one alone cannot have a second beside it', () => {
    const all = findings([[roomy, roomy.replace('pods: 100', 'pods: 1')], pod('cpu: 1, memory: 1Gi')]);
    expect(codes(all)).toEqual(['NDC-T006 notice']);
    expect(only(all).paste).toContain('pods: 2');
  });
});

describe('NDC-T008: growth is justified', () => {
  const justification = top('justification: {reason: Thêm tỉnh, currentUsage: 80 %, stepsTaken: đã nén}');
  // Base: 8 cores, 64Gi, 1Ti = 1024Gi. One and a half times: 12 cores, 96Gi, 1536Gi.
  it.each<[string, readonly Edit[], readonly string[]]>([
    ['12 cores', [[roomy, roomy.replace('cpu: 8', 'cpu: 12')]], []],
    ['a thousandth more', [[roomy, roomy.replace('cpu: 8', 'cpu: 12001m')]], ['NDC-T008 notice']],
    ['96Gi', [[roomy, roomy.replace('64Gi', '96Gi')]], []],
    ['97Gi', [[roomy, roomy.replace('64Gi', '97Gi')]], ['NDC-T008 notice']],
    ['1536Gi', [[roomy, roomy.replace('1Ti', '1536Gi')]], []],
    ['1537Gi', [[roomy, roomy.replace('1Ti', '1537Gi')]], ['NDC-T008 notice']],
    ['twice, justified', [[roomy, roomy.replace('cpu: 8', 'cpu: 16')], justification], []],
    ['less', [[roomy, roomy.replace('cpu: 8', 'cpu: 4')]], []],
  ])('%s', (_, changes, expected) => {
    expect(codes(findings(changes, { against: [] }))).toEqual(expected);
    expect(findings(changes)).toEqual([]);
  });

  it('gives the lines to fill in, which are not valid before they are', () => {
    const { message, paste } = only(findings([[roomy, roomy.replace('cpu: 8', 'cpu: 16')]], { against: [] }));
    expect(message.en).toContain('(cpu 8 → 16)');
    expect(() => estateOf({ [tenant]: (text) => `${text}${paste ?? ''}\n` })).toThrow(/justification\.reason is empty/);
  });
});

describe('NDC-T009: room for backups', () => {
  // Tier bronze of the test estate: 35 days and 12 monthlies, locked for 35 days; a full every 7 days, an incremental a day,
  // all halved by compression, volumes full. 1Ti of volumes: a full is 512Gi; 1 % of it changes a day, an incremental is 5.12Gi.
  // In the long run: the fulls of 42 days are 6, at most 7 on the fullest day, and the monthlies beyond them 11 or so.
  const withBackup = (backup: string): readonly Edit[] => [[roomy, roomy.replace('900Ti', backup)]];

  it('gives the likely figure and the quota to paste, which then passes', () => {
    const { message, paste, weight } = only(findings(withBackup('1Ti')));
    expect(weight).toBe('notice');
    expect(message.en).toMatch(/ho-so-suc-khoe-prod: the backup quota of 1Ti is less than what is likely needed, about \d+(\.\d)? TiB \(estimated\): the tier bronze keeps 35 days and 12 monthly backups/);
    const needed = Number(/backup: (\d+)Gi/.exec(paste ?? '')?.[1]);
    // 17 fulls at least (6 within 42 days, 11 months before), 19 at most; 6 incrementals for each of six weeks, 37 days at most 42.
    expect(needed).toBeGreaterThanOrEqual(17 * 512);
    expect(needed).toBeLessThanOrEqual(19 * 512 + 42 * 6);
    expect(findings([[roomy, paste ?? '']])).toEqual([]);
    expect(codes(findings(withBackup(`${needed - 1}Gi`)))).toEqual(['NDC-T009 notice']);
  });

  it('says 0 where no backup quota was asked for', () => {
    expect(only(findings([[roomy, quota.replace('pods: 100', 'pods: 99')]])).message.en).toContain('the backup quota of 0 is less');
  });
});

describe('NDC-T014: a size for what is used within the session only', () => {
  const flow = (fields: string): Edit => ['    environments:', `    flows: [{from: csdl, fields: ${fields}, purpose: đối chiếu}]\n    environments:`];
  const sized: Edit = [roomy, 'quota: {size: s}'];

  it('tells that its storage is not granted, and gives the figures without', () => {
    const finding = only(findings([flow('other-sector'), sized]).filter(({ code }) => code === 'NDC-T014'));

    expect(finding.weight).toBe('notice');
    expect(finding.pointer).toBe('/requests/bo-y-te/systems/0/environments/0/quota/size');
    expect(finding.message.en).toMatch(/^ho-so-suc-khoe-prod: the storage of \S+ and the backups of \S+ of size "s" are not granted, because the system uses fields of other sectors/);
    expect(finding.paste).toMatch(/^quota: \{cpu: \S+, memory: \S+, storage: \{\}, pods: \d+\}$/);
  });

  it('is silent where figures are written, and where the fields are its own', () => {
    for (const changes of [[flow('own-sector'), sized], [flow('other-sector'), [roomy, 'quota: {cpu: 8, memory: 64Gi, storage: {}, pods: 100}'] as const]]) expect(codes(findings(changes))).not.toContain('NDC-T014 notice');
  });

  it('is neither charged nor shown: what is granted is what the figures say', () => {
    const estate = estateOf({ [tenant]: edits([flow('other-sector'), [quota, 'quota: {size: s}']]) });
    const { environments } = deriveIntent(estate);
    const request = estate.requests['bo-y-te'];
    if (request === undefined) throw new Error('the request is gone');
    const price = priceOf(estate, request, environments);

    expect(environments.map(({ quota: { storage, backup } }) => [storage, backup])).toEqual([[{}, 0n]]);
    expect([...price.lines, ...price.unpriced].map(({ what }) => what.en).sort()).not.toEqual(expect.arrayContaining([expect.stringMatching(/storage|backups/)]));
    const shown = derivedOf(estate, request, environments).find(({ what }) => what.en === 'quota');
    expect(shown?.value.en).not.toMatch(/block|backups/);
    expect(shown?.because.en).toContain('nothing is stored');
  });
});
