import { deedText, driftedNote, driftedOf, driftedTitle } from '../../../policies/reports/drifted.js';
import type { AuditData } from '../../commands/audit.js';
import { figure, painter, safe, say, wrap, type View } from '../view.js';

/** Objects named before the rest is only counted; every other report names all. */
const objectsShown = 20;

/** What was changed behind the engine; empty where nothing was. */
export function driftedText({ read }: Pick<AuditData, 'read'>, view: View): string[] {
  const found = driftedOf(read);
  if (found.length === 0) return [];
  const hidden = found.length - objectsShown;
  return [
    painter(view).bold(`${say(view, driftedTitle)} (${figure(view, found.length)})`),
    ...found.slice(0, objectsShown).map((drifted) => wrap(`  ${safe(drifted.stack)}: ${safe(drifted.address)} ${deedText(drifted, view.lang)}`, view.columns, '    ')),
    ...(hidden <= 0 ? [] : [view.lang === 'vi' ? `  … và ${figure(view, hidden)} đối tượng khác (--format html)` : `  … and ${figure(view, hidden)} more (--format html)`]),
    wrap(`  ${say(view, driftedNote)}`, view.columns, '  '),
  ];
}
