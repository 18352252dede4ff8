import type { BackupExtendData } from '../../backup-data.js';
import { figure, painter, safe, say, wrap, type View } from '../view.js';

/** Counts, and every key whose lock could not be made longer. */
export function text({ site, bucket, until, inUse, extended, already, failed }: BackupExtendData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const lines = failed.map(({ key, reason }) => wrap(`  ${paint.red(safe(key))}: ${say(view, reason)}`, view.columns, '    '));
  const end = vi
    ? `${site}/${bucket}: ${figure(view, inUse)} đối tượng đang dùng; đã kéo dài khóa ${figure(view, extended)} đến ${until}, ${figure(view, already)} đã khóa đủ lâu${failed.length === 0 ? '' : `, ${paint.red(`${figure(view, failed.length)} không làm được`)}`}.`
    : `${site}/${bucket}: ${figure(view, inUse)} objects in use; ${figure(view, extended)} now locked until ${until}, ${figure(view, already)} were locked long enough${failed.length === 0 ? '' : `, ${paint.red(`${figure(view, failed.length)} could not be`)}`}.`;
  return `${[...lines, end].join('\n')}\n`;
}
