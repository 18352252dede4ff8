import stringWidth from 'string-width';
import { visible } from '../../../sites/model/visible.js';

/** Sans-serif fonts with every letter of Vietnamese, the likeliest first: a drawing brings none of its own. */
export const fonts = "'Noto Sans', 'Be Vietnam Pro', 'Segoe UI', 'DejaVu Sans', Arial, sans-serif";

/** Text for XML: what others wrote can neither end an element nor turn the reading direction. Control characters become visible. */
export const escaped = (text: string, longest = 200): string =>
  visible(text, longest)
    // XML 1.0 has no place for half a surrogate pair or the two non-characters.
    .replace(/[\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

/** Pixels a text takes, estimated: no font is measured here, so this is on the wide side of the sans-serif fonts named in the drawing. */
export const textWidth = (text: string, size: number): number => stringWidth(text) * size * 0.58;

/** All words of a text in lines no wider than `width` pixels; a word that is wider has a line of its own. */
export function wordLines(text: string, size: number, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && textWidth(longer, size) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  lines.push(line);
  return lines;
}

/** Lines no wider than `width` pixels, at most `most`; the last ends in an ellipsis where something is left out. */
export function brokenLines(text: string, size: number, width: number, most: number): string[] {
  const lines = wordLines(visible(text, 400), size, width);
  const shown = lines.slice(0, most).map((each) => cut(each, size, width));
  const last = shown.at(-1);
  if (lines.length > most && last !== undefined) shown[shown.length - 1] = cut(`${last} …`, size, width);
  return shown;
}

/** A text cut to a width, with an ellipsis where it was cut. */
export function cut(text: string, size: number, width: number): string {
  if (textWidth(text, size) <= width) return text;
  let end = '';
  for (const character of text) {
    if (textWidth(`${end}${character}…`, size) > width) break;
    end += character;
  }
  return `${end.trimEnd()}…`;
}
