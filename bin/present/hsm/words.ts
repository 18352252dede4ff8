import type { KeyStanding } from '../../../sites/keys/inventory.js';
import type { KeyPurpose, KeyTargetKind } from '../../../sites/model/kinds/keys.js';
import type { Text } from '../../../sites/model/text.js';

export const purposeNames: Readonly<Record<KeyPurpose, Text>> = {
  'api-server': { vi: 'bí mật máy chủ API', en: 'API-server secrets' },
  'storage-class': { vi: 'lớp lưu trữ', en: 'storage class' },
  osd: { vi: 'ổ đĩa (OSD)', en: 'disks (OSD)' },
  backup: { vi: 'kho sao lưu', en: 'backup repository' },
  seal: { vi: 'niêm phong kho bí mật', en: 'secret-store seal' },
  state: { vi: 'trạng thái Terraform', en: 'Terraform state' },
  database: { vi: 'cơ sở dữ liệu', en: 'database' },
  tenant: { vi: 'khóa của cơ quan', en: 'tenant key' },
  ca: { vi: 'cơ quan chứng thực', en: 'certificate authority' },
};

export const standingNames: Readonly<Record<KeyStanding, Text>> = {
  planned: { vi: 'dự kiến', en: 'planned' },
  current: { vi: 'còn hạn', en: 'current' },
  due: { vi: 'sắp phải thay', en: 'due soon' },
  overdue: { vi: 'quá hạn', en: 'overdue' },
  destroyed: { vi: 'đã hủy', en: 'destroyed' },
};

const thingNames: Readonly<Record<KeyTargetKind | 'hsm', Text>> = {
  hsm: { vi: 'HSM', en: 'HSM' },
  key: { vi: 'khóa', en: 'key' },
  store: { vi: 'kho bí mật', en: 'secret store' },
  repository: { vi: 'kho mã', en: 'repository' },
  'api-server': { vi: 'bí mật máy chủ API', en: 'API-server secrets' },
  osd: { vi: 'ổ đĩa', en: 'disks' },
  backup: { vi: 'bản sao lưu', en: 'backups' },
  state: { vi: 'trạng thái Terraform', en: 'Terraform state' },
  ca: { vi: 'cơ quan chứng thực', en: 'certificate authority' },
  storage: { vi: 'lớp lưu trữ', en: 'storage class' },
  database: { vi: 'cơ sở dữ liệu', en: 'database' },
  organisation: { vi: 'dữ liệu cơ quan', en: 'data of' },
};

/** Kind of an id: `store` of `store/ndc-01`. */
const kindOf = (id: string): KeyTargetKind | 'hsm' => id.slice(0, id.indexOf('/')) as KeyTargetKind | 'hsm';

/** What each kind of id among some is, in the order they come: for a reader who meets `osd/ndc-01` the first time. */
export const kindsNamed = (ids: readonly string[]): readonly { readonly kind: string; readonly name: Text }[] => [...new Set(ids.map(kindOf))].map((kind) => ({ kind, name: thingNames[kind] }));

/** `store/ndc-01` as two lines: what it is, and which. */
export function thing(id: string): { readonly kind: Text; readonly which: string } {
  const cut = id.indexOf('/');
  const kind = kindOf(id);
  const rest = id.slice(cut + 1);
  // A partition's label names its site already.
  return { kind: thingNames[kind], which: kind === 'hsm' ? (rest.split('/')[1] ?? rest) : rest };
}
