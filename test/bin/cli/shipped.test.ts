import stringWidth from 'string-width';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CheckData } from '../../../bin/check-data.js';
import { asOf, jsonOf, ndc, shipped, type Ran } from './ndc.js';

type Check = CheckData & { readonly kind: string; readonly exit: number };

const vietnamese = /[ạảãàáâậầấẩẫăắằặẳẵóòọõỏôộổỗồốơờớợởỡéèẻẹẽêếềệểễúùụủũưựữửừứíìịỉĩýỳỷỵỹđ]/;

/** The estate of this repository, checked as `npm start` does. */
describe('ndc check of the shipped estate', () => {
  let json: Ran;
  let data: Check;
  let trang: Ran;

  beforeAll(async () => {
    const given = ['check', '--sites', shipped, ...asOf];
    json = await ndc([...given, '--json']);
    data = jsonOf<Check>(json);
    trang = await ndc([...given, '--lang', 'vi']);
  }, 120_000);

  it('exits 0 and opens no connection', () => {
    expect([json.exit, trang.exit]).toEqual([0, 0]);
    expect([...json.reached, ...trang.reached]).toEqual([]);
    expect(data).toMatchObject({ kind: 'ndc/check.v1', exit: 0, asOf: '2026-11-01', estate: { id: 'vn-ndc' } });
  });

  it('judges two views; the target is clean', () => {
    expect(data.views.map(({ view, passed }) => [view, passed])).toEqual([
      ['today', true],
      ['target', true],
    ]);
    const [today, target] = data.views;
    expect(today?.sites.filter(({ phase }) => phase === 'operating').map(({ id }) => id)).toEqual(['ndc-01']);
    expect(target?.sites.map(({ phase }) => phase)).toEqual(['operating', 'operating', 'operating']);
    expect(target?.rules).toMatchObject({ fail: 0, waived: 0, unknown: 0 });
    expect(target?.findings).toEqual([]);
    expect(target?.rules.pass).toBeGreaterThan(100);
    for (const { stacks, resources } of target?.sites ?? []) {
      expect(stacks).toBeGreaterThan(3);
      expect(resources).toBeGreaterThan(stacks);
    }
  });

  it('shows each waived gap with its legal basis and its end', () => {
    const waived = data.views[0]?.findings ?? [];
    expect(waived.map(({ policy, status, basis, waivedUntil }) => [policy, status, basis, waivedUntil])).toEqual([
      ...['BAK-002', 'BAK-003', 'BAK-004', 'CAP-002', 'RED-001', 'RED-005', 'RED-012', 'REP-003'].map((policy) => [policy, 'waived', 'Q V.2.b', '2030-12-31']),
    ]);
    expect(trang.out).toContain('chưa có dự phòng hôm nay; được miễn đến ngày 31/12/2030');
    expect(trang.out).toContain('RED-001 được miễn đến ngày 31/12/2030 (Q V.2.b):');
  });

  it('says what the loss of each site leaves', () => {
    const [, target] = data.views;
    expect(target?.losses.map(({ lost }) => lost)).toEqual(['ndc-01', 'ndc-02', 'ndc-03']);
    for (const { survivors, homeless } of target?.losses ?? []) {
      expect(survivors).toHaveLength(2);
      expect(homeless).toEqual([]);
    }
    expect(data.views[0]?.losses[0]?.homeless[0]?.count).toBeGreaterThan(0);
  });

  it('counts the assumptions it rests on, each with its place', () => {
    const values = data.assumptions.flatMap(({ values: of }) => of);
    expect(trang.out).toContain(`Kết quả dựa trên các số liệu và phân loại chưa ai xác nhận (nhãn assumption): ${values.length.toLocaleString('vi-VN')}`);
    expect(values.every(({ pointer, line }) => pointer.startsWith('/') && line >= 1)).toBe(true);
    expect(data.assumptions.map(({ file }) => file)).toContain('ndc-02.yaml');
  });

  it('fits 100 columns', () => {
    expect(trang.out.split('\n').filter((line) => stringWidth(line) > 100)).toEqual([]);
  });

  it('speaks Vietnamese in every finding and every remedy', () => {
    for (const { found, remedy, title } of data.views.flatMap(({ findings }) => findings))
      for (const { vi, en } of [title, remedy, ...found.map(({ finding }) => finding)]) {
        expect(vi).toMatch(vietnamese);
        expect(vi).not.toMatch(/\b(the|is|are|of|with|not|lost|until)\b/);
        expect(en).not.toMatch(vietnamese);
      }
    const findings = trang.out.split('Kết quả dựa trên')[0] ?? '';
    expect(findings).not.toMatch(/\b(the|is|are|of|with|not|lost|waived|until|failed)\b/);
  });
});
