import { describe, expect, it } from 'vitest';
import { svgChart } from '../../../../bin/present/plot/svg.js';
import { svgPage } from '../../../../bin/present/plot/svg-page.js';
import { brokenLines, cut, escaped, textWidth } from '../../../../bin/present/plot/svg-text.js';
import { chart, hostile, quarters } from './charts.js';

const vi = { lang: 'vi' } as const;

/** Element names of a well-formed document, in order; throws where elements do not nest or text holds markup. */
function elements(svg: string): string[] {
  const open: string[] = [];
  const found: string[] = [];
  const piece = /<(\/?)([a-z]+)((?:\s+[a-zA-Z:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
  let at = 0;
  for (let match = piece.exec(svg); match !== null; match = piece.exec(svg)) {
    at = piece.lastIndex;
    const [, closing, name = '', , alone, text] = match;
    if (text !== undefined) {
      if (/&(?!amp;|lt;|gt;|quot;|#39;)/.test(text)) throw new Error(`a bare ampersand in ${text}`);
    } else if (closing === '/') {
      if (open.pop() !== name) throw new Error(`</${name}> closes nothing`);
    } else {
      found.push(name);
      if (alone !== '/') open.push(name);
    }
  }
  if (at !== svg.length || open.length > 0) throw new Error(`not well formed at ${at}: ${svg.slice(at, at + 60)}`);
  return found;
}

describe('a chart for a report', () => {
  it('is one well-formed drawing that refers to nothing', () => {
    const svg = svgChart(chart({ subtitle: 'Tải đỉnh', annotations: [{ at: '2027-Q3', text: 'phòng máy thứ hai' }] }), vi);
    expect(new Set(elements(svg))).toEqual(new Set(['svg', 'title', 'desc', 'rect', 'text', 'path']));
    expect(svg.replace('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(/href|https?:|url\(|<style|<script|<image|@import|\son[a-z]+=/);
  });

  it('tells those who do not see it what it shows', () => {
    const svg = svgChart(chart(), vi);
    expect(svg).toMatch(/role="img" aria-labelledby="chart-title chart-description"/);
    expect(svg).toContain('<title id="chart-title">Trung tâm dữ liệu quốc gia số 01</title>');
    expect(svg).toContain('<desc id="chart-description">tải đỉnh: 100 kW vào 2026-Q4, 260 kW vào 2028-Q4, thấp nhất 100 kW, cao nhất 260 kW. nguồn điện: 300 kW vào 2026-Q4, 600 kW vào 2028-Q4, thấp nhất 300 kW, cao nhất 600 kW</desc>');
    expect(svgChart(chart({ series: [{ name: 'load', kind: 'line', values: [1, 3, 2] }] }), { lang: 'en' })).toContain('load: 1.0 kW in 2026-Q4, 2.0 kW in 2027-Q2, least 1.0 kW, most 3.0 kW');
  });

  it('draws no two series alike', () => {
    const names = Array.from({ length: 12 }, (_, index) => `series-${index}`);
    const svg = svgChart(chart({ series: names.map((name) => ({ name, kind: 'line', values: [1, 2, 3] })) }), vi);
    const looks = [...svg.matchAll(/fill="none" stroke="(#[0-9a-f]+)"([^>]*)>/g)].map(([, colour = '', rest = '']) => `${colour} ${/stroke-dasharray="([^"]*)"/.exec(rest)?.[1] ?? ''}`);
    expect(looks.length).toBeGreaterThanOrEqual(12);
    expect(new Set(looks.filter((look) => !look.startsWith('#d5d5d5'))).size).toBe(12);
  });

  it('holds a step for its quarter and ends it with the quarter', () => {
    // 9 quarters over 960 - 84 - 24 = 852 pixels; values from 0 to 10 over 320 pixels below the first.
    const svg = svgChart(chart({ series: [{ name: 'a', kind: 'step', values: [10, 0] }] }), vi);
    const top = Number(/<path d="M84 ([\d.]+)H936" stroke="#d5d5d5"[^]*?>10</.exec(svg)?.[1] ?? NaN) - 0;
    const d = /<path d="(M84,[^"]+)" fill="none"/.exec(svg)?.[1] ?? '';
    const numbers = d.match(/[\d.]+/g)?.map(Number) ?? [];
    const quarter = 852 / 9;
    // Along at the top to the end of the first quarter, down, along at the bottom to the end of the second.
    expect(numbers[0]).toBe(84);
    expect(d).toContain(`L${Math.round((84 + quarter) * 1000) / 1000},`);
    expect(Math.max(...numbers.filter((_, index) => index % 2 === 0))).toBeCloseTo(84 + 2 * quarter, 2);
    expect((numbers.at(-1) ?? 0) - (numbers[1] ?? 0)).toBe(320);
    expect(top).toBeGreaterThan(0);
  });

  it('breaks lines where there is no value, and shows a lonely one', () => {
    const gap = svgChart(chart({ series: [{ name: 'a', kind: 'step', values: [1, null, 2, null, null, 3] }] }), vi);
    expect(gap.match(/fill="none" stroke="#0072b2" stroke-width="2.5" stroke-linejoin/g)).toHaveLength(3);
    expect(elements(svgChart(chart({ series: [{ name: 'a', kind: 'line', values: [null, 5] }] }), vi))).toContain('circle');
  });

  it('tells series apart without colour', () => {
    const svg = svgChart(chart({ series: ['a', 'b', 'c', 'd', 'e'].map((name, index) => ({ name, kind: index > 2 ? 'limit' : 'step', values: quarters.map(() => index + 1) })) }), vi);
    const dashes = [...svg.matchAll(/<path d="[^"]+" fill="none" stroke="#[0-9a-f]+" stroke-width="[\d.]+" stroke-linejoin="round"(?: stroke-dasharray="([^"]+)")?/g)].map(([, dash]) => dash ?? 'whole');
    expect(dashes).toHaveLength(5);
    expect(new Set(dashes).size).toBe(5);
  });

  it.each([
    ['no series', chart({ series: [] })],
    ['no quarters', chart({ x: [] })],
    ['no finite value', chart({ series: [{ name: 'a', kind: 'line', values: [NaN, null] }] })],
  ])('says so where there is nothing to draw: %s', (_, nothing) => {
    elements(svgChart(nothing, vi));
    expect(svgChart(nothing, vi)).toContain('Không có giá trị nào để vẽ');
    expect(svgChart(nothing, { lang: 'en' })).toContain('No values to draw');
  });

  it('draws no figure that is none', () => {
    for (const values of [[0, 0], [-5, 5], [1e-9, 2e-9], [1e18, 2e18], [5]]) expect(svgChart(chart({ series: [{ name: 'a', kind: 'area', values }] }), vi)).not.toMatch(/NaN|Infinity|undefined/);
  });

  it.each(hostile)('keeps %j text', (text) => {
    const svg = svgChart(chart({ title: text, subtitle: text, unit: text, x: [text, '2027-Q1'], series: [{ name: text, kind: 'limit', values: [1, 2] }], annotations: [{ at: text, text }] }), vi);
    expect(elements(svg).filter((name) => !['svg', 'title', 'desc', 'rect', 'text', 'path'].includes(name))).toEqual([]);
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    expect(svg).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202a-\u202e]|<script|<image/);
    expect(svg.length).toBeLessThan(30_000);
  });

  it('gives the same bytes for the same chart', () => {
    expect(svgChart(chart(), vi)).toBe(svgChart(chart(), vi));
  });
});

describe('several charts', () => {
  it('stand below each other, their ids apart', () => {
    const page = svgPage([chart(), chart({ title: 'Số 02' }), chart({ title: 'Số 03' })], vi);
    expect(elements(page).filter((name) => name === 'svg')).toHaveLength(4);
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const places = [...page.matchAll(/<svg xmlns="[^"]+"(?: y="(\d+)")? viewBox="0 0 960 (\d+)"/g)].map(([, y, height]) => [Number(y ?? 0), Number(height)]);
    const [whole = [0, 0], ...charts] = places;
    expect(charts.map(([y]) => y)).toEqual([0, charts[0]?.[1], (charts[0]?.[1] ?? 0) + (charts[1]?.[1] ?? 0)]);
    expect(whole[1]).toBe(charts.reduce((sum, [, height]) => sum + (height ?? 0), 0));
  });

  it('of which there is one are that one', () => {
    expect(svgPage([chart()], vi)).toBe(svgChart(chart(), vi));
  });
});

describe('words in a drawing', () => {
  it.each([
    ['a & b < c > "d" \'e\'', 'a &amp; b &lt; c &gt; &quot;d&quot; &#39;e&#39;'],
    ['\u0000\u202e', '\\u0000\\u202e'],
    ['\ud800x\udc00', '\ufffdx\ufffd'],
    ['😀', '😀'],
    ['\uffff', '\ufffd'],
  ])('%j', (text, expected) => {
    expect(escaped(text)).toBe(expected);
  });

  it('are broken at spaces and end where the room ends', () => {
    expect(brokenLines('một hai ba', 10, 45, 3)).toEqual(['một hai', 'ba']);
    expect(brokenLines('một hai ba bốn năm sáu', 10, 45, 2)).toEqual(['một hai', 'ba bốn…']);
    expect(textWidth(cut('x'.repeat(100), 10, 200), 10)).toBeLessThanOrEqual(200);
    expect(cut('ngắn', 10, 200)).toBe('ngắn');
  });
});
