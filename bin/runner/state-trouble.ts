import type { Text } from '../../sites/model/text.js';

/** Words of OpenTofu for a state that it cannot read under its encryption, and what each asks of a person. */
const troubles: readonly (readonly [RegExp, Text])[] = [
  [
    /encountered unencrypted payload without unencrypted method/i,
    {
      vi: 'trạng thái này chưa mã hóa, mà kết nối không nhận trạng thái chưa mã hóa. Nếu trạng thái chưa từng được mã hóa: ghi migrating: true vào stateEncryption của kết nối, chạy ndc rekey, rồi bỏ dòng đó. Nếu đã từng mã hóa: tìm xem ai đã đặt bản không mã hóa vào đó.',
      en: 'this state is in clear, and the connection takes none in clear. If it never was encrypted, write migrating: true into stateEncryption of the connection, run ndc rekey, and take the line out again. If it was, find out who put one in clear there.',
    },
  ],
  [
    /decryption failed for all provided methods/i,
    {
      vi: 'không khóa hay cụm mật khẩu nào mà kết nối nêu mở được trạng thái này (decryption failed). Nếu trạng thái được ghi bằng khóa hay cụm mật khẩu khác: nêu khóa đó ở stateEncryption.former của kết nối rồi chạy ndc rekey. Nếu không: sửa lại cụm mật khẩu hay khóa trong kết nối.',
      en: 'no key or passphrase that the connection names opens this state (decryption failed). If it was written under another, name that one as stateEncryption.former in the connection and run ndc rekey; otherwise correct the passphrase or key that the connection names.',
    },
  ],
];

/** What a state's encryption asks for, where an engine's words are about that; undefined of all else. */
export const stateTrouble = (words: string): Text | undefined => troubles.find(([says]) => says.test(words.replace(/\s+/g, ' ')))?.[1];
