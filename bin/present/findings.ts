import type { CheckFinding } from '../check-data.js';
import { date, figure, painter, say, wrap, type View } from './view.js';

/** What a rule found, in its own words; with what to do where nobody has waived it. */
export function findingText(finding: CheckFinding, view: View): string {
  const vi = view.lang === 'vi';
  const basis = finding.basis === undefined || finding.basis === '' ? '' : ` (${finding.basis})`;
  const many = finding.subjects.length > 1 ? ` [${figure(view, finding.subjects.length)}×]` : '';
  const head = `  ${painter(view).bold(finding.policy)} ${label(finding, view)}${basis}${many}: `;
  const first = wrap(`${head}${say(view, finding.finding)}`, view.columns, '      ');
  return finding.status === 'waived' ? first : `${first}\n${wrap(`      ${vi ? 'Cần làm:' : 'What to do:'} ${say(view, finding.remedy)}`, view.columns, '      ')}`;
}

function label({ status, severity, waivedUntil }: CheckFinding, view: View): string {
  const paint = painter(view);
  const vi = view.lang === 'vi';
  if (status === 'waived') return paint.yellow(`${vi ? 'được miễn đến ngày' : 'waived until'} ${date(view, waivedUntil ?? '')}`);
  if (status === 'unknown') return paint.magenta(vi ? 'chưa đủ căn cứ' : 'unknown');
  if (severity === 'warning') return paint.yellow(vi ? 'cảnh báo' : 'warning');
  return paint.red(vi ? 'không đạt' : 'failed');
}
