import { cpSync } from 'node:fs';
import { join } from 'node:path';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { outcomeSchemaOf } from '../../../bin/outcomes/catalogue.js';
import type { TenantCheckData } from '../../../bin/tenant-check-data.js';
// Loads what the command needs while the file is collected: it takes seconds, and no test's time.
import '../../../bin/commands/tenant/check.js';
import { edit, encrypt, estate, filesOf, folder, swap } from './estates.js';
import { asOf, expectNoTrace, jsonOf, ndc, said, shipped, small } from './ndc.js';

const check = (sites: string, ...more: readonly string[]) => ndc(['tenant', 'check', ...more, '--sites', sites, ...asOf]);
const dataOf = async (sites: string, ...more: readonly string[]): Promise<TenantCheckData> => jsonOf<TenantCheckData>(await check(sites, ...more, '--json'));

/** Without the one secret system, which asks for more than any site has. */
const withoutSecret = (text: string): string => text.split('  - id: mat-ma')[0] ?? '';

/** A changed request beside the data directory, as somebody has it before the pull request. */
function request(name: 'bo-a' | 'so-b', ...changes: readonly (readonly [string, string])[]): string {
  const path = folder();
  cpSync(join(small, 'tenants', `${name}.yaml`), join(path, `${name}.yaml`));
  edit(path, { [`${name}.yaml`]: (text) => changes.reduce((now, [from, to]) => swap(from, to)(now), withoutSecret(text)) });
  return join(path, `${name}.yaml`);
}

const plain = (more: Parameters<typeof estate>[0] = {}): string => {
  const path = estate({ 'tenants/bo-a.yaml': withoutSecret, ...more });
  encrypt(path);
  return path;
};
const cores = (count: number, storage = 'ndc-block: 1Ti'): string => `quota: {cpu: ${count}, memory: 64Gi, storage: {${storage}}, pods: 50}`;
const [sizeM, sizeS] = ['quota: {size: m}', 'quota: {size: s}'];
const boA = (count: number): string => request('bo-a', [sizeM, cores(count)]);
// It uses fields of another sector: it may store nothing.
const soB = (count: number): string => request('so-b', [sizeS, cores(count, '')]);

