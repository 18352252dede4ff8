import type { ReportData } from '../../report-data.js';
import { cut, escaped, fonts, textWidth } from '../plot/svg-text.js';
import { say, type View } from '../view.js';
import { phaseNames } from '../words.js';

const width = 960;
const box = { width: 286, height: 96 };
/** Beyond this many sites the words on links would lie on each other; the table has them. */
const mostLabelled = 5;
const round = (value: number): number => Math.round(value * 100) / 100;

const words = (view: View, vi: string, en: string): string => (view.lang === 'vi' ? vi : en);

/** Sites evenly on an ellipse, the first at the top: who is linked with whom, not where anything lies. */
function places(count: number): readonly { readonly x: number; readonly y: number }[] {
  if (count === 1) return [{ x: width / 2, y: 220 }];
  return Array.from({ length: count }, (_, index) => {
    const angle = (index / count) * 2 * Math.PI - (count === 2 ? Math.PI : Math.PI / 2);
    return { x: round(width / 2 + Math.cos(angle) * 325), y: round(220 + Math.sin(angle) * 165) };
  });
}

/** Sites and links as boxes and lines: one SVG that refers to nothing outside itself. */
export function schematic({ sites, links }: Pick<ReportData, 'sites' | 'links'>, view: View): string {
  const placed = places(sites.length);
  const top = Math.min(220, ...placed.map(({ y }) => y)) - box.height / 2 - 12;
  const at = placed.map(({ x, y }) => ({ x, y: round(y - top) }));
  const height = Math.max(0, ...at.map(({ y }) => y)) + box.height / 2 + 12;
  const placeOf = (id: string): { readonly x: number; readonly y: number } | undefined => at[sites.findIndex((site) => site.id === id)];
  const small = sites.length > 8 ? 0.6 : 1;
  const lines = links.flatMap(({ a, b, capacityGbps, rttMs, paths, encrypted }) => {
    const [from, to] = [placeOf(a), placeOf(b)];
    if (from === undefined || to === undefined) return [];
    const [x, y] = [(from.x + to.x) / 2, (from.y + to.y) / 2];
    const figures = (value: number): string => value.toLocaleString(view.lang === 'vi' ? 'vi-VN' : 'en-US');
    const first = `${figures(capacityGbps)} Gbit/s, ${figures(rttMs)} ms`;
    const second = `${figures(paths)} ${words(view, 'tuyến', paths === 1 ? 'path' : 'paths')}, ${encrypted ? words(view, 'có mã hóa', 'encrypted') : words(view, 'không mã hóa', 'not encrypted')}`;
    const wide = Math.max(textWidth(first, 14), textWidth(second, 13)) + 12;
    return [
      `<path d="M${from.x} ${from.y}L${to.x} ${to.y}" stroke="#0072b2" stroke-width="2.5"${encrypted ? '' : ' stroke-dasharray="8 4"'} fill="none"/>`,
      ...(sites.length > mostLabelled
        ? []
        : [
            `<rect x="${round(x - wide / 2)}" y="${round(y - 22)}" width="${round(wide)}" height="44" fill="#ffffff"/>`,
            `<text x="${round(x)}" y="${round(y - 4)}" font-size="14" text-anchor="middle" fill="#111111">${escaped(first)}</text>`,
            `<text x="${round(x)}" y="${round(y + 14)}" font-size="13" text-anchor="middle" fill="#444444">${escaped(second)}</text>`,
          ]),
    ];
  });
  const boxes = sites.map(({ id, name, phase, commissioning }, index) => {
    const { x, y } = at[index] ?? { x: 0, y: 0 };
    const [wide, high] = [box.width * small, box.height * small];
    const operating = phase === 'operating';
    const since = operating ? words(view, ` từ ${commissioning}`, ` since ${commissioning}`) : phase === 'retired' ? '' : words(view, `, hoạt động từ ${commissioning}`, `, operates from ${commissioning}`);
    const line = (offset: number, size: number, text: string, more: string): string => `<text x="${x}" y="${round(y + offset * small)}" font-size="${round(size * small)}" text-anchor="middle" ${more}>${escaped(cut(text, size * small, wide - 16))}</text>`;
    return [
      `<rect x="${round(x - wide / 2)}" y="${round(y - high / 2)}" width="${round(wide)}" height="${round(high)}" rx="6" fill="${operating ? '#e8eef7' : '#ffffff'}" stroke="#333333" stroke-width="${operating ? 2.5 : 1.5}"${operating ? '' : ' stroke-dasharray="6 4"'}/>`,
      line(-20, 18, id, 'fill="#111111" font-weight="600"'),
      line(6, 13, say(view, name), 'fill="#111111"'),
      line(30, 13, `${say(view, phaseNames[phase])}${since}`, 'fill="#444444"'),
    ].join('');
  });
  const id = `schematic-${view.lang}`;
  const described = [...sites.map((site) => `${site.id}: ${say(view, phaseNames[site.phase])}, ${site.commissioning}`), ...links.map(({ a, b, capacityGbps, rttMs }) => `${a} – ${b}: ${capacityGbps} Gbit/s, ${rttMs} ms`)].join('. ');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${id}-title ${id}-description" font-family="${fonts}" lang="${view.lang}">`,
    `<title id="${id}-title">${words(view, 'Sơ đồ các trung tâm và đường truyền', 'Schematic of sites and links')}</title>`,
    `<desc id="${id}-description">${escaped(described, 8000)}</desc>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...lines,
    ...boxes,
    '</svg>',
  ].join('\n');
}
