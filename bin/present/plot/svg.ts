import { scaleBand, scaleLinear, type ScaleBand, type ScaleLinear } from 'd3-scale';
import { area, curveLinear, curveStepAfter, line } from 'd3-shape';
import type { View } from '../view.js';
import { drawable, unbroken, type Chart, type Series } from './chart.js';
import { namedQuarters, valueAxis, valueText, type ValueAxis } from './scale.js';
import { brokenLines, cut, escaped, fonts, textWidth } from './svg-text.js';

/** Blue, vermillion, green, purple, orange: told apart by the colour-blind (Okabe, Ito 2008), each with dashes of its own for print. */
const inks = [
  { colour: '#0072b2', dash: '' },
  { colour: '#d55e00', dash: '8 3' },
  { colour: '#009e73', dash: '2 3' },
  { colour: '#7b3f8c', dash: '10 3 2 3' },
  { colour: '#8a6d00', dash: '5 5' },
] as const;
const limitInk = { colour: '#1a1a1a', dash: '7 4' };

interface Ink {
  readonly colour: string;
  readonly dash: string;
}

const width = 960;
const left = 84;
const right = 24;

const number = (value: number): string => String(Math.round(value * 100) / 100);

/** Limits share one ink and differ by their dashes alone; the others take one ink each, and after five the same colours with other dashes: twenty-five look different. */
function inksOf(series: readonly Series[]): Ink[] {
  let drawn = 0;
  let limits = 0;
  return series.map(({ kind }) => (kind === 'limit' ? { ...limitInk, dash: [limitInk.dash, '2 2', '12 4 2 4'][limits++ % 3] ?? '' } : inkOf(drawn++)));
}

function inkOf(index: number): Ink {
  const { colour } = inks[index % inks.length] ?? inks[0];
  return { colour, dash: inks[(index + Math.floor(index / inks.length)) % inks.length]?.dash ?? '' };
}

/** Where the parts of a chart stand: what its words need decides its height. */
function frameOf(chart: Chart) {
  const title = brokenLines(chart.title, 20, width - 48, 2);
  const subtitle = chart.subtitle === undefined ? [] : brokenLines(chart.subtitle, 14, width - 48, 2);
  const top = 24 + title.length * 26 + subtitle.length * 20 + 38;
  const bottom = top + 320;
  const inked = inksOf(chart.series);
  const legend = legendOf(chart, inked, bottom + 52);
  return { title, subtitle, top, bottom, inked, legend, height: legend.end + (chart.annotations ?? []).length * 18 + 12 };
}

/** Pixels. */
export const chartWidth = width;
export const chartHeight = (chart: Chart): number => frameOf(chart).height;

/**
 * A chart for a report: one SVG element that refers to nothing outside itself, with a title and a description for
 * readers who do not see it, legible in black and white. Whatever its texts hold, they stay text.
 *
 * @param place ids of one document differ; a chart inside a page begins at `y`.
 */
