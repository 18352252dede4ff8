import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { outcomeSchemaOf } from '../../../bin/outcomes/catalogue.js';
import type { PowerData } from '../../../bin/power-data.js';
import { expectNoTrace, jsonOf, ndc, remembered, said, shipped, small } from './ndc.js';

const ask = remembered((...more: readonly string[]) => ndc(['capacity', 'power', '--sites', shipped, '--as-of', '2026-11-01', ...more]));
const widest = (text: string): number => Math.max(...text.split('\n').map((line) => stringWidth(line)));

describe('ndc capacity power', () => {
  it.each(['vi', 'en'])('fits 100 columns in %s, every site and quarter', async (lang) => {
    const { out, err, exit, reached } = await ask('--lang', lang, '--plot');
    expect([exit, err, reached]).toEqual([0, '', []]);
    expect(widest(out)).toBeLessThanOrEqual(100);
    for (const word of ['ndc-01', 'ndc-02', 'ndc-03', '2026-Q4–2027-Q1', '2030-Q4']) expect(out).toContain(word);
    expect(out).toContain(lang === 'vi' ? 'khi mọi tủ đã đầy, còn 1.210 kW không có tủ để dùng' : 'once every rack is full, 1,210 kW without a rack');
  });

  it('says what stands in the first hall', async () => {
    const data = jsonOf<PowerData & { kind: string }>(await ask('--site', 'ndc-01', '--quarter', '2026-Q4', '--json'));
    expect(data).toMatchObject({ kind: 'ndc/capacity-power.v1', tier: 'bronze', quarters: ['2026-Q4'] });
    const [hall] = data.sites[0]?.rows[0]?.halls ?? [];
    // Racks: 54 nodes by 5 (5.5 of 6 kW) are 11, 16 with 4 GPUs one each, 20 of storage one each, 6 by 6 are 1; equipment 2 + 1.
    // Watts: (54 x 1,100 + 16 x 4,500 + 20 x 1,300 + 6 x 900) x 0.9 + 18,000 = 164,520.
    expect(hall).toMatchObject({ hall: 'hall-1', racks: { taken: 51, there: 1000 }, drawn: '164520', feed: '6500000', cooling: '6500000', over: [] });
    expect(data.inputs.find(({ pointer }) => pointer === '/planning/facility/diversityPercent')).toMatchObject({ source: 'assumption', file: 'catalogue/planning.yaml' });
    for (const input of data.inputs) expect(input).toMatchObject({ source: expect.any(String) as string, line: expect.any(Number) as number });
    expect(data.assumptions).toBe(data.inputs.filter(({ source }) => source === 'assumption').length);
  });

  it('prints what its schema says, whatever is lost', async () => {
    const schema = outcomeSchemaOf('ndc/capacity-power.v1');
    for (const more of [[], ['--lose', 'ndc-01'], ['--lose', 'feed/ndc-01/hall-1/feed-a', '--protection', 'gold']]) {
      const printed = JSON.parse((await ask('--json', ...more)).out) as unknown;
      expect(schema?.safeParse(printed)).toEqual({ success: true, data: printed });
    }
  });

  it('takes lost parts out, and says which', async () => {
    const { out, exit } = await ask('--site', 'ndc-01', '--quarter', '2026-Q4', '--lose', 'rack/ndc-01/hall-1/4', '--lang', 'en');
    expect(exit).toBe(0);
    expect(out).toContain('what if --lose rack/ndc-01/hall-1/4');
    expect(out).toContain('hall-1: 5 nodes down, 91 running');
    expect((await ask('--site', 'ndc-01', '--lose', 'ndc-01', '--lang', 'en')).out).toMatch(/hall-1 .* lost/);
  });

  it('moves with the dates of a late site', async () => {
    expect((await ask('--site', 'ndc-02', '--delay', 'ndc-02=4q', '--lang', 'en')).out).toContain('does not operate in these quarters; due 2031-Q4');
    const early = jsonOf<PowerData>(await ask('--site', 'ndc-02', '--delay', 'ndc-02=-4q', '--json'));
    expect(early.sites[0]?.rows[0]?.quarter).toBe('2029-Q4');
  });

  it('gives one row for each site, quarter and hall as CSV', async () => {
    const { out } = await ask('--format', 'csv', '--site', 'ndc-01', '--site', 'ndc-02');
    const [head = '', ...rows] = out.replace('\ufeff', '').trim().split('\r\n');
    expect(head.split(',').slice(0, 6)).toEqual(['site', 'quarter', 'hall', 'lost', 'racks_taken', 'racks']);
    // Hall 1 from 2026-Q4 to 2030-Q4: 17 quarters; hall 2 from 2027-Q2: 15; NDC 02 in the last quarter.
    expect(rows).toHaveLength(17 + 15 + 1);
    expect(new Set(rows.map((row) => row.split(',').length))).toEqual(new Set([head.split(',').length]));
    expect(rows[0]).toMatch(/^ndc-01,2026-Q4,hall-1,false,51,1000,390,42000,/);
  });

  it('draws a chart for each operating site as SVG', async () => {
    const { out } = await ask('--format', 'svg', '--lang', 'vi', '--site', 'ndc-01');
    expect(out).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox/);
    expect(out).toContain('<title id="chart-title">ndc-01: điện của các phòng máy (Trung tâm dữ liệu quốc gia số 01)</title>');
    expect(out).toContain('phòng máy hall-2 đi vào hoạt động');
    expect((await ask('--format', 'svg')).out.match(/<title id="chart-\d-title">/g)).toHaveLength(3);
  });

  it('keeps the texts of files from the terminal', async () => {
    const { out } = await ndc(['capacity', 'power', '--sites', small, '--as-of', '2026-11-01', '--lang', 'en', '--plot']);
    expect(out).toContain('Centre 01 ${TfToken[TOKEN.0]}');
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
  });

  it.each([
    [['--site', 'ndc-1'], /ndc-01/],
    [['--quarter', '2026-Q5'], /2026-Q4/],
    [['--protection', 'golden'], /gold/],
    [['--lose', 'hall/ndc-01/hall-3'], /hall-1, hall-2/],
    [['--lose', 'feed/ndc-01/hall-1/feed-c'], /feed-a/],
  ])('refuses %j and says what there is', async (given, names) => {
    const ran = await ask(...given);
    expect(ran.exit).toBe(2);
    expect(said(ran)).toMatch(names);
    expectNoTrace(ran);
  });
});
