import type { AuditData } from '../../commands/audit.js';
import { figure, instant, painter, safe, say, wrap, type View } from '../view.js';

/** Subjects of one rule that are named; the rest are counted. */
const named = 3;

/** What is owed while a site is declared lost: by rule, since when, by which declaration, until when. */
export function debtsText({ verdicts }: Pick<AuditData, 'verdicts'>, view: View): readonly string[] {
  const vi = view.lang === 'vi';
  const owed = verdicts.filter(({ debt }) => debt !== undefined);
  const [first] = owed;
  if (first?.debt === undefined) return [];
  const { since, declaration } = first.debt;
  const byRule = new Map<string, typeof owed>();
  for (const verdict of owed) byRule.set(verdict.policy, [...(byRule.get(verdict.policy) ?? []), verdict]);
  return [
    wrap(painter(view).bold(vi ? `Khoản nợ từ ${instant(view, since)} (${safe(declaration)}): không chặn khi đang chuyển. Đến hạn: trước khi tuyên bố này kết thúc (ndc dr return … close); dữ liệu không ấn định ngày nào sớm hơn` : `Owed since ${since} (${safe(declaration)}): stops nothing in the failover. Due: before this declaration is closed (ndc dr return … close); the data set no earlier day`), view.columns, '  '),
    ...[...byRule].map(([policy, all]) => {
      const subjects = all.slice(0, named).map(({ subject: { object } }) => safe(object));
      const [one] = all;
      return wrap(`  ${policy}  ${figure(view, all.length)}, ${vi ? 'từ' : 'since'} ${one?.debt === undefined ? '–' : instant(view, one.debt.since)}: ${subjects.join(', ')}${all.length > named ? ' …' : ''}. ${one === undefined ? '' : safe(say(view, one.finding))}`, view.columns, '      ');
    }),
  ];
}
