import type { AuditData } from '../commands/audit.js';
import { findingsOf, waiversOf } from '../findings.js';
import { findingText } from './findings.js';
import { painter, safe, say, type View } from './view.js';
import { countsText, waiversText } from './waivers.js';

/** Headline, both columns, findings worst first, what it rests on, then whether the set may be applied. */
export function text(data: AuditData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const { counts, recorded, redundancy } = data.summary;
  const id = data.planset?.id ?? '';
  const absent = data.read.filter(({ from }) => from === 'absent').length;
  const lines = [
    `${paint.bold(vi ? `bộ kế hoạch ${id}` : `plan set ${id}`)}: ${say(view, redundancy)}`,
    `  ${say(view, data.assurance.text)}`,
    `  ${vi ? 'sau khi áp dụng' : 'after apply '}: ${countsText({ ...counts, notApplicable: counts['not-applicable'] }, view)}`,
    `  ${vi ? 'hiện trạng' : 'recorded now'}: ${countsText({ ...recorded, notApplicable: recorded['not-applicable'] }, view)}`,
    ...(data.planset?.accepted ?? []).map(({ site, by }) => (vi ? `  trung tâm ${site} không trả lời, được chấp nhận bởi ${safe(by)}` : `  site ${site} does not answer, accepted by ${safe(by)}`)),
    ...(absent === 0 ? [] : [vi ? `  ${absent} stack không được đọc` : `  ${absent} stacks were not read`]),
    ...findingsOf(data.verdicts).map((finding) => findingText(finding, view)),
    ...[waiversText(waiversOf(data.waivers), view)].filter((part) => part !== ''),
    vi ? `  dựa trên ${data.assumptions.length} giả định (--json)` : `  rests on ${data.assumptions.length} assumptions (--json)`,
    data.passed
      ? paint.green(vi ? `Được phép áp dụng. Tiếp theo: ndc apply ${id}` : `It may be applied. Next: ndc apply ${id}`)
      : paint.red(vi ? 'Không được áp dụng.' : 'It may not be applied.'),
  ];
  return `${lines.join('\n')}\n`;
}
