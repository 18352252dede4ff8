import type { CheckData } from '../check-data.js';
import { date, say, wrap, type View } from './view.js';

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
  const figure = (value: number): string => value.toLocaleString(view.lang === 'vi' ? 'vi-VN' : 'en-US');
  const { pass, fail, waived, unknown, notApplicable } = counts;
  const parts =
    view.lang === 'vi'
      ? [`${figure(pass)} đạt`, `${figure(fail)} không đạt`, ...(waived === undefined ? [] : [`${figure(waived)} được miễn`]), `${figure(unknown)} chưa đủ căn cứ`, `${figure(notApplicable)} không áp dụng`]
      : [`${figure(pass)} passed`, `${figure(fail)} failed`, ...(waived === undefined ? [] : [`${figure(waived)} waived`]), `${figure(unknown)} unknown`, `${figure(notApplicable)} not applicable`];
  return parts.join(' · ');
}
