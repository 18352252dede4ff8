import plot from 'simple-ascii-chart';
import stringWidth from 'string-width';
import { visible } from '../../../sites/model/visible.js';
import { painter, wrap, type Painter, type View } from '../view.js';
import { unbroken, type Chart, type Series } from './chart.js';
import { namedQuarters, valueAxis, valueText, type ValueAxis } from './scale.js';

/** Lines in each direction and the four corners: series differ by their strokes, so that colour is not needed. */
interface Strokes {
  readonly along: string;
  readonly up: string;
  /** From the left to up and to down, to the right from below and from above. */
  readonly corners: readonly [leftUp: string, leftDown: string, belowRight: string, aboveRight: string];
}

const plain: Strokes = { along: '─', up: '│', corners: ['┘', '┐', '┌', '└'] };
const limits: readonly Strokes[] = [
  { along: '╌', up: '╎', corners: ['┘', '┐', '┌', '└'] },
  { along: '┈', up: '┊', corners: ['┘', '┐', '┌', '└'] },
  { along: '╍', up: '╏', corners: ['┛', '┓', '┏', '┗'] },
];
const strokes: readonly Strokes[] = [
  { along: '━', up: '┃', corners: ['┛', '┓', '┏', '┗'] },
  { along: '═', up: '║', corners: ['╝', '╗', '╔', '╚'] },
  plain,
  { along: '┅', up: '┇', corners: ['┛', '┓', '┏', '┗'] },
  // A site has seven resources: beyond the box drawings, letters are told apart without colour.
  ...['+', 'o', '*', 'x'].map((mark): Strokes => ({ along: mark, up: mark, corners: [mark, mark, mark, mark] })),
];
const fill = '░';

interface Style {
  readonly strokes: Strokes;
  readonly paint: (text: string) => string;
}

function stylesOf(series: readonly Series[], paint: Painter): Style[] {
  const paints = [paint.cyan, paint.yellow, paint.green, paint.magenta];
  let [lines, bounds] = [0, 0];
  return series.map(({ kind }): Style => {
    if (kind === 'limit') return { strokes: nth(limits, bounds++), paint: paint.red };
    const index = lines++;
    return { strokes: nth(strokes, index), paint: paints[index % paints.length] ?? paint.cyan };
  });
}

const nth = (from: readonly Strokes[], index: number): Strokes => from[index % from.length] ?? plain;

/**
 * A chart for a terminal, no wider than the view, readable without colour. Values hold for their quarter and are drawn as
 * steps; quarters at either end in which no series has a value are left out.
 */
export function terminalChart(whole: Chart, view: View): string {
  const paint = painter(view);
  const chart = trimmed(whole);
  const axis = valueAxis(chart, 6);
  const styles = stylesOf(chart.series, paint);
  const clean = (text: string): string => visible(text, 200);
  const head = [wrap(paint.bold(clean(chart.title)), view.columns, ''), ...(chart.subtitle === undefined ? [] : [wrap(clean(chart.subtitle), view.columns, '')])];
  const unit = `  ${clean(chart.unit)}`;
  if (axis === undefined) return [...head, view.lang === 'vi' ? '  (không có giá trị nào để vẽ)' : '  (no values to draw)', ''].join('\n');
  const legend = chart.series.map(({ name, kind }, index) => {
    const style = styles[index];
    const sample = kind === 'area' ? `${style?.strokes.along ?? ''}${fill}` : (style?.strokes.along ?? '').repeat(2);
    return wrap(`  ${style?.paint(sample) ?? sample} ${clean(name)}`, view.columns, '     ');
  });
  const notes = (chart.annotations ?? []).map(({ at, text }) => wrap(`  ${clean(at)}: ${clean(text)}`, view.columns, '    '));
  return [...head, unit, drawn(chart, axis, styles, view), ...legend, ...notes, ''].join('\n');
}

/** Without quarters at either end in which nothing has a value: the library's axis runs over points alone. */
function trimmed(chart: Chart): Chart {
  const parts = chart.series.flatMap((series) => unbroken(series, chart.x.length));
  const from = Math.min(...parts.map(([first]) => first));
  const to = Math.max(...parts.map(([, last]) => last)) + 1;
  return parts.length === 0 ? chart : { ...chart, x: chart.x.slice(from, to), series: chart.series.map((series) => ({ ...series, values: series.values.slice(from, to) })) };
}

const rows = 14;

