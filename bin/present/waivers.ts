import type { CheckData, CheckView, UnusedWaiver } from '../check-data.js';
import { date, figure, safe, say, wrap, type View } from './view.js';

/** Waivers that do not hold, cover nothing, or end soon; empty where there are none. */
export function waiversText(waivers: CheckData['waivers'], view: View): string {
  const vi = view.lang === 'vi';
  return [
    ...waivers.refused.map(({ policy, on, reason }) => (vi ? `Miễn trừ ${policy} (${on}) không có hiệu lực: ${say(view, reason)}` : `The waiver of ${policy} (${on}) has no effect: ${say(view, reason)}`)),
    ...waivers.unused.map((waiver) => unusedText(waiver, view)),
    ...waivers.expiring.map(({ policy, on, expires }) => (vi ? `Miễn trừ ${policy} (${on}) hết hạn ngày ${date(view, expires)}.` : `The waiver of ${policy} (${on}) expires on ${expires}.`)),
  ]
    .map((line) => wrap(line, view.columns, '  '))
    .join('\n');
}

function unusedText({ policy, on, because, by }: UnusedWaiver, view: View): string {
  const vi = view.lang === 'vi';
  if (because === 'what-if')
    return vi
      ? `Miễn trừ ${policy} (${on}) không dùng đến trong tình huống giả định này; điều đó không nói gì về hiện trạng đã ghi.`
      : `The waiver of ${policy} (${on}) covers nothing under this what-if; that says nothing of the estate as recorded.`;
  if (because === 'covers-nothing' || by === undefined) return vi ? `Miễn trừ ${policy} (${on}) không còn dùng; hãy xóa.` : `The waiver of ${policy} (${on}) covers nothing; remove it.`;
  const finding = safe(say(view, by.finding)).replace(/\.$/, '');
  const open = by.causes.map(safe).join(', ');
  if (open !== '')
    return vi
      ? `Miễn trừ ${policy} (${on}) chưa có tác dụng: kết luận về ${safe(by.subject)} còn do ${open}, không được miễn.`
      : `The waiver of ${policy} (${on}) has no effect yet: the finding on ${safe(by.subject)} also stems from ${open}, which no waiver covers.`;
  return vi
    ? `Miễn trừ ${policy} (${on}) chưa có tác dụng: ${policy} còn không đạt vì lý do khác tại ${safe(by.subject)} (${finding}). Hãy xử lý lý do đó trước rồi xét lại miễn trừ này.`
    : `The waiver of ${policy} (${on}) has no effect while ${policy} fails on ${safe(by.subject)} for a reason no waiver covers (${finding}). Mend that first, then see whether the waiver is still needed.`;
}

/** Why a view or an audit fails where that is not only failed rules; undefined where failed rules say it all. */
export function failureText({ fail, unknown, refusedWaivers, unusedWaivers }: CheckView['blocking'], view: View): string | undefined {
  const vi = view.lang === 'vi';
  const s = (count: number): string => (count === 1 ? '' : 's');
  const others = [
    ...(unknown === 0 ? [] : [vi ? `${figure(view, unknown)} chưa đủ căn cứ` : `${figure(view, unknown)} unknown`]),
    ...(refusedWaivers === 0 ? [] : [vi ? `${figure(view, refusedWaivers)} miễn trừ không có hiệu lực` : `${figure(view, refusedWaivers)} waiver${s(refusedWaivers)} without effect`]),
    ...(unusedWaivers === 0 ? [] : [vi ? `${figure(view, unusedWaivers)} miễn trừ không dùng đến` : `${figure(view, unusedWaivers)} waiver${s(unusedWaivers)} unused`]),
  ];
  if (others.length === 0) return undefined;
  return [...(fail === 0 ? [] : [vi ? `${figure(view, fail)} không đạt` : `${figure(view, fail)} failed`]), ...others].join(', ');
}

/** `9 passed · 0 failed …`, the same words in every report. */
export function countsText(counts: { readonly pass: number; readonly fail: number; readonly waived?: number; readonly unknown: number; readonly notApplicable: number }, view: View): string {
  const { pass, fail, waived, unknown, notApplicable } = counts;
  const parts =
    view.lang === 'vi'
      ? [`${figure(view, pass)} đạt`, `${figure(view, fail)} không đạt`, ...(waived === undefined ? [] : [`${figure(view, waived)} được miễn`]), `${figure(view, unknown)} chưa đủ căn cứ`, `${figure(view, notApplicable)} không áp dụng`]
      : [`${figure(view, pass)} passed`, `${figure(view, fail)} failed`, ...(waived === undefined ? [] : [`${figure(view, waived)} waived`]), `${figure(view, unknown)} unknown`, `${figure(view, notApplicable)} not applicable`];
  return parts.join(' · ');
}
