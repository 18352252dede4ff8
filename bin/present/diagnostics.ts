import type { Place } from '../../sites/model/diagnostic.js';
import { fromOutside } from '../beside-directory.js';
import type { DiagnosticsData } from '../failed.js';
import { asCalled } from './as-called.js';
import { figure, painter, safe, say, type View } from './view.js';

/** `file:line:column CODE message`, one a line, then what to do next. */
export function text({ directory, diagnostics }: DiagnosticsData, view: View): string {
  const paint = painter(view);
  const lines = diagnostics.map(
    ({ place, code, message }) => `${paint.bold(placed(directory, place))} ${paint.red(code)} ${say(view, message)}`,
  );
  const count = figure(view, diagnostics.length);
  const first = diagnostics[0]?.code ?? '';
  const end =
    view.lang === 'vi'
      ? `${count} lỗi; chưa có gì được ghi. Giải thích một mã: ndc explain ${first}`
      : `${count} problem${diagnostics.length === 1 ? '' : 's'}; nothing was written. What a code means: ndc explain ${first}`;
  return `${[...lines, '', asCalled(view, end)].join('\n')}\n`;
}

/** What is wrong with the directory as a whole has no line. */
const placed = (directory: string, { file, line, column }: Place): string => (file === '.' ? safe(directory) : `${safe(placeOf(directory, file))}:${line}:${column}`);

/** A what-if file lies where the command line says, not in the data directory. */
const placeOf = (directory: string, file: string): string => fromOutside(file) ?? `${directory.replace(/\/+$/, '')}/${file}`;
