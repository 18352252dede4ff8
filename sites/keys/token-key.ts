import type { Key } from '../model/kinds/keys.js';
import type { Text } from '../model/text.js';
import { makingOf, pairOf, usesBeyond, wraps } from './making.js';
import { finding, type FoundKey, type TokenFinding } from './token-findings.js';
import { unkeptOf, type Unkept } from './unkept.js';

const ceremony: Text = { vi: 'Hãy tạo khóa mới theo nghi thức, chuyển dữ liệu sang, rồi hủy khóa này.', en: 'Create a new key by ceremony, move the data to it, then destroy this one.' };

/** What each lets whoever holds the PIN do. */
const unkeptTexts: Readonly<Record<Unkept, Text>> = {
  extractable: { vi: 'có thể xuất ra ngoài (CKA_EXTRACTABLE)', en: 'may be extracted (CKA_EXTRACTABLE)' },
  'was-extractable': { vi: 'đã từng có thể xuất ra ngoài (CKA_NEVER_EXTRACTABLE là sai)', en: 'could once be extracted (CKA_NEVER_EXTRACTABLE is false)' },
  'not-sensitive': { vi: 'giá trị đọc được (CKA_SENSITIVE là sai)', en: 'its value can be read (CKA_SENSITIVE is false)' },
  'was-not-sensitive': { vi: 'giá trị đã từng đọc được (CKA_ALWAYS_SENSITIVE là sai)', en: 'its value could once be read (CKA_ALWAYS_SENSITIVE is false)' },
  'not-private': { vi: 'thấy và dùng được khi chưa nhập PIN (CKA_PRIVATE là sai)', en: 'can be seen and used before the PIN is given (CKA_PRIVATE is false)' },
  'may-wrap': { vi: 'được bọc khóa khác mang ra ngoài (CKA_WRAP)', en: 'may wrap other keys out of the HSM (CKA_WRAP)' },
};

/** What keeps a key, a copy of it or a former version from being fit: they are as open to thieves as each other. */
export function attributeFindings(key: Pick<Key, 'mechanism' | 'bits'>, found: FoundKey): readonly TokenFinding[] {
  const { label } = found;
  const more = otherUses(key, found);
  return [
    ...unkeptOf(found, wraps(key)).map((code) => finding(code, label, unkeptTexts[code], ceremony)),
    ...(more.length === 0 ? [] : [finding('other-use', label, { vi: `còn làm được việc khác ngoài ${key.mechanism}: ${more.join(', ')}`, en: `may do more than ${key.mechanism}: ${more.join(', ')}` }, { vi: 'Hãy bỏ các quyền đó bằng công cụ của nhà sản xuất HSM; HSM không cho bỏ thì tạo khóa mới theo nghi thức.', en: 'Forbid it with the tool of the HSM’s maker; where the HSM refuses, create a new key by ceremony.' })]),
  ];
}

/** Uses beyond the one that the key is for, by PKCS#11's names; that a key wraps although it is not there for it is told apart. */
function otherUses(key: Pick<Key, 'mechanism' | 'bits'>, found: FoundKey): readonly string[] {
  const making = makingOf(key);
  return making === undefined ? [] : usesBeyond(making.use, found).filter((use) => use !== 'wrap').map((use) => `CKA_${use.toUpperCase()}`);
}

/** Whether it is the very key that the inventory means. */
export function identityFindings(id: string, declared: string | undefined, { label, objectId }: FoundKey): readonly TokenFinding[] {
  if (objectId === '') return [finding('no-object-id', label, { vi: 'không có CKA_ID', en: 'has no CKA_ID' }, { vi: 'Hãy đặt một CKA_ID ngẫu nhiên: mã khóa không được dùng lại.', en: 'Give it a random CKA_ID: a key id is never used again.' })];
  if (declared === undefined || declared === objectId) return [];
  return [finding('object-id', label, { vi: `CKA_ID là ${objectId}, danh mục ghi ${declared} cho ${id}: đây là khóa khác`, en: `CKA_ID is ${objectId}, the inventory says ${declared} for ${id}: this is another key` }, { vi: 'Hãy tìm xem ai đã thay khóa; dữ liệu cũ không mở được bằng khóa này.', en: 'Find out who replaced it; this key does not open what the former one encrypted.' })];
}

/** How many bear a label, and whether the one that does is of the kind and length that the inventory has. */
export function shapeFindings(key: Pick<Key, 'mechanism' | 'bits'>, found: FoundKey): readonly TokenFinding[] {
  const { label } = found;
  const wanted = pairOf(key) ? 'private' : 'secret';
  return [
    ...(found.class === wanted ? [] : [finding('class', label, { vi: `là khóa ${found.class === 'private' ? 'riêng' : 'bí mật'}, cần khóa ${wanted === 'private' ? 'riêng' : 'bí mật'}`, en: `is a ${found.class} key, expected a ${wanted} key` }, ceremony)]),
    ...(found.bits === undefined || found.bits === key.bits ? [] : [finding('bits', label, { vi: `dài ${found.bits} bit, danh mục ghi ${key.bits}`, en: `has ${found.bits} bits, the inventory says ${key.bits}` }, ceremony)]),
  ];
}

export const labelTwice = (label: string, count: number): readonly TokenFinding[] =>
  count < 2 ? [] : [finding('label-twice', label, { vi: `${count} khóa cùng nhãn ${label}`, en: `${count} keys bear the label ${label}` }, { vi: 'Mỗi khóa một nhãn: hãy đổi nhãn hoặc hủy khóa thừa theo nghi thức.', en: 'Each key has a label of its own: relabel or destroy the other by ceremony.' })];

/** A CKA_ID under several labels: whoever looks a key up by it gets either. The halves of a pair bear one. */
export function idTwiceFindings(objects: readonly FoundKey[]): readonly TokenFinding[] {
  const labels = new Map<string, Set<string>>();
  for (const { objectId, label, class: of } of objects) if (of !== 'public' && objectId !== '') labels.set(objectId, (labels.get(objectId) ?? new Set()).add(label));
  return [...labels].flatMap(([objectId, bearers]) => {
    const [first = '', ...more] = [...bearers].sort();
    if (more.length === 0) return [];
    return [finding('id-twice', first, { vi: `CKA_ID ${objectId} cũng là của ${more.join(', ')}`, en: `its CKA_ID ${objectId} is that of ${more.join(', ')} as well` }, { vi: 'CKA_ID phân biệt các khóa: đối chiếu với danh mục xem khóa nào mang đúng CKA_ID, đặt CKA_ID ngẫu nhiên cho khóa kia hoặc hủy theo nghi thức.', en: 'A CKA_ID tells keys apart: see by the inventory whose it is; give the other a random one, or destroy it by ceremony.' })];
  });
}