interface Line {
  readonly points: readonly (readonly [number, number])[];
  readonly filled: boolean;
  readonly style: Style;
}

/** The plot at the width that fits: how far labels reach beyond it, only the drawn plot tells. */
function drawn({ series, x }: Chart, axis: ValueAxis, styles: readonly Style[], view: View): string {
  const order = series.map((_, index) => index).sort((a, b) => rank(series[a]) - rank(series[b]));
  const lines = order.flatMap((index): Line[] => {
    const [one, style] = [series[index], styles[index]];
    return one === undefined || style === undefined ? [] : unbroken(one, x.length).map(([from, to]) => ({ points: pointsOf(one, from, to), filled: one.kind === 'area', style }));
  });
  for (let width = view.columns - 3; ; ) {
    const text = plotted(lines, x, axis, width, view);
    const excess = Math.max(...text.split('\n').map((row) => stringWidth(row))) - view.columns;
    if (excess <= 0 || width <= narrowest) return text;
    width = Math.max(narrowest, width - excess);
  }
}

const narrowest = 20;

function plotted(lines: readonly Line[], x: readonly string[], axis: ValueAxis, width: number, view: View): string {
  const label = Math.max(...x.map((quarter) => stringWidth(visible(quarter, 20)))) + 2;
  let line = -1;
  let last: readonly [number, number] | undefined;
  const text = plot(
    lines.map(({ points }) => points.map(([at, value]): [number, number] => [at, value])),
    {
      width,
      height: rows,
      yRange: [axis.from, axis.to],
      customYAxisTicks: [...axis.ticks],
      customXAxisTicks: namedQuarters(x, label, width),
      formatter: (value, { axis: of }) => (of === 'x' ? visible(x[value] ?? '', 20) : valueText(view, value, axis)),
      // The library says no line's number: it draws them in order, each from its first point.
      lineFormatter: ({ index, plotX, plotY }) => {
        if (index === 0) {
          line += 1;
          last = undefined;
        }
        const here = lines[line];
        if (here === undefined) return [];
        const cells = step(last ?? [plotX, plotY], [plotX, plotY], here.style.strokes, here.filled);
        last = [plotX, plotY];
        return cells.map((cell) => ({ ...cell, symbol: here.style.paint(cell.symbol) }));
      },
    },
  );
  return text
    .split('\n')
    .map((row) => row.trimEnd())
    .filter((row) => row !== '')
    .join('\n');
}

/** What is drawn over may be hidden: areas lie below, then limits. */
const rank = (series: Series | undefined): number => (series?.kind === 'area' ? 0 : series?.kind === 'limit' ? 1 : 2);

/** What is nearer to nothing than any figure of an estate is drawn as nothing: the chart divides by the span it draws. */
const asDrawn = (value: number): number => (Math.abs(value) < 1e-12 ? 0 : value);

const pointsOf = ({ values }: Series, from: number, to: number): [number, number][] => [
  ...Array.from({ length: to - from + 1 }, (_, offset): [number, number] => [from + offset, asDrawn(values[from + offset] ?? 0)]),
  [to + 1, asDrawn(values[to] ?? 0)],
];

interface Cell {
  readonly x: number;
  readonly y: number;
  readonly symbol: string;
}

/** Cells of one step: along to the next point's column, then up or down in it. Rows count from the top. */
function step([fromX, fromY]: readonly [number, number], [toX, toY]: readonly [number, number], { along, up, corners }: Strokes, filled: boolean): Cell[] {
  const cells: Cell[] = [];
  const [leftUp, leftDown, belowRight, aboveRight] = corners;
  for (let x = fromX + 1; x < toX; x += 1) cells.push({ x, y: fromY, symbol: along });
  if (toY === fromY) cells.push({ x: toX, y: toY, symbol: along });
  else {
    cells.push({ x: toX, y: fromY, symbol: toY < fromY ? leftUp : leftDown }, { x: toX, y: toY, symbol: toY < fromY ? belowRight : aboveRight });
    for (let y = Math.min(fromY, toY) + 1; y < Math.max(fromY, toY); y += 1) cells.push({ x: toX, y, symbol: up });
  }
  if (filled) for (let x = Math.min(fromX + 1, toX); x <= toX; x += 1) for (let y = (x === toX ? Math.max(fromY, toY) : fromY) + 1; y <= rows; y += 1) cells.push({ x, y, symbol: fill });
  return cells;
}
