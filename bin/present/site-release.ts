import type { SiteReleaseData } from '../site-release-data.js';
import { date, painter, safe, say, wrap, type View } from './view.js';

/** What two people would sign, until when it counts, and what to do next. */
export function text({ site, name, transition, file, written, until, permits, next }: SiteReleaseData, view: View): string {
  const vi = view.lang === 'vi';
  const line = (words: string): string => wrap(`  ${words}`, view.columns, '      ');
  return `${[
    painter(view).bold(vi ? `Cho phép ${site} (${safe(say(view, name))}) phục vụ khi không đọc được trung tâm nào khác, đến hết ${date(view, until)}` : `Release of ${site} (${safe(say(view, name))}) while no other site can be read, until the end of ${date(view, until)}`),
    ...permits.map((one) => line(safe(say(view, one)))),
    line(`${written ? (vi ? 'Đã ghi' : 'Written') : vi ? 'Sẽ ghi' : 'Would be written'}: ${safe(file)} (${safe(transition)})`),
    ...next.map((one) => line(say(view, one))),
  ].join('\n')}\n`;
}
