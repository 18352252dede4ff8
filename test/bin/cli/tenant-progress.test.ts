import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { outcomeSchemaOf } from '../../../bin/outcomes/catalogue.js';
import type { TenantProgressData } from '../../../bin/tenant-progress-data.js';
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
  });

  it('tells nothing of a secret system but that it is there', async () => {
    const { out } = await ndc(['tenant', 'progress', '--sites', small, ...asOf, '--json']);
    expect(out).not.toContain('mat-ma');
    expect((JSON.parse(out) as TenantProgressData).organisations.find(({ organisation }) => organisation === 'bo-a')).toMatchObject({ systems: 2, concealed: 1 });
  });

  it('knows no body of another name', async () => {
    const ran = await progress('bo-yte');
    expect([ran.exit, said(ran)]).toEqual([2, expect.stringContaining('Did you mean bo-y-te?')]);
    expectNoTrace(ran);
  });
});
