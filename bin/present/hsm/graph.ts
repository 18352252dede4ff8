import type { HsmGraphData } from '../../hsm-keys-data.js';
import { cut, escaped } from '../plot/svg-text.js';
import { headline } from '../headline.js';
import { date, painter, safe, say, wrap, type View } from '../view.js';
import { ways } from './edge-path.js';
import { kindsNamed, thing } from './words.js';

/** The order of a cold start: one paragraph per step, each thing with what it waits for. */
export function text({ estate, asOf, graph }: HsmGraphData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const title = headline({ estate, asOf }, view, { vi: 'thứ tự mở khóa tính đến', en: 'order of opening as of' });
  if (graph.nodes.length === 0) return `${title}\n\n${vi ? 'Chưa khai báo khóa nào.' : 'No keys are declared.'}\n`;
  const steps = graph.layers.map((ids, layer) => [
    paint.dim(vi ? `Bước ${layer + 1}` : `Step ${layer + 1}`),
    ...ids.map((id) => {
      const waits = graph.edges.filter(({ then }) => then === id).map(({ first }) => safe(first));
      return wrap(`  ${safe(id)}${waits.length === 0 ? '' : ` ← ${waits.join(', ')}`}`, view.columns, '    ');
    }),
  ].join('\n'));
  // Ids are English words, which an English reader needs not be told.
  const kinds = vi ? ` Tên gọi: ${kindsNamed(graph.layers.flat()).map(({ kind, name }) => `${kind}/ là ${name.vi}`).join(', ')}.` : '';
  return `${[title, wrap(`${vi ? 'Mũi tên ← nghĩa là: phải có trước. Mỗi bước chỉ cần những gì đứng trên nó.' : 'An arrow ← reads: has to be there first. Each step needs only what stands above it.'}${kinds}`, view.columns, ''), ...steps].join('\n\n')}\n`;
}

const boxes = {
  down: { width: 220, height: 44, gapX: 24, gapY: 56, margin: 24, head: 64 },
  right: { width: 172, height: 44, gapX: 44, gapY: 14, margin: 24, head: 64 },
} as const;
/** Told apart by their outlines as well, for a reader without colours. */
const looks = {
  hsm: { fill: '#e8eef7', dash: '', line: 2.5 },
  key: { fill: '#fff7dd', dash: '', line: 1.25 },
  store: { fill: '#e9f5ea', dash: '', line: 2.5 },
  repository: { fill: '#f1ecf7', dash: '6 3', line: 1.25 },
  target: { fill: '#ffffff', dash: '2 2', line: 1.25 },
} as const;

/** Layers from top to bottom, or from left to right where a page is narrow, first needed first; refers to nothing outside itself. */
export function svg({ estate, asOf, sites, graph }: HsmGraphData, view: View, { id: own = 'keys', towards = 'down' }: { readonly id?: string; readonly towards?: 'down' | 'right' } = {}): string {
  const vi = view.lang === 'vi';
  const box = boxes[towards];
  const right = towards === 'right';
  const widest = Math.max(1, ...graph.layers.map((ids) => ids.length));
  const deepest = Math.max(1, graph.layers.length);
  const width = Math.max(720, box.margin * 2 + (right ? deepest : widest) * (box.width + box.gapX) - box.gapX);
  const height = box.head + (right ? widest : deepest) * (box.height + box.gapY);
  const place = new Map(graph.nodes.map(({ id, layer, order }) => {
    const row = graph.layers[layer]?.length ?? 1;
    if (right) return [id, { x: box.margin + layer * (box.width + box.gapX), y: box.head + ((widest - row) / 2 + order) * (box.height + box.gapY) }] as const;
    const begin = (width - (row * (box.width + box.gapX) - box.gapX)) / 2;
    return [id, { x: begin + order * (box.width + box.gapX), y: box.head + layer * (box.height + box.gapY) }] as const;
  }));
  const laid = new Map(graph.nodes.map(({ id, layer }) => {
    const { x, y } = place.get(id) ?? { x: 0, y: 0 };
    return [id, right ? { layer, along: x, across: y } : { layer, along: y, across: x }] as const;
  }));
  const way = ways(right ? { wide: box.height, deep: box.width, gap: box.gapY, step: box.width + box.gapX, boxes: [...laid.values()] } : { wide: box.width, deep: box.height, gap: box.gapX, step: box.height + box.gapY, boxes: [...laid.values()] });
  const lines = graph.edges.flatMap(({ first, then }) => {
    const [from, to] = [laid.get(first), laid.get(then)];
    return from === undefined || to === undefined ? [] : [`<path d="${pathOf(way(from, to), right)}" fill="none" stroke="#555555" stroke-width="1.2" marker-end="url(#${own}-arrow)"/>`];
  });
  const drawn = graph.nodes.map(({ id, kind }) => {
    const at = place.get(id) ?? { x: 0, y: 0 };
    const { kind: what, which } = thing(id);
    const { fill, dash, line } = looks[kind];
    return [
      `<g><title>${escaped(id)}</title><rect x="${at.x}" y="${at.y}" width="${box.width}" height="${box.height}" rx="4" fill="${fill}" stroke="#333333" stroke-width="${line}"${dash === '' ? '' : ` stroke-dasharray="${dash}"`}/>`,
      `<text x="${at.x + 10}" y="${at.y + 17}" font-size="11" fill="#444444">${escaped(say(view, what))}</text>`,
      `<text x="${at.x + 10}" y="${at.y + 34}" font-size="13" fill="#111111">${escaped(cut(which, 13, box.width - 20))}</text></g>`,
    ].join('');
  });
  const title = vi ? `Khóa và thứ tự mở, ${sites.join(', ')}` : `Keys and the order of opening, ${sites.join(', ')}`;
  const described = graph.layers.map((ids, layer) => `${layer + 1}: ${ids.join(', ')}`).join('. ');
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${own}-title ${own}-description" font-family="Noto Sans, Segoe UI, Helvetica, Arial, sans-serif" lang="${view.lang}">`,
    `<title id="${own}-title">${escaped(title)}</title>`,
    `<desc id="${own}-description">${escaped(described, 8000)}</desc>`,
    `<defs><marker id="${own}-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="#555555"/></marker></defs>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<text x="${box.margin}" y="30" font-size="18" font-weight="600" fill="#111111">${escaped(title)}</text>`,
    `<text x="${box.margin}" y="50" font-size="13" fill="#444444">${escaped(`${say(view, estate.name)}, ${date(view, asOf)}. ${right ? (vi ? 'Trái sang phải: cái phải có trước đứng bên trái.' : 'Left to right: what has to be there first stands to the left.') : vi ? 'Trên xuống dưới: cái phải có trước đứng trên.' : 'Top to bottom: what has to be there first stands above.'}`)}</text>`,
    ...lines,
    ...drawn,
    '</svg>',
  ].join('\n')}\n`;
}

/** Curves between layers that leave and reach each point straight on, and straight lines past boxes. */
function pathOf(points: readonly (readonly [along: number, across: number])[], right: boolean): string {
  const at = (along: number, across: number): string => (right ? `${along} ${across}` : `${across} ${along}`);
  return points
    .map(([along, across], index) => {
      const [before, beside] = points[index - 1] ?? [along, across];
      if (index === 0) return `M${at(along, across)}`;
      if (across === beside) return `L${at(along, across)}`;
      const bend = Math.min(40, (along - before) / 2);
      return `C${at(before + bend, beside)} ${at(along - bend, across)} ${at(along, across)}`;
    })
    .join('');
}
