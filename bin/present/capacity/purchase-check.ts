import type { Text } from '../../../sites/model/text.js';
import type { PurchaseCheckData } from '../../purchase/check-data.js';
import { figure, painter, safe, say, table, wrap, type View } from '../view.js';
import { dayText } from './purchase-words.js';

const objects: Readonly<Record<string, Text>> = {
  site: { vi: 'trung tâm', en: 'site' },
  hall: { vi: 'phòng máy', en: 'hall' },
  pool: { vi: 'nhóm máy', en: 'pool' },
  racks: { vi: 'đơn hàng tủ', en: 'rack order' },
  storage: { vi: 'lớp lưu trữ', en: 'storage class' },
};

function objectText(object: string, view: View): string {
  const [kind = '', ...ids] = object.split('/');
  const name = objects[kind];
  return [name === undefined ? safe(kind) : safe(say(view, name)), ...ids.map(safe)].join(' ');
}

export function text({ file, planned, until, digest, orders, toOrder, overdue, differences }: PurchaseCheckData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const late = overdue === 0 ? '' : vi ? `, ${figure(view, overdue)} đơn đã quá hạn` : `, ${figure(view, overdue)} of them overdue`;
  const about = vi
    ? `Kế hoạch mua sắm lập ngày ${dayText(planned, view)}, đến hết ${until}: ${figure(view, orders)} đơn hàng, ${figure(view, toOrder)} chưa ký hợp đồng${late} (${safe(file)}, ${digest}).`
    : `Purchase plan of ${dayText(planned, view)}, to the end of ${until}: ${figure(view, orders)} order${orders === 1 ? '' : 's'}, ${figure(view, toOrder)} without a contract${late} (${safe(file)}, ${digest}).`;
  if (differences.length === 0) return `${wrap(about, view.columns, '  ')}\n\n${paint.green(vi ? 'Dữ liệu đúng như kế hoạch đã duyệt.' : 'The data are what the plan was accepted with.')}\n`;
  const heading = paint.red(vi ? `Dữ liệu không còn đúng với kế hoạch đã duyệt, ${figure(view, differences.length)} chỗ khác:` : `The data are no longer what the plan was accepted with; ${figure(view, differences.length)} difference${differences.length === 1 ? '' : 's'}:`);
  const rows = differences.map(({ site, object, field, planned: wanted = '–', found = '–', place }) => [safe(site), objectText(object, view), safe(field), safe(wanted), safe(found), place === undefined ? '' : `${safe(place.file)}:${place.line}`]);
  const columns = (vi ? ['nơi', 'đối tượng', 'mục', 'kế hoạch', 'hiện có', 'chỗ ghi'] : ['site', 'object', 'field', 'planned', 'found', 'place']).map((title) => ({ title }));
  const next = vi ? 'Hãy sửa lại các chỗ trên, hoặc lập và duyệt kế hoạch mới: ndc capacity purchase --write.' : 'Put these right, or make and accept a new plan: ndc capacity purchase --write.';
  return `${wrap(about, view.columns, '  ')}\n\n${heading}\n${table(view, columns, rows)}\n\n${wrap(next, view.columns, '')}\n`;
}

/** One row for each difference. */
export const csv = ({ differences }: PurchaseCheckData): readonly (readonly string[])[] => [
  ['site', 'object', 'field', 'planned', 'found', 'file', 'line'],
  ...differences.map(({ site, object, field, planned = '', found = '', place }) => [site, object, field, planned, found, place?.file ?? '', place === undefined ? '' : String(place.line)]),
];