describe('ndc tenant check', () => {
  it('takes the request in force, derives the rest with its reason, and writes and reaches nothing', async () => {
    const sites = plain();
    const before = filesOf(sites);
    const file = join(sites, 'tenants', 'so-b.yaml');
    const ran = await check(sites, file, '--json');
    const { requests, joint } = jsonOf<TenantCheckData>(ran);
    expect([ran.exit, ran.reached, joint]).toEqual([0, [], undefined]);
    expect(requests).toMatchObject([{ organisation: 'so-b', against: 'unchanged', role: 'judged', accepted: true, findings: [{ code: 'NDC-T014', weight: 'notice' }], fit: { verdict: 'fits' } }]);
    expect(requests[0]?.derived.find(({ what }) => what.en === 'protection tier')).toMatchObject({ subject: 'cong-tin', value: { en: 'silver' }, because: { en: 'security level 3 (from level 3 on)' } });
    expect(filesOf(sites)).toEqual(before);
  });

  it('tells a mistake in a file of the directory once', async () => {
    const sites = plain({ 'tenants/so-b.yaml': swap('personalData: basic', 'personalData: có') });
    const ran = await check(sites, join(sites, 'tenants/so-b.yaml'));
    expect([ran.exit, (ran.out + ran.err).split('\n').filter((line) => line.includes('personalData')).length]).toEqual([2, 1]);
  });

  it('adds up: there, less what is committed, less the reserve, less the request, is what is left', async () => {
    const { requests } = await dataOf(plain(), soB(100));
    const rows = requests.flatMap(({ fit }) => fit.rows);
    expect(rows.length).toBeGreaterThan(3);
    for (const { allocatable, committed, reserve, request: asked, left } of rows) expect(BigInt(allocatable) - BigInt(committed) - BigInt(reserve) - BigInt(asked)).toBe(BigInt(left));
    // 20 nodes of 64 − 2 cores; 32 and 1.5 of Department A, 8 of the request in force; 92 more are asked.
    expect(rows.find(({ site, resource }) => site === 'ndc-01' && resource === 'cpu')).toMatchObject({ allocatable: '1240000', committed: '41500', reserve: '0', request: '92000', left: '1106500' });
  });

  it('says as a review does that something was not checked: neither refused nor accepted, exit 0', async () => {
    const sites = plain();
    // Half of what is in force, with nothing measured.
    const ran = await check(sites, request('so-b', [sizeS, cores(1, '')]), '--json');
    const data = jsonOf<TenantCheckData>(ran);
    expect([ran.exit, data.verdict, data.reasons, data.requests[0]?.verdict, data.requests[0]?.accepted]).toEqual([0, 'unclear', [], 'unclear', true]);
    expect(data.notChecked.map(({ en }) => en)).toContain('live use: a quota that shrinks may fall below what is in use');
    expect(data.requests[0]?.notChecked).toEqual(data.notChecked);
    const { out } = await check(sites, request('so-b', [sizeS, cores(1, '')]), '--lang', 'vi');
    expect(out.split('\n\n')[0]).toContain('CÒN ĐIỀU CHƯA KIỂM TRA');
    expect(out.split('\n\n')[0]).toContain('chưa kiểm tra: mức đang dùng thật');
    expect(out).not.toContain(': CHẤP NHẬN ĐƯỢC');
  });

  it('names what stops with its site instead of claiming that any site may be lost', async () => {
    const bronze = request('so-b', ['securityLevel: 3', 'securityLevel: 1\n    protection: bronze'], [', standby: ndc-03', '']);
    const { requests } = await dataOf(plain(), bronze);
    expect(requests[0]?.fit).toMatchObject({ verdict: 'fits', stops: [{ namespace: 'cong-tin-prod', organisation: 'so-b', site: 'ndc-01' }] });
    const { out } = await check(plain(), bronze, '--lang', 'vi');
    expect(out).not.toContain('kể cả khi mất một trung tâm bất kỳ');
    expect(out.replaceAll(/\s+/g, ' ')).toContain('cong-tin-prod ngừng khi mất ndc-01: không có nơi dự phòng');
    // Of what ended nothing stops.
    const ended = await dataOf(plain(), request('so-b', ['securityLevel: 3', 'securityLevel: 1\n    protection: bronze'], [', standby: ndc-03', ''], [sizeS, `expiresAt: 2026-01-31, ${sizeS}`]));
    expect(ended.requests[0]?.fit.stops).toEqual([]);
  });

  it('says of what there is too little, where, and how much there is room for', async () => {
    const { out } = await check(plain(), boA(20_000), '--lang', 'vi');
    const step = /Việc tiếp theo[^]*/.exec(out)?.[0].replace(/\s+/g, ' ') ?? '';
    expect(step).toMatch(/giảm hạn mức trong \S+bo-a\.yaml: ndc-0\d \(\d{4}-Q\d\) thiếu [\d.,]+ nhân CPU, còn đủ chỗ cho [\d.,]+ nhân/);
  });

  it('refuses together two requests that fit one by one, and names both', async () => {
    const files = [boA(700), soB(700)] as const;
    const sites = plain();
    for (const alone of files) expect((await check(sites, alone)).exit).toBe(0);
    for (const order of [files, [...files].reverse()]) {
      const ran = await check(sites, ...order, '--json');
      const { joint, requests } = jsonOf<TenantCheckData>(ran);
      expect([ran.exit, joint?.onlyApart, joint?.fit.verdict, requests.map(({ accepted }) => accepted)]).toEqual([1, true, 'does-not-fit', [true, true]]);
      // 700 and 1.5 of Department A, 700 of B, of 1,240: 161.5 are missing. 32 and 8 are in force already.
      const cpu = joint?.shares.find(({ site, resource }) => site === 'ndc-01' && resource === 'cpu');
      expect(String(cpu?.short)).toBe('161500');
      expect(cpu?.of.map(({ organisation, request: takes }) => [organisation, String(takes)]).sort()).toEqual([
        ['bo-a', '668000'],
        ['so-b', '692000'],
      ]);
    }
    const withOther = await check(sites, files[0], '--with', files[1]);
    expect(withOther.exit).toBe(1);
    expect(withOther.out).toContain('Each fits alone and all together do not');
    // Both bodies and the refusal head the page; nothing above or beside it looks taken.
    const [head = ''] = withOther.out.split('\n\n');
    expect(head.replaceAll(/\s+/g, ' ')).toMatch(/\(bo-a\), .*\(so-b\): NOT ACCEPTABLE YET .*each fits alone, together they do not: bo-a, so-b/);
    expect(withOther.out.indexOf('Each fits alone and all together do not')).toBeLessThan(withOther.out.indexOf('by itself'));
    expect(withOther.out).not.toMatch(/: ACCEPTED$/m);
    expect(withOther.out).toMatch(/bo-a takes 668 cores, so-b takes 692 cores/);
  });

  it('says that a request fits only until a site is lost, and who would stop', async () => {
    // At ndc-02: 800 of Department B and half of A's 600 waiting are 1,100 of 1,240. With ndc-01 lost A runs there whole: 1,400.
    const sites = plain({ 'tenants/so-b.yaml': (text) => text.replace(sizeS, cores(800)).replace('primary: ndc-01, standby: ndc-03', 'primary: ndc-02, standby: ndc-01') });
    const { requests } = await dataOf(sites, boA(600), '--scenario', 'all-operating');
    expect(requests[0]).toMatchObject({ accepted: false, fit: { verdict: 'fits-until-loss' } });
    expect(requests[0]?.fit.lost.find(({ site }) => site === 'ndc-01')?.crowdedOut).toMatchObject([{ namespace: 'cong-tin-prod', site: 'ndc-02', resource: 'cpu' }]);
    const vietnamese = await check(sites, boA(600), '--scenario', 'all-operating', '--lang', 'vi');
    expect(vietnamese.out).toContain('Chỉ đủ chỗ cho đến khi mất một trung tâm.');
    expect(vietnamese.out.replaceAll(/\s+/g, ' ')).toContain('Nếu mất ndc-01 (từ 2026-Q4): không còn chỗ: cong-tin-prod (ndc-02)');
    expect((await dataOf(sites, boA(400), '--scenario', 'all-operating')).requests[0]).toMatchObject({ accepted: true, fit: { verdict: 'fits' } });
  });

  it('prints the same of a secret system whatever its size: disks and backups that it shares with others are left out', async () => {
    const sites = plain();
    const pages = async (size: number): Promise<string> => {
      const path = folder();
      const file = join(path, 'bo-a.yaml');
      cpSync(join(small, 'tenants/bo-a.yaml'), file);
      edit(path, { 'bo-a.yaml': (text) => text.replace('cpu: 2000, memory: 8Ti, gpu: 4, storage: {ndc-block: 2Ti}, pods: 300', `cpu: ${size}, memory: ${size}Gi, storage: {ndc-block: ${size}Ti}, pods: ${size}`) });
      const ran = [await check(sites, file, '--lang', 'vi'), await check(sites, file), await check(sites, file, soB(100)), await check(sites, file, '--json')];
      expect(ran.map(({ exit }) => exit)).toEqual([1, 1, 1, 1]);
      expect(ran[0]?.out).toContain('Không đủ chỗ là do những tài nguyên không nêu ở đây');
      return ran.map(said).join('').replaceAll(/\S*\/(bo-a|so-b)\.yaml/g, '$1.yaml').replaceAll(/sha256:[0-9a-f]{64}/g, '').replaceAll(/ +\n? */g, ' ');
    };
    expect(await pages(7777)).toBe(await pages(8888));
  });

  it('names no secret system, neither its size, and counts it', async () => {
    const sites = estate();
    const { out } = await check(sites, join(sites, 'tenants', 'bo-a.yaml'));
    const json = JSON.stringify(await dataOf(sites, join(sites, 'tenants', 'bo-a.yaml')));
    for (const printed of [out, json]) {
      expect(printed.replaceAll(sites, '')).not.toMatch(/mat-ma|Tên không được hiện ra|"2000000"|2,000 cores|cpu: 2000/);
      expect(printed).toMatch(/mat-[0-9a-f]{8}/);
    }
    expect(out).toContain('and 1 environment of state secrets: judged, neither named nor sized here');
    expect(out).toContain('Does not fit, even with nothing lost.');
  });

  it('says that a request does not fit, from when, and what is missing', async () => {
    const ran = await check(plain(), soB(1300), '--json');
    const [judged] = jsonOf<TenantCheckData>(ran).requests;
    expect([ran.exit, judged?.fit.verdict, judged?.fit.exhausted]).toEqual([1, 'does-not-fit', '2026-Q4']);
  });

  it('refuses by the policies what they refuse, in the same words', async () => {
    const { requests } = await dataOf(plain(), request('so-b', ['securityLevel: 3', 'securityLevel: 3\n    protection: bronze'], [', standby: ndc-03', '']));
    expect(requests[0]?.accepted).toBe(false);
    expect(requests[0]?.policies.findings.filter(({ status }) => status === 'fail').map(({ policy }) => policy)).toContain('RED-011');
  });

  it.each(['vi', 'en'])('fits 100 columns in %s and speaks one language', async (lang) => {
    const { out, err, exit } = await check(shipped, join(shipped, 'tenants', 'bo-y-te.yaml'), '--lang', lang);
    expect([exit, err]).toEqual([0, '']);
    expect(out.split('\n').filter((line) => stringWidth(line) > 100)).toEqual([]);
    expect(out).not.toMatch(/undefined|NaN|\[object/);
    expect(out).toContain(lang === 'vi' ? 'Việc tiếp theo của bạn' : 'Your next step');
  });

  it('prints what its schema says', async () => {
    for (const files of [[soB(10)], [boA(700), soB(700)]]) {
      const printed = JSON.parse((await check(plain(), ...files, '--json')).out) as unknown;
      expect(outcomeSchemaOf('ndc/tenant-check.v1')?.safeParse(printed)).toEqual({ success: true, data: printed });
    }
  });

  it('says whose approval it takes and why, and counts the rules that ask for none', async () => {
    const rules = `apiVersion: ndc.gov.vn/v1
kind: ApprovalRules
roles: [{id: security, name: {vi: Người phụ trách an toàn, en: Owner of security}}, {id: capacity, name: {vi: Người phụ trách năng lực, en: Owner of capacity}}]
rules:
  - {id: lowered, when: {condition: lowered-classification}, role: security, because: {vi: Hạ phân loại., en: A classification is lowered.}}
  - {id: abroad, when: {condition: egress-abroad}, role: security, because: {vi: Ra nước ngoài., en: It goes abroad.}}
  - {id: half, when: {growth: {overPercent: 50, withinDays: 90}}, role: capacity, because: {vi: Tăng nhanh., en: It grows fast.}}
`;
    const sites = plain({ 'catalogue/approvals.yaml': rules });
    const lowered = request('so-b', ['securityLevel: 3', 'securityLevel: 2']);
    const { requests } = await dataOf(sites, lowered);
    expect(requests[0]?.approvals.map(({ rule, required, grounds }) => [rule, required, grounds])).toEqual([
      ['lowered', true, ['cong-tin securityLevel']],
      ['abroad', false, []],
      ['half', false, []],
    ]);
    const { out } = await check(sites, lowered, '--lang', 'vi');
    expect(out).toContain('Cần phê duyệt, và vì sao');
    expect(out).toContain('2 quy tắc phê duyệt khác không đòi gì.');
    // Without the past, growth by any share may be the second within the ninety days: it is asked about.
    expect((await dataOf(sites, soB(9))).requests[0]?.approvals.find(({ rule }) => rule === 'half')).toMatchObject({ required: true });
    expect((await dataOf(sites, join(sites, 'tenants', 'so-b.yaml'))).requests[0]?.approvals).toEqual([]);
  });

  it('is told every mistake of the form at once, in both languages, exit 2', async () => {
    const file = request('so-b', ['securityLevel: 3', 'securityLevel: 9'], ['sharing: open', 'sharng: open']);
    for (const [lang, says] of [['vi', /2 lỗi; chưa có gì được ghi/], ['en', /2 problems; nothing was written/]] as const) {
      const ran = await check(plain(), file, '--lang', lang);
      expect(ran.exit).toBe(2);
      expect(ran.err).toMatch(says);
      expectNoTrace(ran);
    }
  });

  it('refuses a file that is no request, and no file at all', async () => {
    const ran = await check(plain(), join(small, 'links.yaml'));
    expect([ran.exit, said(ran)]).toEqual([2, expect.stringContaining('NDC-X210')]);
    const none = await check(plain());
    expect(none.exit).toBe(2);
    expectNoTrace(none);
  });
});
