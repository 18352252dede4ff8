import { scaleLinear } from 'd3-scale';
import type { View } from '../view.js';
import { brokenLines, cut, escaped, fonts } from './svg-text.js';
import { namedQuarters } from './scale.js';

/** One line: its parts follow each other, each with its own ink. */
export interface Bar {
  readonly label: string;
  /** Days, `2029-06-30`; from the first to the last of each part. */
  readonly parts: readonly { readonly phase: number; readonly from: string; readonly to: string }[];
  /** Said at the end of the bar. */
  readonly note: string;
}

export interface Gantt {
  readonly title: string;
  readonly subtitle: string;
  /** What the parts are, in order. */
  readonly phases: readonly string[];
  /** Quarters of the axis, in order; parts before or after them are cut. */
  readonly x: readonly string[];
  readonly bars: readonly Bar[];
}

/** Told apart in black and white by how dark they are, by the colour-blind by hue (Okabe, Ito 2008). */
const inks = ['#56b4e9', '#0072b2', '#00503a', '#c9c9c9'] as const;

const width = 960;
const left = 300;
const right = 100;
const row = 24;
const number = (value: number): string => String(Math.round(value * 100) / 100);

const head = ({ title, subtitle }: Gantt) => ({ title: brokenLines(title, 20, width - 48, 2), subtitle: brokenLines(subtitle, 14, width - 48, 2) });

const topOf = (gantt: Gantt): number => {
  const { title, subtitle } = head(gantt);
  return 40 + title.length * 26 + subtitle.length * 20;
};

/** Pixels. */
export const ganttWidth = width;
export const ganttHeight = (gantt: Gantt): number => topOf(gantt) + gantt.bars.length * row + 76;

/** Months since the year 0, days as parts of them. */
const monthsOf = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + (Number(day.slice(8, 10)) - 1) / 31;
const firstMonth = (quarter: string): number => Number(quarter.slice(0, 4)) * 12 + (Number(quarter.slice(6)) - 1) * 3;

/** What is done when: one SVG element that refers to nothing outside itself, as `svgChart` makes them. Whatever its texts hold, they stay text. */
export function svgGantt(gantt: Gantt, view: Pick<View, 'lang'>, { id = 'gantt', y = 0 }: { readonly id?: string; readonly y?: number } = {}): string {
  const { title, subtitle } = head(gantt);
  const [top, height] = [topOf(gantt), ganttHeight(gantt)];
  const bottom = top + gantt.bars.length * row;
  const [first, last] = [gantt.x[0] ?? '2000-Q1', gantt.x.at(-1) ?? '2000-Q1'];
  const x = scaleLinear().domain([firstMonth(first), firstMonth(last) + 3]).range([left, width - right]).clamp(true);
  const named = namedQuarters(gantt.x, 66, width - left - right);
  const grid = gantt.x.flatMap((quarter, index) => {
    const at = number(x(firstMonth(quarter)));
    return [
      `<path d="M${at} ${top}V${bottom + (named.includes(index) ? 8 : 4)}" stroke="${quarter.endsWith('-Q1') ? '#999999' : '#e2e2e2'}" stroke-width="1" fill="none"/>`,
      ...(named.includes(index) ? [say(x(firstMonth(quarter)), bottom + 22, quarter, 13, 'middle')] : []),
    ];
  });
  const bars = gantt.bars.flatMap(({ label, parts, note }, index) => {
    const middle = top + index * row;
    const end = Math.max(left, ...parts.map(({ to }) => x(monthsOf(to))));
    return [
      say(left - 8, middle + 16, cut(label, 13, left - 32), 13, 'end'),
      ...parts.map(({ phase, from, to }) => `<rect x="${number(x(monthsOf(from)))}" y="${middle + 5}" width="${number(Math.max(1, x(monthsOf(to)) - x(monthsOf(from))))}" height="${row - 10}" fill="${inks[phase % inks.length]}"/>`),
      say(end + 6, middle + 16, cut(note, 12, Math.max(20, width - end - 12)), 12, 'start'),
    ];
  });
  const legend = gantt.phases.flatMap((phase, index) => {
    const at = 24 + index * ((width - 48) / gantt.phases.length);
    return [`<rect x="${number(at)}" y="${bottom + 44}" width="14" height="14" fill="${inks[index % inks.length]}"/>`, say(at + 20, bottom + 56, cut(phase, 13, (width - 48) / gantt.phases.length - 28), 13, 'start')];
  });
  const told = gantt.bars.map(({ label, parts, note }) => `${label}: ${parts[0]?.from ?? ''} – ${parts.at(-1)?.to ?? ''}, ${note}`).join('. ');
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg"${y === 0 ? '' : ` y="${y}"`} viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${id}-title ${id}-description" font-family="${fonts}" lang="${view.lang}">`,
    `<title id="${id}-title">${escaped(gantt.title)}</title>`,
    `<desc id="${id}-description">${escaped(told, 8000)}</desc>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...title.map((line, index) => say(24, 38 + index * 26, line, 20, 'start', ' font-weight="600"')),
    ...subtitle.map((line, index) => say(24, 36 + title.length * 26 + index * 20, line, 14, 'start')),
    ...grid,
    ...bars,
    ...legend,
    '</svg>',
  ].join('\n')}\n`;
}

const say = (x: number, y: number, text: string, size: number, anchor: 'start' | 'middle' | 'end', more = ''): string => `<text x="${number(x)}" y="${number(y)}" font-size="${size}" text-anchor="${anchor}" fill="#111111"${more}>${escaped(text)}</text>`;
