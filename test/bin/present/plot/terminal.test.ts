import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { terminalChart } from '../../../../bin/present/plot/terminal.js';
import type { View } from '../../../../bin/present/view.js';
import { chart, hostile, quarters } from './charts.js';

const view = (changes: Partial<View> = {}): View => ({ lang: 'vi', columns: 80, colour: false, ...changes });
const widest = (text: string): number => Math.max(...text.split('\n').map((line) => stringWidth(line)));

describe('a chart in a terminal', () => {
  it('looks like this', () => {
    expect(terminalChart(chart({ annotations: [{ at: '2027-Q3', text: 'phòng máy thứ hai' }] }), view({ columns: 60 }))).toMatchInlineSnapshot(`
      "Trung tâm dữ liệu quốc gia số 01
        kW
         ▲
      600┤                  ┌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌
         │                  ╎
      500┤                  ╎
         │                  ╎
      400┤                  ╎
         │                  ╎
      300┤╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┘
         │                                               ┏━━━━━━
         │                                   ┏━━━━━━━━━━━┛░░░░░░
      200┤                        ┏━━━━━━━━━━┛░░░░░░░░░░░░░░░░░░
         │      ┏━━━━━━━━━━━━━━━━━┛░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
      100┤━━━━━━┛░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
         │░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
        0┤░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
         └──────┬──────────────────────┬────────────────────────▶
          2027-Q1                2028-Q1
        ━░ tải đỉnh
        ╌╌ nguồn điện
        2027-Q3: phòng máy thứ hai
      "
    `);
  });

  it.each([60, 61, 80, 100, 140])('is no wider than %d columns', (columns) => {
    expect(widest(terminalChart(chart(), view({ columns })))).toBeLessThanOrEqual(columns);
    expect(widest(terminalChart(chart({ x: Array.from({ length: 40 }, (_, index) => `${2026 + Math.floor(index / 4)}-Q${(index % 4) + 1}`), series: [{ name: 'a', kind: 'step', values: Array.from({ length: 40 }, (_, index) => index * 1e9) }] }), view({ columns })))).toBeLessThanOrEqual(columns);
  });

  it('says the same with colour as without', () => {
    const coloured = terminalChart(chart(), view({ colour: true }));
    expect(coloured).toContain('\u001b[');
    expect(stripVTControlCharacters(coloured)).toBe(terminalChart(chart(), view()));
    expect(terminalChart(chart(), view())).not.toContain('\u001b');
  });

  it('tells series apart by their strokes', () => {
    const names = ['một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám'];
    const drawn = terminalChart(chart({ series: names.map((name, index) => ({ name, kind: 'step', values: quarters.map(() => 100 * (index + 1)) })) }), view());
    const samples = names.map((name) => drawn.split('\n').find((line) => line.endsWith(` ${name}`))?.trim().slice(0, 2));
    expect(new Set(samples).size).toBe(8);
    for (const sample of samples) expect(drawn.split('\n').some((line) => line.includes(String(sample).repeat(10)))).toBe(true);
  });

  it('writes figures as the language does', () => {
    const big = chart({ series: [{ name: 'a', kind: 'line', values: quarters.map((_, index) => index * 1000) }] });
    expect(terminalChart(big, view())).toContain('8.000');
    expect(terminalChart(big, view({ lang: 'en' }))).toContain('8,000');
    const small = chart({ series: [{ name: 'a', kind: 'line', values: quarters.map((_, index) => index / 8) }] });
    expect(terminalChart(small, view())).toContain('0,8');
  });

  it('leaves gaps where there is no value', () => {
    const gap = terminalChart(chart({ series: [{ name: 'a', kind: 'step', values: [5, 5, 5, null, null, null, 5, 5, 5] }] }), view());
    const row = gap.split('\n').find((line) => line.includes('━━━━')) ?? '';
    expect(row).toMatch(/━ {10,}━/);
  });

  it.each([
    ['no series', chart({ series: [] })],
    ['no quarters', chart({ x: [] })],
    ['nothing but gaps', chart({ series: [{ name: 'a', kind: 'line', values: [null, null] }] })],
    ['no finite value', chart({ series: [{ name: 'a', kind: 'line', values: [NaN, Infinity] }] })],
  ])('says so where there is nothing to draw: %s', (_, nothing) => {
    expect(terminalChart(nothing, view())).toContain('(không có giá trị nào để vẽ)');
    expect(terminalChart(nothing, view({ lang: 'en' }))).toContain('(no values to draw)');
  });

  it.each([
    ['one quarter', chart({ x: ['2030-Q4'], series: [{ name: 'a', kind: 'area', values: [7] }] }), '2030-Q4'],
    ['zero', chart({ series: [{ name: 'a', kind: 'step', values: quarters.map(() => 0) }] }), '0'],
    ['below zero', chart({ series: [{ name: 'a', kind: 'step', values: quarters.map((_, index) => index - 4) }] }), '-4'],
    ['very large', chart({ series: [{ name: 'a', kind: 'step', values: quarters.map((_, index) => index * 1e15) }] }), '8.000.000.000.000.000'],
  ])('draws %s', (_, one, label) => {
    const drawn = terminalChart(one, view({ columns: 100 }));
    expect(drawn).toContain(label);
    expect(drawn).toContain('━━━');
    expect(widest(drawn)).toBeLessThanOrEqual(100);
  });

  it('fits whatever its figures', () => {
    const value = fc.oneof(fc.constant(null), fc.double({ noNaN: true, min: -1e12, max: 1e12 }), fc.integer({ min: 0, max: 50 }));
    const series = fc.record({ name: fc.string(), kind: fc.constantFrom('line', 'step', 'area', 'limit'), values: fc.array(value, { maxLength: quarters.length }) });
    fc.assert(
      fc.property(fc.array(series, { maxLength: 6 }), fc.integer({ min: 60, max: 140 }), (all, columns) => {
        const drawn = terminalChart(chart({ series: all }), view({ columns }));
        expect(widest(drawn.split('\n').filter((line) => /[┤│└]/.test(line)).join('\n'))).toBeLessThanOrEqual(columns);
        expect(drawn).not.toMatch(/NaN|undefined|Infinity/);
      }),
      { numRuns: 100 },
    );
  });

  it.each(hostile)('keeps %j from reaching the terminal as it is', (text) => {
    const drawn = terminalChart(chart({ title: text, subtitle: text, unit: text, series: [{ name: text, kind: 'step', values: [1, 2] }], annotations: [{ at: text, text }] }), view());
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    expect(drawn).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202a-\u202e]/);
    expect(drawn.length).toBeLessThan(10_000);
  });
});
