import type { View } from '../view.js';
import { escaped, fonts, wordLines } from './svg-text.js';

const width = 960;

/** A heading and a list below it, nothing of it left out: for an answer that has no figures to draw. */
export function svgList(title: string, items: readonly string[], view: Pick<View, 'lang'>): string {
  const lines = [
    ...wordLines(title, 20, width - 48).map((text) => ({ text, x: 24, size: 20, step: 28 })),
    ...items.flatMap((item) => wordLines(item, 14, width - 72).map((text, index) => ({ text: index === 0 ? `– ${text}` : text, x: index === 0 ? 24 : 38, size: 14, step: 22 }))),
  ];
  let y = 14;
  const drawn = lines.map(({ text, x, size, step }) => {
    y += step;
    return `<text x="${x}" y="${y}" font-size="${size}" fill="#111111">${escaped(text, 1000)}</text>`;
  });
  const height = y + 24;
  return `${[`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="list-title" font-family="${fonts}" lang="${view.lang}">`, `<title id="list-title">${escaped(title)}</title>`, `<rect width="${width}" height="${height}" fill="#ffffff"/>`, ...drawn, '</svg>'].join('\n')}\n`;
}
