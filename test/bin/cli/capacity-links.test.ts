import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { LinksData } from '../../../bin/links-data.js';
import { outcomeSchemaOf } from '../../../bin/outcomes/catalogue.js';
import { expectNoTrace, jsonOf, ndc, remembered, said, shipped } from './ndc.js';

const ask = remembered((...more: readonly string[]) => ndc(['capacity', 'links', '--sites', shipped, '--as-of', '2026-11-01', ...more]));
const widest = (text: string): number => Math.max(...text.split('\n').map((line) => stringWidth(line)));
const target = ['--scenario', 'all-operating', '--quarter', '2026-Q4'] as const;

describe('ndc capacity links', () => {
  it.each(['vi', 'en'])('fits 100 columns in %s, whatever is asked', async (lang) => {
    for (const more of [['--plot'], [...target], [...target, '--lose', 'link/ndc-01--ndc-02', '--protection', 'gold'], ['--quarter', '2026-Q4']]) {
      const { out, err, exit, reached } = await ask('--lang', lang, ...more);
      expect([exit, err, reached]).toEqual([0, '', []]);
      expect(widest(out)).toBeLessThanOrEqual(100);
      expect(out).not.toMatch(/undefined|NaN|\[object/);
    }
  });

  it('says that nothing crosses a link while one site operates', async () => {
    const data = jsonOf<LinksData>(await ask('--quarter', '2026-Q4', '--json'));
    expect([data.loads, data.losses, data.timeline]).toEqual([[], [], []]);
    expect(data.ingest.length).toBeGreaterThan(0);
    expect((await ask('--quarter', '2026-Q4', '--lang', 'en')).out).toContain('Nothing crosses a link in 2026-Q4: no two sites operate.');
  });

  it('shows the first quarter in which anything crosses one', async () => {
    const data = jsonOf<LinksData>(await ask('--json'));
    expect(data.quarter).toBe('2030-Q4');
    expect(data.timeline.every(({ quarter }) => quarter === '2030-Q4')).toBe(true);
  });

  it('judges an ingest link, by hand', async () => {
    const data = jsonOf<LinksData>(await ask('--quarter', '2026-Q4', '--json'));
    // The health database changes by 200 GiB a day, times 2.5 for its log, times 4 in its busiest minutes, ÷ 0.75 × 8, ÷ 86,400 s.
    const peak = (200 * 2 ** 30 * 2.5 * 4 * 8) / 0.75 / 86_400;
    expect(data.ingest.find(({ id }) => id === 'nhap-y-te')).toMatchObject({ rate: '1000000000', targetMs: '60000', peakLagMs: '0', holds: 'yes' });
    expect(Number(data.ingest.find(({ id }) => id === 'nhap-y-te')?.peak)).toBeCloseTo(peak, -3);
  });

  it('counts bytes in flight, and the log twice where a third site takes a copy', async () => {
    const { loads } = jsonOf<LinksData>(await ask(...target, '--json'));
    const [north, west] = ['ndc-02', 'ndc-03'].map((to) => loads.find((load) => load.to === to));
    // 100 Gbit/s x 20 ms.
    expect(north).toMatchObject({ from: 'ndc-01', capacity: '100000000000', share: '80000000000', window: { bytes: '250000000', streams: 1 } });
    const total = (kind: 'standby' | 'log-copy'): bigint => BigInt(north?.perDay[kind].mid ?? 0) + BigInt(west?.perDay[kind].mid ?? 0);
    expect(total('log-copy')).toBeGreaterThan(total('standby') / 2n);
  });

  it('leads over the third site what lost its link, and says so', async () => {
    const data = jsonOf<LinksData>(await ask(...target, '--lose', 'link/ndc-01--ndc-02', '--json'));
    expect(data.detours).toMatchObject([{ from: 'ndc-01', to: 'ndc-02', over: 'ndc-03' }]);
    expect(data.loads.map(({ from, to, rerouted }) => [from, to, Number(rerouted) > 0])).toEqual([
      ['ndc-01', 'ndc-03', true],
      ['ndc-03', 'ndc-02', true],
    ]);
    expect(data.losses.find(({ domain }) => domain === 'link/ndc-01--ndc-03')).toMatchObject({ holds: 'no' });
    expect((await ask(...target, '--lose', 'link/ndc-01--ndc-02', '--lang', 'vi')).out).toContain('ndc-01 → ndc-02: đi vòng qua ndc-03');
  });

  it('loses a path without losing anything: the other carries the whole', async () => {
    const data = jsonOf<LinksData>(await ask(...target, '--lose', 'path/ndc-01--ndc-02/duyen-hai', '--json'));
    expect(data.detours).toEqual([]);
    expect(data.loads.every(({ capacity }) => String(capacity) === '100000000000')).toBe(true);
    // What is left is one path: losing it now takes the link.
    expect(data.losses.find(({ domain }) => domain === 'path/ndc-01--ndc-02/truong-son')?.detours).toHaveLength(1);
  });

  it('prints what its schema says, whatever is lost', async () => {
    const schema = outcomeSchemaOf('ndc/capacity-links.v1');
    for (const more of [[], [...target], [...target, '--lose', 'ndc-03'], [...target, '--lose', 'link/ndc-01--ndc-02', '--lose', 'link/ndc-02--ndc-03']]) {
      const printed = JSON.parse((await ask('--json', ...more)).out) as unknown;
      expect(schema?.safeParse(printed)).toEqual({ success: true, data: printed });
    }
  });

  it('gives one row for each link, way and quarter as CSV, and a chart as SVG', async () => {
    const { out } = await ask('--scenario', 'all-operating', '--format', 'csv');
    const [head = '', ...rows] = out.replace('\ufeff', '').trim().split('\r\n');
    expect(head.split(',').slice(0, 5)).toEqual(['quarter', 'link', 'from', 'to', 'tier']);
    // Two links carry something from 2026-Q4 to 2030-Q4.
    const at = (row: string, column: string): string => row.split(',')[head.split(',').indexOf(column)] ?? '';
    const loads = rows.filter((row) => at(row, 'lost') === '');
    expect(loads).toHaveLength(2 * 17);
    for (const row of loads) expect(at(row, 'lag_ms_mid')).toMatch(/^\d+$/);
    // Each link, path and conduit lost in turn, with the lag that is left.
    expect(rows.filter((row) => at(row, 'lost').startsWith('link/')).length).toBeGreaterThan(0);
    expect(rows.filter((row) => at(row, 'lost').startsWith('path/')).length).toBeGreaterThan(0);
    const drawn = (await ask('--scenario', 'all-operating', '--format', 'svg', '--lang', 'vi')).out;
    expect(drawn).toMatch(/^<svg xmlns/);
    expect(drawn).toContain('Tải đồng bộ cao điểm trên đường truyền');
  });

  it('refuses a link that is not, with the nearest', async () => {
    const ran = await ask('--lose', 'link/ndc-01--ndc-04');
    expect(ran.exit).toBe(2);
    expect(said(ran)).toContain('ndc-01--ndc-02');
    expectNoTrace(ran);
  });
});
