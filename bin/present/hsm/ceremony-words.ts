import type { Attendance, Ceremony, CeremonyAct, CeremonyRole, Hindrance } from '../../../sites/keys/ceremony/step.js';
import type { Text } from '../../../sites/model/text.js';
import type { HsmCeremonyData } from '../../hsm-ceremony-data.js';
import { date, safe, say, type View } from '../view.js';
import { purposeNames } from './words.js';

export const actNames: Readonly<Record<CeremonyAct, Text>> = {
  create: { vi: 'tạo khóa', en: 'making a key' },
  backup: { vi: 'sao lưu khóa', en: 'backing up a key' },
  rotate: { vi: 'thay khóa', en: 'rotating a key' },
  destroy: { vi: 'hủy khóa', en: 'destroying a key' },
};

export const ceremonyRoleNames: Readonly<Record<CeremonyRole, Text>> = {
  leader: { vi: 'người chủ trì', en: 'leader of the ceremony' },
  operator: { vi: 'người thao tác', en: 'operator' },
  custodian: { vi: 'người giữ khóa', en: 'key custodian' },
  witness: { vi: 'người chứng kiến (an toàn thông tin)', en: 'witness (information security)' },
  engineer: { vi: 'kỹ sư nền tảng', en: 'platform engineer' },
  owner: { vi: 'đại diện cơ quan chủ quản', en: 'the owner’s representative' },
};

export const ceremonyLabels = {
  present: { vi: 'Thành phần', en: 'Who is present' },
  role: { vi: 'vai trò', en: 'role' },
  needed: { vi: 'cần', en: 'needed' },
  name: { vi: 'họ tên', en: 'name' },
  signature: { vi: 'chữ ký', en: 'signature' },
  time: { vi: 'giờ', en: 'time' },
  custodians: { vi: 'Người giữ khóa theo danh mục', en: 'Custodians by the inventory' },
  variables: { vi: 'Biến phải điền trước', en: 'Variables to fill in first' },
  variable: { vi: 'biến', en: 'variable' },
  means: { vi: 'là gì', en: 'what it is' },
  before: { vi: 'Điều kiện trước khi bắt đầu', en: 'Before anybody begins' },
  steps: { vi: 'Các bước', en: 'Steps' },
  seen: { vi: 'thấy', en: 'seen' },
  until: { vi: 'Xong khi', en: 'Done when' },
  otherwise: { vi: 'Nếu không', en: 'If not' },
  inventory: { vi: 'Sửa danh mục', en: 'Edit the inventory' },
  writes: { vi: 'Ghi', en: 'Write' },
  done: { vi: 'giờ xong', en: 'done at' },
  by: { vi: 'người làm', en: 'done by' },
  seenBy: { vi: 'người chứng kiến', en: 'witnessed by' },
  checks: { vi: 'Kiểm tra sau cùng', en: 'Checks after' },
  record: { vi: 'Biên bản', en: 'Record' },
  field: { vi: 'mục', en: 'field' },
  value: { vi: 'giá trị', en: 'value' },
  hindered: { vi: 'Chưa làm được', en: 'Not to be done' },
  what: { vi: 'vướng', en: 'what' },
  why: { vi: 'vì sao', en: 'why' },
  last: { vi: 'đến hết', en: 'through' },
} as const satisfies Record<string, Text>;

export function titleOf({ ceremony: { act, key, version } }: HsmCeremonyData, { lang }: Pick<View, 'lang'>): string {
  const of = version ?? key;
  return lang === 'vi' ? `Nghi thức ${actNames[act].vi}: ${of}` : `Ceremony of ${actNames[act].en}: ${of}`;
}

export function introOf({ estate, asOf, ceremony }: HsmCeremonyData, view: View): readonly string[] {
  const vi = view.lang === 'vi';
  const { home, label, to, purpose, version, key, hindrances } = ceremony;
  const where = `${home}${label === undefined ? '' : `, ${label}`}${to === undefined ? '' : ` → ${to}`}`;
  return [
    `${safe(say(view, estate.name))}, ${vi ? 'ngày' : 'on'} ${date(view, asOf)}. ${vi ? 'Dữ liệu' : 'Data'} ${estate.digest.slice(0, 19)}.`,
    vi ? `Khóa ${key}${version === undefined ? '' : `, phiên bản cũ ${version}`}: ${purposeNames[purpose].vi}; nơi giữ ${where}.` : `Key ${key}${version === undefined ? '' : `, former version ${version}`}: ${purposeNames[purpose].en}; home ${where}.`,
    ...(hindrances.length > 0
      ? []
      : [
          vi
            ? 'Làm đúng thứ tự. Mỗi bước một người làm và một người chứng kiến, ghi giờ và ký ngay khi xong. Lệnh gõ liền một dòng: in xuống hàng chỉ ở dấu cách. Trên tờ này không có và không được ghi khóa hay PIN.'
            : 'Keep the order. Each step is done by one person and witnessed by another, who note the time and sign as it is done. Type commands as one line: in print they go on at a blank alone. No key and no PIN stands on this sheet, and none may be written on it.',
        ]),
  ];
}

/** `3/5`. */
export const neededText = ({ needed, of }: Attendance): string => (of === undefined ? String(needed) : `${needed}/${of}`);

/** One line for each signature that is needed. */
export const signers = ({ attendance, custodians }: Ceremony, view: View): readonly string[] =>
  attendance.flatMap(({ role, needed }) => Array.from({ length: needed }, (_, index) => (needed === 1 ? say(view, ceremonyRoleNames[role]) : `${say(view, ceremonyRoleNames[role])} ${index + 1}${role === 'custodian' && custodians.length > 0 ? ` (${view.lang === 'vi' ? 'một trong các vai trò trên' : 'one of the roles above'})` : ''}`)));

export const untilText = ({ until }: Hindrance, view: View): string => (until === undefined ? '–' : date(view, until));

/** When it may be done, where days alone tell. */
export function firstText({ ceremony: { act, firstDay, hindrances } }: HsmCeremonyData, view: View): string | undefined {
  if (hindrances.length === 0) return undefined;
  const vi = view.lang === 'vi';
  if (firstDay === undefined) return vi ? 'Chưa có ngày nào: việc vướng ở trên không tự hết.' : 'There is no such day yet: what stands above does not pass by itself.';
  const openEnded = hindrances.some(({ until }) => until === undefined);
  if (act !== 'destroy' || !openEnded) return vi ? `Sớm nhất: ${date(view, firstDay)}.` : `Not before ${date(view, firstDay)}.`;
  return vi ? `Sớm nhất: ${date(view, firstDay)}, nếu mọi việc không có ngày ở trên được giải quyết ngay hôm nay; nếu không thì muộn hơn.` : `Not before ${date(view, firstDay)}, if everything above without a day is settled today; otherwise later.`;
}

