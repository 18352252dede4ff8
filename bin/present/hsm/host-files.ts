import { join } from 'node:path';
import type { HsmHostFilesData } from '../../hsm-rotate-data.js';
import { painter, safe, wrap, type View } from '../view.js';

export function text({ site, stage, key, files, flags, written }: HsmHostFilesData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const title = vi ? `Tệp cho mọi máy chủ điều khiển của ${site}; khóa ${key}, giai đoạn ${stage}` : `Files for every control-plane host of ${site}; key ${key}, stage ${stage}`;
  const shown = files.map(({ path, content }) => (written === undefined ? `${paint.bold(`# ${path}`)}\n${content.trimEnd()}` : `  ${safe(join(written, path))}`));
  const start = vi ? `Khởi động kube-apiserver với ${flags.join(' ')}` : `Start kube-apiserver with ${flags.join(' ')}`;
  return `${[wrap(title, view.columns, '  '), ...shown, wrap(start, view.columns, '  ')].join('\n\n')}\n`;
}
