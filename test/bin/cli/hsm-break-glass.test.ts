import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { DrRunbookData } from '../../../bin/dr-runbook-data.js';
import type { HsmBreakGlassData } from '../../../bin/hsm-break-glass-data.js';
import { estate } from './estates.js';
import { expectNoTrace, jsonOf, ndc, remembered, shipped } from './ndc.js';

const ask = remembered((...argv: readonly string[]) => ndc(['hsm', 'break-glass', '--sites', shipped, ...argv, ...(argv.includes('--as-of') ? [] : ['--as-of', '2026-11-20'])]));

describe('ndc hsm break-glass', () => {
  it.each(['vi', 'en'])('says in %s what is there, where, who opens it and when it was drilled', async (lang) => {
    const { exit, out, err, reached } = await ask('--lang', lang);
    expect([exit, err, reached]).toEqual([0, '', []]);
    expect(Math.max(...out.split('\n').map((line) => stringWidth(line)))).toBeLessThanOrEqual(100);
    expect(out).toContain('Két thứ nhất của cán bộ cơ yếu tại NDC 01');
    expect(out).toContain(lang === 'vi' ? 'diễn tập gần nhất: chưa; diễn tập lại đến hết 04/01/2027' : 'again by 2027-01-04');
    expect(out).toMatch(lang === 'vi' ? /\d+ giá trị ở đây là giả định/ : /\d+ of these values are assumptions/);
  });

  it('fails once a drill is overdue, and where a site that operates has nothing', async () => {
    const late = await ask('--site', 'ndc-01', '--as-of', '2027-01-05', '--lang', 'vi');
    expect(late.exit).toBe(1);
    expect(late.out.match(/QUÁ HẠN DIỄN TẬP/g)).toHaveLength(3);
    expect(late.out).toContain('3 mục phải làm ngay (keys/break-glass.yaml).');
    expect((await ask('--site', 'ndc-01', '--as-of', '2027-01-04')).exit).toBe(0);
    const all = await ask('--scenario', 'all-operating', '--lang', 'en');
    expect(all.exit).toBe(1);
    expect(all.out.match(/MISSING/g)).toHaveLength(8);
  });

  it('counts from the last drill, where one is on record', async () => {
    const path = estate({ 'keys/break-glass.yaml': 'apiVersion: ndc.gov.vn/v1\nkind: BreakGlass\nmeans:\n  - {id: p, site: ndc-01, what: pin-envelope, place: két, opens: {roles: [A], needed: 1}, since: 2026-08-01, drilled: 2026-10-20, everyDays: 90}\n' });
    const ran = await ndc(['hsm', 'break-glass', '--sites', path, '--as-of', '2026-11-20', '--lang', 'vi']);
    expect(ran.out).toContain('diễn tập gần nhất: 20/10/2026; diễn tập lại đến hết 18/01/2027');
  });

  it('of an estate without such a file names each kind as missing', async () => {
    const ran = await ndc(['hsm', 'break-glass', '--sites', estate(), '--as-of', '2026-11-01', '--site', 'ndc-01', '--json']);
    expect(ran.exit).toBe(1);
    expect(jsonOf<HsmBreakGlassData>(ran).rows.map(({ what, standing }) => `${what} ${standing}`)).toEqual(['pin-envelope missing', 'kubeconfig missing', 'recovery-keys missing', 'repository-copy missing']);
  });

  it('as csv has a row for each, and knows its sites', async () => {
    const rows = (await ask('--format', 'csv', '--lang', 'en')).out.trimEnd().split('\r\n');
    expect(rows[0]).toMatch(/^\ufeffsite,what,id,standing,/);
    expect(rows).toHaveLength(13);
    const ran = await ask('--site', 'ndc-9', '--lang', 'en');
    expect(ran.exit).toBe(2);
    expectNoTrace(ran);
  });

  it('shows nothing of a place as the terminal’s own', async () => {
    const path = estate({ 'keys/break-glass.yaml': 'apiVersion: ndc.gov.vn/v1\nkind: BreakGlass\nmeans:\n  - {id: p, site: ndc-01, what: pin-envelope, place: "két\\u202Exyz", opens: {roles: [A], needed: 1}, everyDays: 90}\n' });
    const ran = await ndc(['hsm', 'break-glass', '--sites', path, '--as-of', '2026-11-01', '--lang', 'en']);
    expect(ran.out + ran.err).not.toContain('\u202e');
  });
});

describe('the runbook of a lost site', () => {
  it('says where the envelope lies that it tells to open', async () => {
    const { parts } = jsonOf<DrRunbookData>(await ndc(['dr', 'runbook', '--lose', 'ndc-01', '--scenario', 'all-operating', '--as-of', '2026-11-20', '--sites', shipped, '--json']));
    const [table] = parts[0]?.tables ?? [];
    const rows = table?.rows.map((cells) => cells.map((cell) => (typeof cell === 'string' ? cell : 'vi' in cell ? cell.vi : '')).join(' | ')) ?? [];
    expect(rows).toHaveLength(12);
    expect(rows[0]).toBe('ndc-01 | PIN niêm phong của HSM | Két thứ nhất của cán bộ cơ yếu tại NDC 01 | 2 | Cán bộ cơ yếu 1; Cán bộ cơ yếu 2; Cán bộ cơ yếu 3');
    // What is planned only has no place to be sent to.
    expect(rows.filter((row) => row.startsWith('ndc-02 ') && row.includes('dữ liệu chưa ghi'))).toHaveLength(4);
  });
});
