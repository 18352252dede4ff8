import type { PurchaseData } from '../../purchase-data.js';
import { figure, painter, safe, say, wrap, type View } from '../view.js';
import { kindNames, limitText } from './purchase-words.js';

const kw = (value: number, view: View): string => value.toLocaleString(view.lang === 'vi' ? 'vi-VN' : 'en-US', { maximumFractionDigits: 1 });

/** Halls that do not bear what stands in them, in one language. */
export const overloadedLines = (data: PurchaseData, view: View): readonly string[] =>
  data.overloaded.map(({ kind, site, hall, from, until, drawnKw, limitKw }) => {
    const limit = limitText({ kind, site, hall }, data, view);
    const [drawn, there] = [kw(drawnKw, view), kw(limitKw, view)];
    if (view.lang === 'vi') return `${limit}: được ${there} kW, trong khi thiết bị đang có cần ${drawn} kW (${from === until ? from : `${from} đến ${until}`})`;
    return `${limit}: ${there} kW, while what stands there draws ${drawn} kW (${from === until ? from : `${from} to ${until}`})`;
  });

/** What no purchase mends, before what may be bought. */
export function overloadedText(data: PurchaseData, view: View): string {
  if (data.overloaded.length === 0) return '';
  const heading = view.lang === 'vi' ? 'Thiết bị đang có đã vượt giới hạn của phòng máy. Mua thêm không khắc phục được, và cam kết vỡ vì thế khiến không kế hoạch nào giữ được: hãy tăng nguồn điện, làm mát, hoặc chuyển bớt thiết bị:' : 'What stands already exceeds a limit of its hall. No purchase mends that, and where it breaks a promise no plan keeps it: raise power or cooling, or move equipment:';
  return [wrap(painter(view).red(heading), view.columns, ''), ...overloadedLines(data, view).map((line) => wrap(`  – ${line}`, view.columns, '    '))].join('\n');
}

/** Equipment that is counted on although its assumed life has ended. */
export function pastLifeText({ pastLife }: PurchaseData, view: View): string {
  if (pastLife.length === 0) return '';
  const vi = view.lang === 'vi';
  const heading = vi ? 'Đã hết tuổi thọ giả định mà vẫn được tính là đang phục vụ, vì chưa thể có máy thay (ghi retires vào nhóm máy nếu sẽ tắt):' : 'Past the life assumed for it, and counted on all the same, since nothing could replace it sooner (write retires into the pool if it is switched off):';
  return [
    wrap(painter(view).yellow(heading), view.columns, ''),
    ...pastLife.map(({ site, pool, kind, count, since, until }) => {
      const what = `${figure(view, count)} × ${say(view, kindNames[kind])}, ${safe(site)} (${safe(pool)})`;
      return wrap(vi ? `  – ${what}: hết tuổi thọ từ ${since}, được tính đến hết quý trước ${until}` : `  – ${what}: past its life since ${since}, counted on until ${until} begins`, view.columns, '    ');
    }),
  ].join('\n');
}
