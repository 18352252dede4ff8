import type { AuditData } from '../commands/audit.js';
import { findingText } from './findings.js';
import { painter, say, type View } from './view.js';
import { countsText, waiversText } from './waivers.js';

/** Headline, both columns, findings worst first, then whether the set may be applied. */
export function text(data: AuditData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const { counts, recorded } = data;
  const of = (from: Readonly<Record<string, number>>) => ({ pass: from['pass'] ?? 0, fail: from['fail'] ?? 0, unknown: from['unknown'] ?? 0, notApplicable: from['not-applicable'] ?? 0 });
  const lines = [
    `${paint.bold(vi ? `bộ kế hoạch ${data.planset}` : `plan set ${data.planset}`)}: ${say(view, data.redundancy)}`,
    `  ${vi ? 'sau khi áp dụng' : 'after apply  '}: ${countsText({ ...of(counts), waived: counts['waived'] ?? 0 }, view)}`,
    `  ${vi ? 'hiện trạng     ' : 'recorded now '}: ${countsText(of(recorded), view)}`,
    ...data.accepted.map(({ site, by }) => (vi ? `  trung tâm ${site} không trả lời, được chấp nhận bởi ${by}` : `  site ${site} does not answer, accepted by ${by}`)),
    ...data.findings.map((finding) => findingText(finding, view)),
    ...[waiversText(data.waivers, view)].filter((part) => part !== ''),
    data.passed
      ? paint.green(vi ? `Được phép áp dụng. Tiếp theo: ndc apply ${data.planset}` : `It may be applied. Next: ndc apply ${data.planset}`)
      : paint.red(vi ? 'Không được áp dụng.' : 'It may not be applied.'),
  ];
  return `${lines.join('\n')}\n`;
}
