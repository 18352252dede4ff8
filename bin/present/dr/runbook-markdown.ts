import type { DrRunbookData } from '../../dr-runbook-data.js';
import { block, words } from '../printed/markdown.js';
import { row, span, tableHead } from '../tenant/markdown-text.js';
import { say, type View } from '../view.js';
import { cellOf, headOf, introOf, labels, roleNames, titleOf } from './runbook-words.js';

/** The runbook for a wiki: what a file's words hold stays words. */
export function markdown(data: DrRunbookData, view: View): string {
  const parts = data.parts.flatMap(({ title, when, tables, steps }, part) => [
    `## ${part + 1}. ${words(say(view, title))}`,
    words(say(view, when)),
    ...tables
      .filter(({ rows }) => rows.length > 0)
      .map(({ title: name, columns, rows }) => [`**${words(say(view, name))}**`, '', ...tableHead(columns.map((column) => words(say(view, column)))), ...rows.map((cells) => row(cells.map((cell) => (typeof cell === 'string' ? span(cell, 400) : words(cellOf(cell, view))))))].join('\n')),
    ...steps.flatMap((step, index) => [
      `### ${part + 1}.${index + 1} ${words(say(view, step.title))}`,
      `- [ ] ${words(headOf(step, view))}`,
      ...step.does.map((line) => words(say(view, line))),
      ...step.commands.map(({ line, expects }) => `${block([line], 'sh')}\n\n→ ${words(say(view, expects))}`),
      `${say(view, labels.until)}: ${words(say(view, step.until))}.`,
    ]),
  ]);
  const roles = `${say(view, labels.roles)}: ${data.roles.map((role) => say(view, roleNames[role])).join(', ')}.`;
  return `${[`# ${words(titleOf(data, view))}`, ...introOf(data, view).map(words), block([data.start], 'sh'), roles, ...parts].join('\n\n')}\n`;
}
