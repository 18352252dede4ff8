import { join } from 'node:path';
import type { HsmStoreData } from '../../hsm-store-data.js';
import { date, painter, safe, table, wrap, type View } from '../view.js';

export function text({ site, asOf, tenants, files, written }: HsmStoreData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const title = paint.bold(vi ? `Kho bí mật của ${site}, tính đến ${date(view, asOf)}` : `Secret store of ${site}, as of ${date(view, asOf)}`);
  if (tenants.length === 0) return `${title}\n\n${vi ? 'Chưa cơ quan nào chạy ở đây.' : 'No organisation runs here yet.'}\n`;
  const importance = { ordinary: vi ? 'thông thường' : 'ordinary', important: vi ? 'quan trọng' : 'important', core: vi ? 'cốt lõi' : 'core' } as const;
  const columns = [{ title: vi ? 'cơ quan' : 'organisation' }, { title: vi ? 'khóa theo mức quan trọng' : 'keys by importance' }, { title: vi ? 'môi trường' : 'environments', right: true }];
  const rows = tenants.map(({ organisation, keys, namespaces }) => [safe(organisation), keys.map((key) => importance[key]).join(', '), String(namespaces.length)]);
  const apart = tenants.filter((tenant) => tenant.apart.length > 0).flatMap((tenant) => apartText(tenant, view));
  const kept = apart.length === 0 ? [] : [[vi ? 'Dữ liệu cá nhân nhạy cảm và bí mật nhà nước không có khóa trong kho; khóa riêng của chúng trong HSM:' : 'Sensitive personal data and state secrets have no key in the store; keys of their own in the HSM:', ...apart].join('\n')];
  const note = vi ? 'Bản dự phòng của kho ở nơi khác được phục hồi từ ảnh chụp, không cài đặt riêng.' : 'The standby of a store elsewhere is restored from a snapshot, never set up.';
  const shown = written === undefined ? files.filter(({ path }) => path.endsWith('.sh')).map(({ path, content }) => `${paint.bold(`# ${path}`)}\n${content.trimEnd()}`) : [files.map(({ path }) => `  ${safe(join(written, path))}`).join('\n')];
  return `${[title, table(view, columns, rows), ...kept, wrap(note, view.columns, ''), ...shown].join('\n\n')}\n`;
}

/** Systems of an organisation by the keys that they have instead. Without one of their own, those of classes and backups are what encrypts. */
function apartText({ organisation, apart }: HsmStoreData['tenants'][number], view: View): string[] {
  const vi = view.lang === 'vi';
  const told = ({ keys }: HsmStoreData['tenants'][number]['apart'][number]): string =>
    keys.length === 0
      ? vi ? 'danh mục không có khóa riêng, chỉ có khóa của lớp lưu trữ và bản sao lưu' : 'none in the inventory; only keys of storage classes and backups'
      : keys.map(({ id, planned }) => `${safe(id)}${planned ? (vi ? ' (dự kiến)' : ' (planned)') : ''}`).join(', ');
  const ways = [...new Set(apart.map(told))];
  return ways.map((way) => wrap(`  ${safe(organisation)} (${apart.filter((one) => told(one) === way).map(({ system }) => safe(system)).join(', ')}): ${way}`, view.columns, '    '));
}
