import { EnvironmentFailure, InputFailure, type Failure } from '../../failure.js';
import { visible } from '../visible.js';
import type { Text } from '../../../sites/model/text.js';
import type { TokenTrouble } from './token-protocol.js';

const shown = (text: string): string => visible(text, 120);
const list = (names: readonly string[]): string => names.slice(0, 12).map(shown).join(', ') + (names.length > 12 ? ', …' : '');

const unfit: Readonly<Record<Extract<TokenTrouble, { is: 'unfit-key' | 'made-unfit' }>['why'][number], Text>> = {
  extractable: { vi: 'có thể xuất ra ngoài (CKA_EXTRACTABLE)', en: 'may be extracted (CKA_EXTRACTABLE)' },
  'was-extractable': { vi: 'đã từng có thể xuất ra ngoài (CKA_NEVER_EXTRACTABLE là sai)', en: 'could once be extracted (CKA_NEVER_EXTRACTABLE is false)' },
  'not-sensitive': { vi: 'không phải khóa nhạy cảm (CKA_SENSITIVE)', en: 'is not sensitive (CKA_SENSITIVE)' },
  'was-not-sensitive': { vi: 'giá trị đã từng đọc được (CKA_ALWAYS_SENSITIVE là sai)', en: 'could once be read (CKA_ALWAYS_SENSITIVE is false)' },
  'not-private': { vi: 'thấy và dùng được khi chưa nhập PIN (CKA_PRIVATE là sai)', en: 'can be seen and used before the PIN is given (CKA_PRIVATE is false)' },
  'not-256': { vi: 'không dài 256 bit', en: 'is not of 256 bits' },
  'no-encrypt': { vi: 'không được mã hóa (CKA_ENCRYPT)', en: 'may not encrypt (CKA_ENCRYPT)' },
  'no-decrypt': { vi: 'không được giải mã (CKA_DECRYPT)', en: 'may not decrypt (CKA_DECRYPT)' },
  'may-wrap': { vi: 'được bọc khóa khác ra ngoài (CKA_WRAP)', en: 'may wrap other keys out of the token (CKA_WRAP)' },
  'other-use': { vi: 'làm được nhiều việc hơn yêu cầu', en: 'may do more than it was asked for' },
  'no-id': { vi: 'không có CKA_ID', en: 'has no CKA_ID' },
};
export const unfitText = (why: keyof typeof unfit): Text => unfit[why];

