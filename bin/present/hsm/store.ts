import { join } from 'node:path';
import type { HsmStoreData } from '../../hsm-store-data.js';
import { date, painter, safe, table, wrap, type View } from '../view.js';

export function text({ site, asOf, tenants, files, written }: HsmStoreData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const title = paint.bold(vi ? `Kho bí mật của ${site}, tính đến ${date(view, asOf)}` : `Secret store of ${site}, as of ${date(view, asOf)}`);
  if (tenants.length === 0) return `${title}\n\n${vi ? 'Chưa cơ quan nào chạy ở đây.' : 'No organisation runs here yet.'}\n`;
  const importance = { ordinary: vi ? 'thông thường' : 'ordinary', important: vi ? 'quan trọng' : 'important', core: vi ? 'cốt lõi' : 'core' } as const;
  const columns = [{ title: vi ? 'cơ quan' : 'organisation' }, { title: vi ? 'khóa theo mức quan trọng' : 'keys by importance' }, { title: vi ? 'khóa trong HSM' : 'keys in the HSM' }, { title: vi ? 'môi trường' : 'environments', right: true }];
  const rows = tenants.map(({ organisation, keys, inHsm, namespaces }) => [safe(organisation), keys.map((key) => importance[key]).join(', '), inHsm.map(safe).join(', '), String(namespaces.length)]);
  const note = vi
    ? 'Dữ liệu cá nhân nhạy cảm và bí mật nhà nước không có khóa trong kho: khóa của chúng nằm trong HSM. Bản dự phòng của kho ở nơi khác được phục hồi từ ảnh chụp, không cài đặt riêng.'
    : 'Sensitive personal data and state secrets have no key in the store: theirs lie in the HSM. The standby of a store elsewhere is restored from a snapshot, never set up.';
  const shown = written === undefined ? files.filter(({ path }) => path.endsWith('.sh')).map(({ path, content }) => `${paint.bold(`# ${path}`)}\n${content.trimEnd()}`) : [files.map(({ path }) => `  ${safe(join(written, path))}`).join('\n')];
  return `${[title, table(view, columns, rows), wrap(note, view.columns, ''), ...shown].join('\n\n')}\n`;
}