export function svgChart(chart: Chart, view: Pick<View, 'lang'>, { id = 'chart', y = 0 }: { readonly id?: string; readonly y?: number } = {}): string {
  const axis = valueAxis(chart, 6);
  const { title, subtitle, top, bottom, inked, legend, height } = frameOf(chart);
  const notes = (chart.annotations ?? []).map(({ at, text }, index) => note(`${at}: ${text}`, index, legend.end));
  const x = scaleBand<number>()
    .domain(chart.x.map((_, index) => index))
    .range([left, width - right]);
  const body = axis === undefined ? [say(width / 2, (top + bottom) / 2, view.lang === 'vi' ? 'Không có giá trị nào để vẽ' : 'No values to draw', 14, 'middle')] : plotted(chart, axis, inked, x, { top, bottom }, view);
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg"${y === 0 ? '' : ` y="${y}"`} viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${id}-title ${id}-description" font-family="${fonts}" lang="${view.lang}">`,
    `<title id="${id}-title">${escaped(chart.title)}</title>`,
    `<desc id="${id}-description">${escaped(described(chart, axis, view), 4000)}</desc>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...title.map((text, index) => say(24, 38 + index * 26, text, 20, 'start', 'font-weight="600"')),
    ...subtitle.map((text, index) => say(24, 36 + title.length * 26 + index * 20, text, 14, 'start', 'fill="#444444"')),
    say(24, top - 18, chart.unit, 13, 'start', 'fill="#444444"'),
    ...body,
    ...legend.marks,
    ...notes,
    '</svg>',
  ].join('\n')}\n`;
}

function say(x: number, y: number, text: string, size: number, anchor: 'start' | 'middle' | 'end', more = ''): string {
  return `<text x="${number(x)}" y="${number(y)}" font-size="${size}" text-anchor="${anchor}"${more === '' || !more.includes('fill=') ? ' fill="#111111"' : ''}${more === '' ? '' : ` ${more}`}>${escaped(text)}</text>`;
}

interface Frame {
  readonly top: number;
  readonly bottom: number;
}

function plotted(chart: Chart, axis: ValueAxis, inked: readonly Ink[], x: ScaleBand<number>, { top, bottom }: Frame, view: Pick<View, 'lang'>): string[] {
  const y = scaleLinear().domain([axis.from, axis.to]).range([bottom, top]);
  const start = (index: number): number => x(index) ?? left;
  const named = namedQuarters(chart.x, 66, width - left - right);
  const grid = axis.ticks.flatMap((tick) => [
    `<path d="M${left} ${number(y(tick))}H${width - right}" stroke="${tick === 0 ? '#111111' : '#d5d5d5'}" stroke-width="1" fill="none"/>`,
    say(left - 8, y(tick) + 4, valueText(view, tick, axis), 13, 'end'),
  ]);
  const quarters = chart.x.flatMap((quarter, index) => [
    `<path d="M${number(start(index))} ${bottom}v${named.includes(index) ? 8 : 4}" stroke="#111111" stroke-width="1" fill="none"/>`,
    ...(named.includes(index) ? [say(start(index) + x.bandwidth() / 2, bottom + 22, quarter, 13, 'middle')] : []),
  ]);
  const marks = (chart.annotations ?? []).flatMap(({ at }, order) => {
    const index = chart.x.indexOf(at);
    if (index < 0) return [];
    return [`<path d="M${number(start(index))} ${top}V${bottom}" stroke="#666666" stroke-width="1" stroke-dasharray="1 3" fill="none"/>`, say(start(index), top - 4, marker(order), 12, 'middle')];
  });
  const order = chart.series.map((_, index) => index).sort((a, b) => rank(chart.series[a]) - rank(chart.series[b]));
  return [...grid, ...quarters, ...marks, ...order.flatMap((index) => seriesMarks(chart.series[index], inked[index] ?? limitInk, chart.x.length, x, y))];
}

/** Areas lie below lines, lines below limits. */
const rank = (series: Series | undefined): number => (series?.kind === 'area' ? 0 : series?.kind === 'limit' ? 2 : 1);

/** Notes are numbered at the line they belong to and told below the chart. */
const marker = (index: number): string => `(${index + 1})`;

function seriesMarks(series: Series | undefined, { colour, dash }: Ink, quarters: number, x: ScaleBand<number>, y: ScaleLinear<number, number>): string[] {
  if (series === undefined) return [];
  const value = (index: number): number => y(series.values[index] ?? 0);
  const stroke = `stroke="${colour}" stroke-width="${series.kind === 'limit' ? 2 : 2.5}" stroke-linejoin="round"${dash === '' ? '' : ` stroke-dasharray="${dash}"`}`;
  return unbroken(series, quarters).flatMap(([from, to]) => {
    const held: [number, number][] = [];
    for (let index = from; index <= to; index += 1) held.push(series.kind === 'line' ? [(x(index) ?? 0) + x.bandwidth() / 2, value(index)] : [x(index) ?? 0, value(index)]);
    if (series.kind !== 'line') held.push([(x(to) ?? 0) + x.bandwidth(), value(to)]);
    const curve = series.kind === 'line' ? curveLinear : curveStepAfter;
    const path = line().curve(curve)(held) ?? '';
    // One quarter alone gives a line no length.
    const dot = series.kind === 'line' && from === to ? [`<circle cx="${number(held[0]?.[0] ?? 0)}" cy="${number(held[0]?.[1] ?? 0)}" r="3.5" fill="${colour}"/>`] : [];
    const filled = series.kind === 'area' ? [`<path d="${area().curve(curve).y0(y(0))(held) ?? ''}" fill="${colour}" fill-opacity="0.16"/>`] : [];
    return [...filled, ...(dot.length > 0 ? dot : [`<path d="${path}" fill="none" ${stroke}/>`])];
  });
}

/** Names with a sample of each stroke, in rows. */
function legendOf({ series }: Chart, inked: readonly Ink[], from: number): { readonly marks: readonly string[]; readonly end: number } {
  const marks: string[] = [];
  let [x, y] = [left, from];
  series.forEach(({ name, kind }, index) => {
    const text = cut(name, 13, width - left - right - 40);
    const needed = 40 + textWidth(text, 13) + 24;
    if (x > left && x + needed > width - right) {
      x = left;
      y += 22;
    }
    const { colour, dash } = inked[index] ?? limitInk;
    if (kind === 'area') marks.push(`<rect x="${number(x)}" y="${y - 9}" width="30" height="10" fill="${colour}" fill-opacity="0.16"/>`);
    marks.push(`<path d="M${number(x)} ${y - (kind === 'area' ? 9 : 4)}h30" fill="none" stroke="${colour}" stroke-width="2.5"${dash === '' ? '' : ` stroke-dasharray="${dash}"`}/>`, say(x + 38, y, text, 13, 'start'));
    x += needed;
  });
  return { marks, end: y + 16 };
}

const note = (text: string, index: number, from: number): string => say(left, from + 12 + index * 18, cut(`${marker(index)} ${text}`, 13, width - left - right), 13, 'start', 'fill="#444444"');

/** What a reader who does not see the chart is told: of every series its first, last, least and greatest value. */
function described({ x, unit, series, annotations }: Chart, axis: ValueAxis | undefined, view: Pick<View, 'lang'>): string {
  const vi = view.lang === 'vi';
  if (axis === undefined) return vi ? 'Không có giá trị nào.' : 'There are no values.';
  const told = series.map(({ name, values }) => {
    const there = x.flatMap((quarter, index) => (drawable(values[index]) ? [{ quarter, value: values[index] ?? 0 }] : []));
    const [first, last] = [there[0], there.at(-1)];
    if (first === undefined || last === undefined) return vi ? `${name}: không có giá trị` : `${name}: no values`;
    const text = (value: number): string => `${valueText(view, value, axis)} ${unit}`;
    const all = there.map(({ value }) => value);
    const [least, most] = [all.reduce((a, b) => Math.min(a, b)), all.reduce((a, b) => Math.max(a, b))];
    return vi
      ? `${name}: ${text(first.value)} vào ${first.quarter}, ${text(last.value)} vào ${last.quarter}, thấp nhất ${text(least)}, cao nhất ${text(most)}`
      : `${name}: ${text(first.value)} in ${first.quarter}, ${text(last.value)} in ${last.quarter}, least ${text(least)}, most ${text(most)}`;
  });
  return [...told, ...(annotations ?? []).map(({ at, text }) => `${at}: ${text}`)].join('. ');
}