/** What a token's trouble means to a person, in one sentence with what to do. Never a PIN. */
export function troubleText(trouble: TokenTrouble, token: string): Text {
  const name = shown(token);
  switch (trouble.is) {
    case 'driver':
      return trouble.state === 'absent'
        ? { vi: 'gói pkcs11js chưa được cài; nó là tùy chọn vì phải biên dịch. Hãy chạy: npm install --no-save pkcs11js@2.1.7 (cần trình biên dịch C++, make và Python).', en: 'the package pkcs11js is not installed; it is optional, because it is compiled. Run: npm install --no-save pkcs11js@2.1.7 (needs a C++ compiler, make and Python).' }
        : { vi: `gói pkcs11js có nhưng chưa biên dịch (${shown(trouble.detail)}). Hãy chạy: npm rebuild pkcs11js (cần trình biên dịch C++, make và Python).`, en: `the package pkcs11js is there and not compiled (${shown(trouble.detail)}). Run: npm rebuild pkcs11js (needs a C++ compiler, make and Python).` };
    case 'library':
      return { vi: `không nạp được thư viện PKCS#11: ${shown(trouble.detail)}.`, en: `the PKCS#11 library cannot be loaded: ${shown(trouble.detail)}.` };
    case 'no-token':
      return trouble.tokens.length === 0
        ? { vi: `không thấy phân vùng (token) nào; cần "${name}". Hãy kiểm tra cấu hình của thư viện và kết nối tới HSM.`, en: `no partition (token) is there; expected "${name}". Check the library's configuration and the connection to the HSM.` }
        : { vi: `không có phân vùng (token) "${name}"; có: ${list(trouble.tokens)}.`, en: `there is no partition (token) "${name}"; there are: ${list(trouble.tokens)}.` };
    case 'two-tokens':
      return { vi: `${trouble.count} phân vùng (token) cùng nhãn "${name}"; không chọn thay được. Hãy đổi nhãn một phân vùng.`, en: `${trouble.count} partitions (tokens) bear the label "${name}"; which one is meant is not ours to guess. Give one of them another label.` };
    case 'no-user-pin':
      return { vi: `phân vùng "${name}" chưa đặt PIN người dùng. Hãy khởi tạo theo nghi thức.`, en: `partition "${name}" has no user PIN yet. Initialise it by ceremony.` };
    case 'pin-wrong':
      return { vi: `PIN của phân vùng "${name}" sai. Chỉ thử một lần và không thử lại: thử nhiều lần sẽ khóa phân vùng.`, en: `the PIN of partition "${name}" is wrong. It was tried once and is not tried again: more tries would lock the partition.` };
    case 'pin-locked':
      return { vi: `phân vùng "${name}" đã bị khóa vì nhập sai PIN nhiều lần. Người giữ quyền SO phải mở khóa.`, en: `partition "${name}" is locked after too many wrong PINs. Its security officer has to unlock it.` };
    case 'pin-last-try':
      return { vi: `phân vùng "${name}" chỉ còn một lần thử PIN trước khi bị khóa, nên không thử. Hãy kiểm tra PIN bằng công cụ của nhà cung cấp.`, en: `partition "${name}" has one PIN try left before it locks, so none is made. Verify the PIN with the vendor's own tool.` };
    case 'no-mechanism':
      return { vi: `phân vùng "${name}" không có cơ chế ${shown(trouble.mechanism)}.`, en: `partition "${name}" lacks the mechanism ${shown(trouble.mechanism)}.` };
    case 'no-key':
      return trouble.keys.length === 0 ? { vi: `phân vùng "${name}" không có khóa AES "${shown(trouble.key)}".`, en: `partition "${name}" holds no AES key "${shown(trouble.key)}".` } : { vi: `phân vùng "${name}" không có khóa AES "${shown(trouble.key)}"; có: ${list(trouble.keys)}.`, en: `partition "${name}" holds no AES key "${shown(trouble.key)}"; there are: ${list(trouble.keys)}.` };
    case 'two-keys':
      return { vi: `phân vùng "${name}" có ${trouble.count} khóa cùng nhãn "${shown(trouble.key)}". Mỗi khóa một nhãn.`, en: `partition "${name}" holds ${trouble.count} keys of the label "${shown(trouble.key)}". Each key has a label of its own.` };
    case 'unfit-key': {
      const said = (lang: 'vi' | 'en'): string => trouble.why.map((one) => unfit[one][lang]).join(', ');
      return { vi: `khóa "${shown(trouble.key)}" trong phân vùng "${name}" không dùng được: ${said('vi')}. Hãy tạo khóa mới theo nghi thức.`, en: `key "${shown(trouble.key)}" in partition "${name}" is not fit: it ${said('en')}. Create a new key by ceremony.` };
    }
    case 'taken':
      return trouble.what === 'label'
        ? { vi: `phân vùng "${name}" đã có đối tượng mang nhãn "${shown(trouble.value)}". Mỗi khóa một nhãn: hãy xem bằng ndc hsm check; thay khóa thì dùng nhãn mới.`, en: `partition "${name}" holds something of the label "${shown(trouble.value)}" already. Each key has a label of its own: see ndc hsm check; a rotation takes a new label.` }
        : { vi: `phân vùng "${name}" đã có đối tượng mang CKA_ID ${shown(trouble.value)}. CKA_ID không dùng lại: hãy rút một CKA_ID mới.`, en: `partition "${name}" holds something of the CKA_ID ${shown(trouble.value)} already. A CKA_ID is never used again: draw a new one.` };
    case 'made-unfit': {
      const said = (lang: 'vi' | 'en'): string => trouble.why.map((one) => unfit[one][lang]).join(', ');
      return { vi: `phân vùng "${name}" tạo khóa "${shown(trouble.key)}" khác với yêu cầu: ${said('vi')}. Khóa đó đã được xóa ngay. Hãy tạo bằng công cụ của nhà sản xuất HSM.`, en: `partition "${name}" made key "${shown(trouble.key)}" otherwise than it was asked to: it ${said('en')}. That key was removed at once. Make it with the tool of the HSM’s maker.` };
    }
    case 'made-left':
      return { vi: `phân vùng "${name}" đã tạo khóa "${shown(trouble.key)}" (CKA_ID ${shown(trouble.objectId)}) nhưng khóa không đạt hoặc không xem lại được, và cũng không xóa được. Không dùng khóa này: hãy xóa bằng công cụ của nhà sản xuất HSM rồi tạo lại.`, en: `partition "${name}" made key "${shown(trouble.key)}" (CKA_ID ${shown(trouble.objectId)}), which is not fit or could not be looked at, and which could not be removed. Do not use it: remove it with the tool of the HSM’s maker, then make it anew.` };
    case 'made-unfinished':
      return { vi: `HSM trả lời ${shown(trouble.name)} khi tạo khóa, nhưng phân vùng "${name}" nay có đối tượng mang nhãn "${shown(trouble.key)}" hoặc CKA_ID ${shown(trouble.objectId)}: khóa tạo dở, chưa ai xem lại. Không dùng khóa này: xem bằng ndc hsm check, xóa bằng công cụ của nhà sản xuất HSM, rồi tạo lại với CKA_ID mới.`, en: `the HSM answers ${shown(trouble.name)} as it makes the key, and partition "${name}" now holds something of the label "${shown(trouble.key)}" or the CKA_ID ${shown(trouble.objectId)}: a key that is unfinished, and that nobody looked at. Do not use it: see ndc hsm check, remove it with the tool of the HSM’s maker, then make it anew with another CKA_ID.` };
    case 'made-unknown':
      return { vi: `HSM trả lời ${shown(trouble.name)} khi tạo khóa "${shown(trouble.key)}" (CKA_ID ${shown(trouble.objectId)}) và không xem lại được phân vùng "${name}". Không rõ khóa đã được tạo hay chưa: hãy xem phân vùng bằng ndc hsm check trước khi chạy lại.`, en: `the HSM answers ${shown(trouble.name)} as it makes key "${shown(trouble.key)}" (CKA_ID ${shown(trouble.objectId)}), and partition "${name}" cannot be looked into after it. Whether the key was made is not known: look into the partition with ndc hsm check before this is run again.` };
    case 'made-twice':
      return { vi: `cùng lúc đó có khóa khác mang nhãn "${shown(trouble.key)}" hoặc CKA_ID ${shown(trouble.objectId)} được tạo trong phân vùng "${name}"; khóa của lần chạy này đã được xóa. Hãy xem phân vùng bằng ndc hsm check rồi mới chạy lại, mỗi lúc một người.`, en: `another key of the label "${shown(trouble.key)}" or the CKA_ID ${shown(trouble.objectId)} was made in partition "${name}" at the same time; the one of this run was removed again. Look into the partition with ndc hsm check before this is run again, by one person at a time.` };
    case 'bad-ciphertext':
      return { vi: 'bản mã không do khóa này tạo ra, hoặc đã bị sửa.', en: 'the ciphertext was not made by this key, or it was changed.' };
    case 'ckr':
      return trouble.method === 'C_Initialize'
        ? { vi: `thư viện của HSM không khởi động được: ${shown(trouble.name)} (C_Initialize). Hãy kiểm tra cấu hình của thư viện và kết nối tới HSM.`, en: `the HSM’s library does not start: ${shown(trouble.name)} (C_Initialize). Check the library’s configuration and the connection to the HSM.` }
        : { vi: `HSM trả lời ${shown(trouble.name)}${trouble.method === '' ? '' : ` (${shown(trouble.method)})`}.`, en: `the HSM answers ${shown(trouble.name)}${trouble.method === '' ? '' : ` (${shown(trouble.method)})`}.` };
    case 'crashed':
      return { vi: `thư viện PKCS#11 ${shown(trouble.library)} làm dừng tiến trình nạp nó (${shown(trouble.signal)}). Tệp có thể hỏng, hoặc không hợp với máy này: hãy so mã băm với bản của nhà cung cấp, và thử bằng công cụ của họ.`, en: `the PKCS#11 library ${shown(trouble.library)} ended the process that loaded it (${shown(trouble.signal)}). Its file may be damaged, or it does not fit this machine: compare its digest with the vendor’s, and try it with their own tool.` };
    case 'gone':
      return { vi: `tiến trình giữ phiên PKCS#11 đã dừng (${shown(trouble.detail)}).`, en: `the process that holds the PKCS#11 session ended (${shown(trouble.detail)}).` };
    case 'slow':
      return { vi: `HSM không trả lời trong ${trouble.milliseconds} ms.`, en: `the HSM did not answer within ${trouble.milliseconds} ms.` };
  }
}

