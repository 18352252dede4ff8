import type { BackupRestoreData } from '../../backup-data.js';
import { figure, painter, safe, say, wrap, type View } from '../view.js';

/** What was restored, what was left behind, and every object that is not as it was. */
export function text({ site, bucket, into, asOf, objects, bytes, younger, digest, failed }: BackupRestoreData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const lines = failed.map(({ key, reason }) => wrap(`  ${paint.red(safe(key))}: ${say(view, reason)}`, view.columns, '    '));
  const end = vi
    ? `${site}: ${figure(view, objects)} đối tượng (${figure(view, bytes)} byte) của ${bucket} như lúc ${asOf} đã có trong ${into}, đọc lại giống hệt; bỏ lại ${figure(view, younger)} phiên bản mới hơn.\n${digest}`
    : `${site}: ${figure(view, objects)} objects (${figure(view, bytes)} bytes) of ${bucket} as of ${asOf} are in ${into}, read back equal; ${figure(view, younger)} younger versions were left behind.\n${digest}`;
  return `${[...lines, failed.length === 0 ? end : paint.red(end)].join('\n')}\n`;
}
