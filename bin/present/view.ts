import { timeInVietNam } from '../../sites/model/calendar.js';
import pc from 'picocolors';
import stringWidth from 'string-width';
import { visible } from '../../sites/model/visible.js';
import type { Lang, Text } from '../../sites/model/text.js';

export interface View {
  readonly lang: Lang;
  readonly columns: number;
  readonly colour: boolean;
}

export type Painter = ReturnType<typeof pc.createColors>;

export const painter = (view: View): Painter => pc.createColors(view.colour);

export const say = (view: View, text: Text): string => text[view.lang];

/** Text that came from a file or an engine, made safe for a terminal. */
export const safe = (text: string): string => visible(text, 400);

/** A column of a plain table: left for words, right for figures. */
export interface Column {
  readonly title: string;
  readonly align?: 'right';
}

/** Latin letters as Vietnamese and English write them: one column each. */
const plain = /^[\x20-\x7e\xa0-\xac\xae-\u024f\u1e00-\u1eff]*$/;

/** Columns that a text takes on a terminal. */
const widthOf = (text: string): number => (plain.test(text) ? text.length : stringWidth(text));

const pad = (text: string, width: number, align: Column['align']): string => {
  const gap = ' '.repeat(Math.max(0, width - widthOf(text)));
  return align === 'right' ? gap + text : text + gap;
};

/** Rows under their titles, two spaces apart, without rules: narrow, greppable, the same in a log. Cells may hold colours. */
export function table(view: View, columns: readonly Column[], rows: readonly (readonly string[])[], indent = '  '): string {
  const widths = columns.map(({ title }, index) => Math.max(widthOf(title), ...rows.map((row) => widthOf(row[index] ?? ''))));
  const line = (cells: readonly string[]): string => `${indent}${columns.map(({ align }, index) => pad(cells[index] ?? '', widths[index] ?? 0, align)).join('  ')}`.trimEnd();
  return [painter(view).dim(line(columns.map(({ title }) => title))), ...rows.map(line)].join('\n');
}

/** Breaks a text at spaces so that no line is wider than the view; following lines are indented by `hang`. */
export function wrap(text: string, width: number, hang: string): string {
  const lines: string[] = [];
  const indent = /^ */.exec(text)?.[0] ?? '';
  let line = indent;
  // Of what stands in `line`, kept beside it: measuring the line anew for each word takes time with the square of its words.
  let columns = indent.length;
  for (const word of text.slice(indent.length).split(' ')) {
    const more = widthOf(word);
    if (line.trim() !== '' && columns + 1 + more > width) {
      lines.push(line);
      line = `${hang}${word}`;
      columns = hang.length + more;
    } else if (line.trim() === '') {
      line = `${line}${word}`;
      columns += more;
    } else {
      line = `${line} ${word}`;
      columns += 1 + more;
    }
  }
  return [...lines, line].join('\n');
}

/** Thousands as the language writes them: 1.300 in Vietnamese, 1,300 in English. */
export const figure = (view: View, value: number | bigint): string => value.toLocaleString(view.lang === 'vi' ? 'vi-VN' : 'en-US');

/** `1 stack`, `2,000 stacks`, in English. */
export const stacks = (view: View, count: number): string => `${figure(view, count)} stack${count === 1 ? '' : 's'}`;

/** An instant for reading: the time of Viet Nam in Vietnamese, UTC as files have it in English. */
export const instant = (view: View, utc: string): string => (view.lang === 'vi' ? timeInVietNam(utc) : utc);

/** A date for reading: 30/06/2027 in Vietnamese, 2027-06-30 in English; quarters as they are. */
export function date(view: View, dated: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(dated);
  return view.lang === 'vi' && match !== null ? `${match[3]}/${match[2]}/${match[1]}` : dated;
}