/** Faults of what was asked for, rather than of what is there. A token that is not there may come: a service is started again. */
const ofTheUser: ReadonlySet<TokenTrouble['is']> = new Set(['two-tokens', 'pin-wrong', 'pin-locked', 'pin-last-try', 'no-user-pin', 'no-mechanism', 'no-key', 'two-keys', 'unfit-key', 'taken', 'made-unfit', 'library']);

/** NDC-X063 for what the user can mend in the request or at the token, NDC-X064 for what the environment did. */
export const tokenFailure = (trouble: TokenTrouble, token: string): Failure => (ofTheUser.has(trouble.is) ? new InputFailure('NDC-X063', troubleText(trouble, token)) : new EnvironmentFailure('NDC-X064', troubleText(trouble, token)));

/** What keeps a call from saying whether it did anything. */
const unsure: ReadonlySet<TokenTrouble['is']> = new Set(['gone', 'slow']);
/** Troubles whose own words say what became of the key. */
const told: ReadonlySet<TokenTrouble['is']> = new Set(['made-unfit', 'made-left', 'made-unfinished', 'made-unknown', 'made-twice']);

/** Of a key that was to be made: also whether there is one now. */
export function generateFailure(trouble: TokenTrouble, token: string): Failure {
  const { vi, en } = troubleText(trouble, token);
  const after: Text = told.has(trouble.is)
    ? { vi: '', en: '' }
    : unsure.has(trouble.is)
      ? { vi: ' Không rõ khóa đã được tạo hay chưa: hãy xem phân vùng bằng ndc hsm check trước khi chạy lại.', en: ' Whether the key was made is not known: look into the partition with ndc hsm check before this is run again.' }
      : { vi: ' Chưa có khóa nào được tạo.', en: ' No key was made.' };
  const text: Text = { vi: `${vi}${after.vi}`, en: `${en}${after.en}` };
  return ofTheUser.has(trouble.is) ? new InputFailure('NDC-X063', text) : new EnvironmentFailure('NDC-X064', text);
}
