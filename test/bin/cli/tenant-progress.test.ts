import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { outcomeSchemaOf } from '../../../bin/outcomes/catalogue.js';
import type { TenantProgressData } from '../../../bin/tenant-progress-data.js';
import { estate } from './estates.js';
import { asOf, expectNoTrace, jsonOf, ndc, remembered, said, shipped, small } from './ndc.js';

const progress = remembered((...more: readonly string[]) => ndc(['tenant', 'progress', '--sites', shipped, ...asOf, ...more]));

describe('ndc tenant progress', () => {
  it.each(['vi', 'en'])('fits 100 columns in %s, of all bodies and of one', async (lang) => {
    for (const more of [[], ['bo-y-te']]) {
      const { out, err, exit, reached } = await progress('--lang', lang, ...more);
      expect([exit, err, reached]).toEqual([0, '', []]);
      expect(out.split('\n').filter((line) => stringWidth(line) > 100)).toEqual([]);
      expect(out).not.toMatch(/undefined|NaN|\[object/);
    }
  });

  it('counts every body of the catalogue that stands, and who among them has a request', async () => {
    const { organisations, steps } = jsonOf<TenantProgressData>(await progress('--json'));
    expect(organisations.filter(({ registered }) => registered)).toHaveLength(23);
    expect(organisations.length).toBeGreaterThan(34 + 23);
    expect(steps.find(({ organisation, step }) => organisation === 'bo-quoc-phong' && step === 'registration')).toMatchObject({ state: 'overdue', due: '2026-Q1', basis: 'T IV.4' });
  });

  it('prints what its schema says, and one row for each step as CSV', async () => {
    const printed = JSON.parse((await progress('--json')).out) as TenantProgressData;
    expect(outcomeSchemaOf('ndc/tenant-progress.v1')?.safeParse(printed)).toEqual({ success: true, data: printed });
    const rows = (await progress('--format', 'csv')).out.replace('\ufeff', '').trim().split('\r\n');
    expect(rows).toHaveLength(printed.steps.length + 1);
    const vietnamese = (await progress('--format', 'csv', '--lang', 'vi')).out;
    expect(vietnamese.replace('\ufeff', '').split('\r\n')[0]).toBe('mã cơ quan,cơ quan,hệ thống,bước,tình trạng,hạn,căn cứ,văn bản,ngày');
    expect(vietnamese).toContain('quá hạn, chưa ghi nhận');
    expect(vietnamese).not.toMatch(/,overdue,|,registration,/);
  });

  it('tells nothing of a secret system but that it is there', async () => {
    const { out } = await ndc(['tenant', 'progress', '--sites', small, ...asOf, '--json']);
    expect(out).not.toContain('mat-ma');
    expect((JSON.parse(out) as TenantProgressData).organisations.find(({ organisation }) => organisation === 'bo-a')).toMatchObject({ systems: 2, concealed: 1 });
  });

  it('of a dissolved body names who carries it on, and shows theirs', async () => {
    const ran = await progress('bo-ke-hoach-va-dau-tu', '--json');
    const printed = JSON.parse(ran.out) as TenantProgressData;
    const own = jsonOf<TenantProgressData>(await progress('bo-tai-chinh', '--json'));
    expect(printed.dissolved).toMatchObject({ organisation: 'bo-ke-hoach-va-dau-tu', on: '2025-03-01', successors: ['bo-tai-chinh'] });
    expect([printed.organisations, printed.steps]).toEqual([own.organisations, own.steps]);
    expect(own.steps.length).toBeGreaterThan(1);
    expect(outcomeSchemaOf('ndc/tenant-progress.v1')?.safeParse(printed)).toEqual({ success: true, data: printed });
    const text = (await progress('bo-ke-hoach-va-dau-tu', '--lang', 'vi')).out.replace(/\s+/g, ' ');
    expect(text).toContain('(bo-ke-hoach-va-dau-tu) đã giải thể từ 01/03/2025; kế tục: bo-tai-chinh.');
    expect(text).not.toContain('0/0');
    expect(own.dissolved).toBeUndefined();
  });

  it('of a dissolved body that stood on the day asked for shows its own', async () => {
    const { dissolved, organisations } = jsonOf<TenantProgressData>(await ndc(['tenant', 'progress', 'bo-ke-hoach-va-dau-tu', '--sites', shipped, '--as-of', '2025-02-01', '--json']));
    expect([dissolved, organisations.map(({ organisation }) => organisation)]).toEqual([undefined, ['bo-ke-hoach-va-dau-tu']]);
  });

  it('of a dissolved body that nobody carries on says so', async () => {
    const sites = estate({ 'catalogue/organisations.yaml': (text) => `${text}  - {id: bo-cu, name: {vi: Bộ cũ, en: Old ministry}, level: central, kind: ministry, dissolvedOn: 2025-03-01}\n` });
    const { out, exit } = await ndc(['tenant', 'progress', 'bo-cu', '--sites', sites, ...asOf, '--lang', 'en']);
    expect([exit, out.replace(/\s+/g, ' ')]).toEqual([0, expect.stringContaining('Old ministry (bo-cu) was dissolved on 2025-03-01; the catalogue names no successor')]);
  });

  it('knows no body of another name', async () => {
    const ran = await progress('bo-yte');
    expect([ran.exit, said(ran)]).toEqual([2, expect.stringContaining('Did you mean bo-y-te?')]);
    expectNoTrace(ran);
  });
});
