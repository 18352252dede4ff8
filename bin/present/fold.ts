import { widthOf } from './width.js';

// eslint-disable-next-line no-control-regex -- colours are written as control sequences
const colour = /\u001b\[[\d;]*m/g;
/** Codes that end a colour or a weight: picocolors closes by them. */
const closing = new Set(['\u001b[0m', '\u001b[22m', '\u001b[39m', '\u001b[49m']);
/** Where a word may be broken that is wider than its column: after what joins the parts of ids and paths. */
const joints = /(?<=[-/._,:])/;
const characters = new Intl.Segmenter();

/** Spaces to break at: a figure keeps its per cent. */
const spaces = / (?!%)/;

/** Width of the widest word of a cell: narrower than this a word is broken. */
export const widestWord = (cell: string): number => Math.max(0, ...cell.replace(colour, '').split(spaces).map(widthOf));

/** A cell as lines of at most `width` columns, broken at spaces, within a word only where it must be; a colour goes on in each. */
export function fold(cell: string, width: number): string[] {
  if (widthOf(cell) <= width) return [cell];
  const lines: string[] = [];
  let [line, taken, open] = ['', 0, ''];
  const end = (): void => {
    lines.push(open === '' ? line : `${line}\u001b[0m`);
    [line, taken] = [open, 0];
  };
  const put = (part: string, columns: number): void => {
    line += part;
    taken += columns;
  };
  for (const [index, word] of cell.split(spaces).entries()) {
    const columns = widthOf(word);
    if (index > 0 && taken > 0) {
      if (taken + 1 + Math.min(columns, width) <= width) put(' ', 1);
      else end();
    }
    if (taken + columns <= width) put(word, columns);
    else for (const piece of piecesOf(word, width)) {
      const wide = widthOf(piece);
      if (taken > 0 && taken + wide > width) end();
      put(piece, wide);
    }
    for (const [code] of word.matchAll(colour)) open = closing.has(code) ? '' : open + code;
  }
  return [...lines, line];
}

/** Widths of a column: of its widest cell, of its widest word with its title and without. */
export interface Wishes {
  readonly wide: number;
  readonly word: number;
  readonly own: number;
  readonly figures: boolean;
}

/** Parts of a word that is too wide, each at most `width` columns. */
function piecesOf(word: string, width: number): string[] {
  return word.split(joints).flatMap((part) => (widthOf(part) <= width ? [part] : [...characters.segment(part)].map(({ segment }) => segment)));
}

/**
 * Widths of columns that together take at most `room`, from those that they would like: the widest gives way first, texts
 * before the figures that a reader compares, and a word is broken only where no space is left to break at, a title's first.
 */
export function narrowed(columns: readonly Wishes[], room: number): number[] {
  const widths = columns.map(({ wide }) => wide);
  const total = (): number => widths.reduce((sum, width) => sum + width, 0);
  const floors: readonly ((wishes: Wishes) => number)[] = [
    ({ wide, word, figures }) => (figures ? wide : word),
    ({ word }) => word,
    ({ own, word }) => Math.max(own, Math.min(word, 5)),
    ({ own, figures }) => (figures ? own : Math.min(own, narrowest)),
    ({ own }) => Math.min(own, narrowest),
    () => 1,
  ];
  for (const floor of floors)
    while (total() > room) {
      const spare = columns.flatMap((column, index) => ((widths[index] ?? 0) > Math.max(1, floor(column)) ? [index] : []));
      if (spare.length === 0) break;
      const widest = spare.reduce((best, index) => ((widths[index] ?? 0) > (widths[best] ?? 0) ? index : best));
      widths[widest] = (widths[widest] ?? 1) - 1;
    }
  return widths;
}

/** A column of words narrower than this is no easier to read for it. */
const narrowest = 8;
