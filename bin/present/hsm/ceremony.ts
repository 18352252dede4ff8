import { visible } from '../../../sites/model/visible.js';
import type { HsmCeremonyData } from '../../hsm-ceremony-data.js';
import { painter, say, table, wrap, type View } from '../view.js';
import { ceremonyLabels as labels, ceremonyRoleNames, firstText, introOf, neededText, signers, titleOf, untilText } from './ceremony-words.js';

export { html } from './ceremony-html.js';
export { markdown } from './ceremony-markdown.js';

const shown = (words: string): string => visible(words, 2000);

/** Numbered steps for a terminal. A command is copied: it is never broken into lines. */
export function text(data: HsmCeremonyData, view: View): string {
  const { ceremony } = data;
  const paint = painter(view);
  const head = [wrap(paint.bold(shown(titleOf(data, view))), view.columns, '  '), ...introOf(data, view).map((line) => wrap(shown(line), view.columns, ''))];
  if (ceremony.hindrances.length > 0) {
    const listed = ceremony.hindrances.map((one) => wrap(`  - ${shown(one.what)}: ${shown(say(view, one.why))}${one.until === undefined ? '' : `; ${say(view, labels.last)} ${untilText(one, view)}`}`, view.columns, '    '));
    return `${[...head, [paint.red(say(view, labels.hindered)), ...listed].join('\n'), ...(firstText(data, view) ?? '' ? [wrap(firstText(data, view) ?? '', view.columns, '')] : [])].join('\n\n')}\n`;
  }
  const blank = '…'.repeat(12);
  const attendance = [
    paint.bold(say(view, labels.present)),
    table(view, [{ title: say(view, labels.role) }, { title: say(view, labels.needed) }], ceremony.attendance.map((one) => [say(view, ceremonyRoleNames[one.role]), neededText(one)])),
    ...(ceremony.custodians.length === 0 ? [] : [wrap(`  ${say(view, labels.custodians)}: ${ceremony.custodians.map((role) => visible(role, 200)).join('; ')}`, view.columns, '    ')]),
  ].join('\n');
  const variables = ceremony.variables.length === 0 ? [] : [[paint.bold(say(view, labels.variables)), ...ceremony.variables.map(({ name, means }) => wrap(`  ${name}: ${shown(say(view, means))}`, view.columns, '    '))].join('\n')];
  const before = [paint.bold(say(view, labels.before)), ...ceremony.before.map((line) => wrap(`  [ ] ${shown(say(view, line))}`, view.columns, '      '))].join('\n');
  const steps = ceremony.steps.map((step, index) =>
    [
      wrap(paint.bold(`[ ] ${index + 1}. ${shown(say(view, step.title))}`), view.columns, '    '),
      `    ${paint.dim(say(view, ceremonyRoleNames[step.role]))}`,
      ...step.does.map((line) => wrap(`    ${shown(say(view, line))}`, view.columns, '    ')),
      // Lines are run over the inventory as it then is.
      ...(step.inventory === undefined ? [] : [`    ${say(view, labels.inventory)} ${shown(step.inventory.file)}`, ...step.inventory.lines.map((line) => `      ${visible(line, 2000)}`)]),
      ...step.commands.flatMap(({ line, expects }) => [`      $ ${visible(line, 2000)}`, wrap(`        → ${shown(say(view, expects))}`, view.columns, '          ')]),
      wrap(`    ${say(view, labels.until)}: ${shown(say(view, step.until))}.`, view.columns, '    '),
      wrap(`    ${say(view, labels.otherwise)}: ${shown(say(view, step.otherwise))}`, view.columns, '    '),
      ...step.writes.map((field) => `    ${shown(say(view, field))}: ${blank}`),
      `    ${[labels.done, labels.by, labels.seenBy].map((label) => `${say(view, label)}: ${blank}`).join('  ')}`,
    ].join('\n'),
  );
  const checks = [paint.bold(say(view, labels.checks)), ...ceremony.checks.flatMap(({ line, expects }) => [`  $ ${visible(line, 2000)}`, wrap(`    → ${shown(say(view, expects))}`, view.columns, '      ')])].join('\n');
  const record = [paint.bold(say(view, labels.record)), ...ceremony.record.map((field) => `  ${shown(say(view, field))}: ${blank}`), '', ...signers(ceremony, view).map((signer) => wrap(`  ${signer}: ${[labels.name, labels.time, labels.signature].map((label) => `${say(view, label)} ${blank}`).join('  ')}`, view.columns, '    '))].join('\n');
  return `${[...head, attendance, ...variables, before, ...steps, checks, record].join('\n\n')}\n`;
}
