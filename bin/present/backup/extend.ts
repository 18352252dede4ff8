import type { BackupExtendData } from '../../backup-data.js';
import { figure, painter, safe, say, wrap, type View } from '../view.js';

/** Counts, every key whose lock could not be made longer, and what lies below delete markers. */
export function text({ site, bucket, until, asOf, inUse, hidden, extended, already, failed }: BackupExtendData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const lines = failed.map(({ key, reason }) => wrap(`  ${paint.red(safe(key))}: ${say(view, reason)}`, view.columns, '    '));
  const when = asOf === undefined ? (vi ? 'đang dùng' : 'in use') : vi ? `đang dùng lúc ${asOf}` : `in use at ${asOf}`;
  const end = vi
    ? `${site}/${bucket}: ${figure(view, inUse)} đối tượng ${when}; đã kéo dài khóa ${figure(view, extended)} đến ${until} hoặc lâu hơn, ${figure(view, already)} đã khóa đủ lâu${failed.length === 0 ? '' : `, ${paint.red(`${figure(view, failed.length)} không làm được`)}`}.`
    : `${site}/${bucket}: ${figure(view, inUse)} objects ${when}; ${figure(view, extended)} now locked until ${until} or longer, ${figure(view, already)} were locked long enough${failed.length === 0 ? '' : `, ${paint.red(`${figure(view, failed.length)} could not be`)}`}.`;
  const below =
    hidden === 0
      ? []
      : [
          vi
            ? `${figure(view, hidden)} khóa có dấu đã xóa ở trên cùng; các phiên bản bên dưới KHÔNG được kéo dài. Công cụ sao lưu xóa bản hết hạn cũng để lại như vậy; nếu nghi bị phá, hãy chạy lại với --moment trước lúc đó.`
            : `${figure(view, hidden)} keys have a delete marker on top; the versions below were NOT extended. Backup tools leave that of what expired, too; where a theft is suspected, run this again with --moment before it.`,
        ];
  const nothing = inUse > 0 ? [] : [vi ? 'Không có gì để kéo dài. Hãy kiểm tra --bucket và --moment.' : 'There was nothing to extend. Check --bucket and --moment.'];
  return `${[...lines, end, ...[...below, ...nothing].map((line) => wrap(paint.yellow(line), view.columns, '  '))].join('\n')}\n`;
}
