import { isDay } from './calendar.js';
import type { Text } from './text.js';

/** Of a text that is written as a day and is none: what the calendar has instead. */
export function noSuchDay(text: string): Text | undefined {
  const written = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const spoken = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text);
  const [year = '', month = '', day = ''] = written?.slice(1) ?? spoken?.slice(1).reverse() ?? [];
  if (year === '' || isDay(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)) return undefined;
  if (Number(month) < 1 || Number(month) > 12) return { vi: `một ngày có trong lịch: không có tháng ${Number(month)}`, en: `a day of the calendar: there is no month ${Number(month)}` };
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return { vi: `một ngày có trong lịch: tháng ${Number(month)}/${year} chỉ có từ ngày 1 đến ngày ${last}`, en: `a day of the calendar: that month has the days 1 to ${last}` };
}
