import type { HsmCeremonyData } from '../../hsm-ceremony-data.js';
import { block, words } from '../printed/markdown.js';
import { row, span, tableHead } from '../tenant/markdown-text.js';
import { say, type View } from '../view.js';
import { ceremonyLabels as labels, ceremonyRoleNames, firstText, introOf, neededText, signers, titleOf, untilText } from './ceremony-words.js';

/** The sheet for a wiki: what a file's words hold stays words. */
export function markdown(data: HsmCeremonyData, view: View): string {
  const { ceremony } = data;
  const head = [`# ${words(titleOf(data, view))}`, ...introOf(data, view).map(words)];
  const titles = (...of: readonly (typeof labels)[keyof typeof labels][]): string[] => tableHead(of.map((label) => say(view, label)));
  if (ceremony.hindrances.length > 0) {
    const first = firstText(data, view);
    return `${[...head, `## ${say(view, labels.hindered)}`, [...titles(labels.what, labels.why, labels.last), ...ceremony.hindrances.map((one) => row([span(one.what, 200), words(say(view, one.why)), untilText(one, view)]))].join('\n'), ...(first === undefined ? [] : [words(first)])].join('\n\n')}\n`;
  }
  const signing = [...titles(labels.role, labels.name, labels.time, labels.signature), ...signers(ceremony, view).map((who) => row([words(who), ' ', ' ', ' ']))].join('\n');
  const field = (name: string): string => `- ${words(name)}: \\_\\_\\_\\_\\_\\_\\_\\_`;
  const shell = ({ line, expects }: { readonly line: string; readonly expects: { readonly vi: string; readonly en: string } }): string => `${block([line], 'sh')}\n\n→ ${words(say(view, expects))}`;
  return `${[
    ...head,
    `## ${say(view, labels.present)}`,
    [...titles(labels.role, labels.needed), ...ceremony.attendance.map((one) => row([words(say(view, ceremonyRoleNames[one.role])), neededText(one)]))].join('\n'),
    ...(ceremony.custodians.length === 0 ? [] : [`${say(view, labels.custodians)}: ${ceremony.custodians.map((role) => span(role, 200)).join('; ')}.`]),
    ...(ceremony.variables.length === 0 ? [] : [`## ${say(view, labels.variables)}`, ceremony.variables.map(({ name, means }) => `- ${span(name)}: ${words(say(view, means))}`).join('\n')]),
    `## ${say(view, labels.before)}`,
    ceremony.before.map((line) => `- [ ] ${words(say(view, line))}`).join('\n'),
    `## ${say(view, labels.steps)}`,
    ...ceremony.steps.flatMap((step, index) => [
      `### ${index + 1}. ${words(say(view, step.title))}`,
      `- [ ] ${words(say(view, ceremonyRoleNames[step.role]))}`,
      ...step.does.map((line) => words(say(view, line))),
      ...(step.inventory === undefined ? [] : [`${say(view, labels.inventory)} ${span(step.inventory.file, 200)}:`, block(step.inventory.lines, 'yaml')]),
      ...step.commands.map(shell),
      `${say(view, labels.until)}: ${words(say(view, step.until))}.`,
      `${say(view, labels.otherwise)}: ${words(say(view, step.otherwise))}`,
      [...step.writes.map((name) => field(say(view, name))), ...[labels.done, labels.by, labels.seenBy].map((label) => field(say(view, label)))].join('\n'),
    ]),
    `## ${say(view, labels.checks)}`,
    ...ceremony.checks.map(shell),
    `## ${say(view, labels.record)}`,
    ceremony.record.map((name) => field(say(view, name))).join('\n'),
    signing,
  ].join('\n\n')}\n`;
}
