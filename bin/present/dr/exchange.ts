import type { Text } from '../../../sites/model/text.js';
import type { DrExchangeData, ExchangeRow } from '../../dr-exchange-data.js';
import { figure, painter, safe, say, table, wrap, type View } from '../view.js';

const kinds: Readonly<Record<ExchangeRow['what'], Text>> = {
  'mirror-peer': { vi: 'mã kết nối đồng bộ ổ đĩa', en: 'token of volume mirroring' },
  'realm-keys': { vi: 'khóa đồng bộ kho đối tượng', en: 'keys of the object realm' },
  'database-secrets': { vi: 'chứng chỉ và tài khoản của cơ sở dữ liệu', en: 'certificates and roles of a database' },
};

const statuses: Readonly<Record<ExchangeRow['status'], Text>> = {
  written: { vi: 'đã ghi', en: 'written' },
  replaced: { vi: 'đã thay: nội dung cũ khác', en: 'replaced: it held something else' },
  equal: { vi: 'đã giống nhau', en: 'equal already' },
  absent: { vi: 'chưa có', en: 'absent' },
  differs: { vi: 'khác nhau', en: 'differs' },
  'not-yet': { vi: 'nguồn chưa có', en: 'not made yet' },
  refused: { vi: 'bị từ chối', en: 'refused' },
  unread: { vi: 'không tới được', en: 'unreachable' },
};

/** Rows with a reason, below the table; what crosses is never shown. */
export function text({ rows, write }: DrExchangeData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  if (rows.length === 0) return vi ? 'Không có gì phải trao đổi: chưa có hai trung tâm cùng hoạt động và bảo vệ lẫn nhau.\n' : 'Nothing has to cross: no two operating sites protect each other yet.\n';
  const good = new Set<ExchangeRow['status']>(['written', 'replaced', 'equal']);
  const body = table(
    view,
    [{ title: vi ? 'từ' : 'from' }, { title: vi ? 'đến' : 'to' }, { title: vi ? 'nội dung' : 'what' }, { title: vi ? 'đích' : 'target' }, { title: vi ? 'kết quả' : 'result' }],
    rows.map(({ from, to, what, target, status }) => [from, to, say(view, kinds[what]), safe(target), good.has(status) ? paint.green(say(view, statuses[status])) : paint.red(say(view, statuses[status]))]),
  );
  const reasons = [...new Set(rows.flatMap(({ reason }) => (reason === undefined ? [] : [say(view, reason)])))].map((reason) => wrap(`  ${safe(reason)}`, view.columns, '    '));
  const done = rows.filter(({ status }) => good.has(status)).length;
  const end = vi
    ? `${figure(view, done)}/${figure(view, rows.length)} đã sẵn sàng${write ? '' : '; --check: không ghi gì'}. Nội dung chỉ đi qua bộ nhớ.`
    : `${figure(view, done)} of ${figure(view, rows.length)} are in place${write ? '' : '; --check: nothing was written'}. What crosses went through memory only.`;
  return `${[body, ...reasons, end].join('\n')}\n`;
}
