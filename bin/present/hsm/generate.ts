import type { KeyUse } from '../../../sites/keys/making.js';
import type { Text } from '../../../sites/model/text.js';
import type { HsmGenerateData } from '../../hsm-generate-data.js';
import { figure, painter, safe, say, wrap, type View } from '../view.js';
import { markText } from './mark.js';

const uses: Readonly<Record<KeyUse, Text>> = {
  encrypt: { vi: 'mã hóa và giải mã', en: 'encrypt and decrypt' },
  wrap: { vi: 'bọc và mở bọc khóa khác', en: 'wrap and unwrap other keys' },
  sign: { vi: 'ký', en: 'sign' },
  decrypt: { vi: 'giải mã', en: 'decrypt' },
};

export function text({ site, partition, label, bits, use, token, marks, key }: HsmGenerateData, view: View): string {
  const vi = view.lang === 'vi';
  const made = vi ? `Đã tạo ${safe(label)} trong phân vùng ${safe(partition)} (${site}): ${figure(view, bits)} bit, chỉ để ${say(view, uses[use])}.` : `Made ${safe(label)} in partition ${safe(partition)} (${site}): ${figure(view, bits)} bits, to ${say(view, uses[use])} and nothing else.`;
  const kept = vi ? 'Khóa không bao giờ ra khỏi HSM (CKA_SENSITIVE, CKA_NEVER_EXTRACTABLE).' : 'It never leaves the HSM (CKA_SENSITIVE, CKA_NEVER_EXTRACTABLE).';
  const next = vi ? `Chưa ai được dùng khóa này: ghi CKA_ID vào objectId của ${key} trong danh mục, trên nhánh đã duyệt, sau khi sao lưu và thử.` : `Nobody uses it yet: once it is backed up and tried, write the CKA_ID as objectId of ${key} into the inventory, on the approved branch.`;
  return `${[
    wrap(painter(view).bold(made), view.columns, '  '),
    wrap(`  ${safe(`${token.manufacturer} ${token.model} ${token.serial}, firmware ${token.firmware}`)}`, view.columns, '  '),
    ...marks.flatMap((mark) => markText(mark, view)),
    wrap(`${kept} ${next}`, view.columns, ''),
  ].join('\n')}\n`;
}
