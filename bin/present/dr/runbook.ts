import type { RunbookTable } from '../../../sites/recovery/runbook/step.js';
import type { DrRunbookData } from '../../dr-runbook-data.js';
import { painter, safe, say, table, wrap, type View } from '../view.js';
import { visible } from '../../../sites/model/visible.js';
import { cellOf, headOf, introOf, labels, roleNames, titleOf } from './runbook-words.js';

export { html } from './runbook-html.js';
export { markdown } from './runbook-markdown.js';

/** Numbered steps for a terminal. A command is copied: it is never broken into lines. */
export function text(data: DrRunbookData, view: View): string {
  const paint = painter(view);
  const head = [wrap(paint.bold(safe(titleOf(data, view))), view.columns, '  '), ...introOf(data, view).map((line) => wrap(shown(line), view.columns, '')), `      $ ${visible(data.start, 2000)}`, wrap(`${say(view, labels.roles)}: ${data.roles.map((role) => say(view, roleNames[role])).join(', ')}.`, view.columns, '  ')];
  const parts = data.parts.map(({ title, when, tables, steps }, part) => {
    const heading = wrap(paint.bold(`${part + 1}. ${shown(say(view, title))}`), view.columns, '   ');
    const left = view.lang === 'vi' ? '  (cột còn lại: --format html)' : '  (other columns: --format html)';
    const shownTables = tables.filter(({ rows }) => rows.length > 0).map((one) => `${wrap(paint.bold(shown(say(view, one.title))), view.columns, '  ')}\n${fitted(kept(one, one.columns).map((column) => say(view, column)), one.rows.map((row) => kept(one, row).map((cell) => shown(cellOf(cell, view)))), view)}${one.narrow === undefined ? '' : `\n${paint.dim(left)}`}`);
    const shownSteps = steps.map((step, index) =>
      [
        wrap(paint.bold(`[ ] ${part + 1}.${index + 1} ${shown(say(view, step.title))}`), view.columns, '    '),
        wrap(`    ${paint.dim(shown(headOf(step, view)))}`, view.columns, '    '),
        ...step.does.map((line) => wrap(`    ${shown(say(view, line))}`, view.columns, '    ')),
        ...step.commands.flatMap(({ line, expects }) => [`      $ ${visible(line, 2000)}`, wrap(`        → ${shown(say(view, expects))}`, view.columns, '          ')]),
        wrap(`    ${say(view, labels.until)}: ${shown(say(view, step.until))}.`, view.columns, '    '),
      ].join('\n'),
    );
    return [heading, wrap(`   ${shown(say(view, when))}`, view.columns, '   '), ...shownTables, ...shownSteps].join('\n\n');
  });
  return `${[...head, ...parts].join('\n\n')}\n`;
}

const shown = (words: string): string => visible(words, 2000);

/** What of a row a terminal shows. */
const kept = <T>({ narrow }: RunbookTable, row: readonly T[]): readonly T[] => (narrow === undefined ? row : row.filter((_, index) => narrow.includes(index)));

/** A table where it fits, else its rows as paragraphs: nothing of what a person has to know is cut away. */
function fitted(titles: readonly string[], rows: readonly (readonly string[])[], view: View): string {
  const made = table(view, titles.map((title) => ({ title })), rows);
  const widest = titles.reduce((sum, title, index) => sum + Math.max([...title].length, ...rows.map((row) => [...(row[index] ?? '')].length)) + 2, 0);
  if (widest <= view.columns) return made;
  return [painter(view).dim(`  ${titles.join(' · ')}`), ...rows.map((row) => wrap(`  - ${row.join(' · ')}`, view.columns, '    '))].join('\n');
}
