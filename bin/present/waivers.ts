import type { CheckData } from '../check-data.js';
import { date, figure, say, wrap, type View } from './view.js';

/** Waivers that do not hold, cover nothing, or end soon; empty where there are none. */
export function waiversText(waivers: CheckData['waivers'], view: View): string {
  const vi = view.lang === 'vi';
  return [
    ...waivers.refused.map(({ policy, on, reason }) => (vi ? `Miễn trừ ${policy} (${on}) không có hiệu lực: ${say(view, reason)}` : `The waiver of ${policy} (${on}) has no effect: ${say(view, reason)}`)),
    ...waivers.unused.map(({ policy, on }) => (vi ? `Miễn trừ ${policy} (${on}) không còn dùng; hãy xóa.` : `The waiver of ${policy} (${on}) covers nothing; remove it.`)),
    ...waivers.expiring.map(({ policy, on, expires }) => (vi ? `Miễn trừ ${policy} (${on}) hết hạn ngày ${date(view, expires)}.` : `The waiver of ${policy} (${on}) expires on ${expires}.`)),
  ]
    .map((line) => wrap(line, view.columns, '  '))
    .join('\n');
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
