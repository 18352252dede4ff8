import { words } from '../../../policies/reports/quote.js';
import type { AuditData } from '../../commands/audit.js';
import { painter, wrap, type View } from '../view.js';

/** The statement to sign and what it does not prove: in both languages, whatever the reader's is. */
export function statementText({ statement, assurance }: AuditData, view: View): string[] {
  const paint = painter(view);
  const list = [...assurance.reasons, ...statement.limits].flatMap(({ vi, en }) => [wrap(`  - ${vi}`, view.columns, '    '), wrap(`    ${en}`, view.columns, '    ')]);
  return [
    paint.bold(`${words.sign.vi} / ${words.sign.en}`),
    wrap(`  ${statement.text.vi}`, view.columns, '  '),
    wrap(`  ${statement.text.en}`, view.columns, '  '),
    ...statement.fields.map(({ vi, en }) => `  ${`${vi} / ${en}:`.padEnd(44)} ${'_'.repeat(32)}`),
    paint.bold(`${words.limits.vi} / ${words.limits.en}`),
    ...list,
  ];
}
