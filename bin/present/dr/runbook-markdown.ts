import { visible } from '../../../sites/model/visible.js';
import type { DrRunbookData } from '../../dr-runbook-data.js';
import { fenceOf, row, sentence, span, tableHead } from '../tenant/markdown-text.js';
import { say, type View } from '../view.js';
import { cellOf, headOf, introOf, labels, roleNames, titleOf } from './runbook-words.js';

/**
 * A sentence of ours that may quote what others wrote. What could be markup in it is spelt out; where a host would still make
 * a link of it, all of it is code.
 */
function words(text: string): string {
  const plain = sentence(text, 2000);
  if (!plain.startsWith('`') || /:\/\/|www\.|\bGH-\d/i.test(text)) return plain;
  return visible(text, 2000)
    .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
    .replace(/[\\`*_{}[\]#|~$!]/g, '\\$&')
    .replace(/[&<>@]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/^(\s*)([-+=]|\d+[.)])/, '$1\\$2');
}

/** Lines of a shell as a block whose fence is longer than any run of backquotes in them. */
function shell(lines: readonly string[]): string {
  const body = lines.map((line) => visible(line, 2000)).join('\n');
  const fence = fenceOf(body);
  return `${fence}sh\n${body}\n${fence}`;
}

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
      ...step.commands.map(({ line, expects }) => `${shell([line])}\n\n→ ${words(say(view, expects))}`),
      `${say(view, labels.until)}: ${words(say(view, step.until))}.`,
    ]),
  ]);
  const roles = `${say(view, labels.roles)}: ${data.roles.map((role) => say(view, roleNames[role])).join(', ')}.`;
  return `${[`# ${words(titleOf(data, view))}`, ...introOf(data, view).map(words), roles, ...parts].join('\n\n')}\n`;
}
