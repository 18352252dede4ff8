import { timeInVietNam } from '../../sites/model/calendar.js';
import pc from 'picocolors';
import { visible } from '../../sites/model/visible.js';
import type { Lang, Text } from '../../sites/model/text.js';
import { fold, narrowed, widestWord } from './fold.js';
import { widthOf } from './width.js';

export interface View {
  readonly lang: Lang;
  readonly columns: number;
  readonly colour: boolean;
  /** Whether cells are folded where a row is wider than `columns`. @default - a row is one line, however wide: for a log and grep */
  readonly folds?: boolean;
  /** What the toolkit is called by where it was called. @default - `ndc` */
  readonly program?: string;
  /** The data directory, where a command line named one, as a shell reads it. */
  readonly sites?: string;
  /** The language, where a command line asked for one that is not the machine's. */
  readonly asked?: Lang;
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

/** Between two columns. */
const gap = '  ';

const pad = (text: string, width: number, align: Column['align']): string => {
  const blank = ' '.repeat(Math.max(0, width - widthOf(text)));
  return align === 'right' ? blank + text : text + blank;
};

/**
 * Rows under their titles, two spaces apart, without rules: narrow, greppable, the same in a log. Cells may hold colours.
 * The one place that decides what becomes of a row that is wider than the view.
 */
export function table(view: View, columns: readonly Column[], rows: readonly (readonly string[])[], indent = '  '): string {
  const widths = columns.map(({ title }, index) => Math.max(widthOf(title), ...rows.map((row) => widthOf(row[index] ?? ''))));
  const room = view.columns - indent.length - gap.length * (columns.length - 1);
  const folded = view.folds === true && widths.reduce((sum, width) => sum + width, 0) > room;
  const wishes = columns.map(({ title, align }, index) => {
    const own = Math.max(1, ...rows.map((row) => widestWord(row[index] ?? '')));
    return { wide: widths[index] ?? 0, word: Math.max(own, widestWord(title)), own, figures: align === 'right' };
  });
  const fitted = folded ? narrowed(wishes, room) : widths;
  const line = (cells: readonly string[]): string => `${indent}${columns.map(({ align }, index) => pad(cells[index] ?? '', fitted[index] ?? 0, align)).join(gap)}`.trimEnd();
  const lines = (cells: readonly string[]): string[] => {
    if (!folded) return [line(cells)];
    const parts = columns.map((_column, index) => fold(cells[index] ?? '', fitted[index] ?? 0));
    return Array.from({ length: Math.max(...parts.map(({ length }) => length)) }, (_none, row) => line(parts.map((part) => part[row] ?? '')));
  };
  return [...lines(columns.map(({ title }) => title)).map(painter(view).dim), ...rows.flatMap(lines)].join('\n');
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
