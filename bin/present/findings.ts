import type { Text } from '../../sites/model/text.js';
import type { CheckFinding } from '../check-data.js';
import { date, figure, painter, safe, say, wrap, type View } from './view.js';

/** Findings of one rule that are shown before the rest is only counted. */
const shownAtMost = 4;
/** Places of one finding before the rest is left to `--json`. */
const placesShown = 3;

/** What a rule found, in its own words; with what to do where nobody has waived it. `doing`: how that begins. */
export function findingText(finding: CheckFinding, view: View, doing: Text = { vi: 'Cần làm:', en: 'What to do:' }): string {
  const vi = view.lang === 'vi';
  const basis = finding.basis === undefined || finding.basis === '' ? '' : ` (${finding.basis})`;
  const head = `  ${painter(view).bold(finding.policy)} ${label(finding, view)}${basis}:`;
  const [first, ...others] = finding.found.slice(0, shownAtMost).map(({ finding: said, subjects, places }) => `${say(view, said)}${subjects.length > 1 ? ` [${figure(view, subjects.length)}×]` : ''}${placesText(places)}`);
  const hidden = finding.found.length - shownAtMost;
  const lines = [
    wrap(`${head} ${first ?? ''}`, view.columns, '      '),
    ...others.map((said) => wrap(`      ${said}`, view.columns, '        ')),
    ...(hidden <= 0 ? [] : [vi ? `      … và ${figure(view, hidden)} kết luận tương tự (--json)` : `      … and ${figure(view, hidden)} more of the kind (--json)`]),
    ...(finding.status === 'waived' ? [] : [wrap(`      ${say(view, doing)} ${say(view, finding.remedy)}`, view.columns, '        ')]),
  ];
  return lines.join('\n');
}

/** Files with their lines, and a stack with a pointer into it. */
const placesText = (places: readonly string[]): string => (places.length === 0 ? '' : ` (${places.slice(0, placesShown).map(safe).join(', ')}${places.length > placesShown ? ' …' : ''})`);

function label({ status, severity, waivedUntil }: CheckFinding, view: View): string {
  const paint = painter(view);
  const vi = view.lang === 'vi';
  if (status === 'waived') return paint.yellow(`${vi ? 'được miễn đến ngày' : 'waived until'} ${date(view, waivedUntil ?? '')}`);
  if (status === 'unknown') return paint.magenta(vi ? 'chưa đủ căn cứ' : 'unknown');
  if (severity === 'warning') return paint.yellow(vi ? 'cảnh báo' : 'warning');
  return paint.red(vi ? 'không đạt' : 'failed');
}
