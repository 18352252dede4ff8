import type { Format } from '../../bin/format.js';

/**
 * What of a printed page does not change with the data: its first lines, headings and columns, with every figure as `#`.
 * Each form by what holds it together: headings of a page, the columns of a table, the titles of a drawing.
 */
export function shapeOf(printed: string, format: Format): readonly string[] {
  const lines = printed.split('\n').filter((line) => line.trim() !== '');
  switch (format) {
    case 'json':
      return [];
    case 'csv':
      return lines.slice(0, 1).map((line) => line.trimEnd());
    case 'svg':
      return few([...printed.matchAll(/<(?:title|desc)[^>]*>([^<]*)/g)].map(([, text = '']) => text));
    case 'html':
      return few([...printed.matchAll(/<(h[1-3])[^>]*>([\s\S]*?)<\/\1>/g)].map(([, , text = '']) => text.replace(/<[^>]*>/g, '').trim()));
    default:
      return few(lines.filter((line) => /^(\S|#)/.test(line)));
  }
}

const kept = 12;

const few = (lines: readonly string[]): readonly string[] => [...new Set(lines.map(still))].slice(0, kept);

/** Without what the data decides: figures, and what follows the first clause of a long line. */
const still = (line: string): string => line.replace(/\b[0-9a-f]{12,}\b/g, '#').replace(/\d+(?:[.,]\d+)*/g, '#').replace(/\s+/g, ' ').trim().slice(0, 100);
