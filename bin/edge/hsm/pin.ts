import { constants, fstatSync, readSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { InputFailure } from '../../failure.js';
import type { Lang, Text } from '../../../sites/model/text.js';
import { errorText } from '../sandbox/errno.js';
import { shownPath } from '../shown-path.js';

/** PKCS#11 sets no limit; no token takes more, no secret store gives longer ones, and a wrong file given by mistake is told at once. */
const longest = 256;

/** What a file holds, as messages name it. */
const called = { PIN: { vi: 'PIN', en: 'PIN' }, token: { vi: 'token', en: 'token' }, passphrase: { vi: 'mật khẩu', en: 'passphrase' } } as const satisfies Readonly<Record<string, Text>>;
type Secret = keyof typeof called;

const refusal = (place: string, vi: string, en: string): InputFailure => new InputFailure('NDC-X061', { vi: `${place}: ${vi}`, en: `${place}: ${en}` });

/** A PIN from a file that its owner alone may read. @throws InputFailure NDC-X061 */
export const pinFromFile = (path: string): Promise<string> => secretFromFile(path, 'PIN');

/**
 * A secret of one line from a file that its owner alone may read. Nothing of it ever stands in a message.
 *
 * @throws InputFailure NDC-X061
 */
export async function secretFromFile(path: string, what: Secret): Promise<string> {
  const place = shownPath(path);
  const { vi, en } = called[what];
  let file: FileHandle;
  try {
    // A PIN in a link or a device would be somebody else's choice of what is read.
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    throw refusal(place, `không đọc được tệp ${vi} (${errorText(error)}). Cần một tệp thường, quyền 0600, không phải liên kết.`, `the ${en} file cannot be read (${errorText(error)}). Expected a plain file of mode 0600, no link.`);
  }
  try {
    const status = await file.stat();
    if (!status.isFile()) throw refusal(place, 'không phải tệp thường. Cần một tệp thường, quyền 0600.', 'is no plain file. Expected a plain file of mode 0600.');
    const mode = status.mode & 0o777;
    if ((mode & 0o077) !== 0)
      throw refusal(
        place,
        `người khác cũng đọc được tệp ${vi} này (quyền ${mode.toString(8)}); đã từ chối. Hãy chạy chmod 600, và đổi ${vi} nếu có người đã đọc.`,
        `others may read this ${en} file (mode ${mode.toString(8)}); refused. Run chmod 600, and change the ${en} if anybody may have read it.`,
      );
    const own = process.getuid?.();
    if (own !== undefined && status.uid !== own && status.uid !== 0) throw refusal(place, `tệp ${vi} thuộc về người dùng khác (uid ${status.uid}); đã từ chối.`, `the ${en} file belongs to another user (uid ${status.uid}); refused.`);
    if (status.size > longest + 2) throw refusal(place, `dài ${status.size} byte; ${vi} dài nhất ${longest} byte. Hãy kiểm tra lại tên tệp.`, `holds ${status.size} bytes; a ${en} has at most ${longest}. Check which file this is.`);
    return pinOf((await file.readFile()).toString('utf8'), place, what);
  } finally {
    await file.close();
  }
}

/** A PIN from a descriptor that was handed over by whoever started the command. @throws InputFailure NDC-X061 */
export function pinFromDescriptor(written: string): string {
  const place = `--pin-fd ${/^\d{1,4}$/.test(written) ? written : '…'}`;
  const descriptor = Number(written);
  if (!/^\d{1,4}$/.test(written) || descriptor === 1 || descriptor === 2) throw refusal(place, 'cần số của một tệp đã mở, ví dụ 3.', 'expected the number of an open descriptor, such as 3.');
  const buffer = Buffer.alloc(longest + 3);
  let length = 0;
  try {
    fstatSync(descriptor);
    while (length < buffer.length) {
      const read = readSync(descriptor, buffer, length, buffer.length - length, null);
      if (read === 0) break;
      length += read;
    }
    return pinOf(buffer.subarray(0, length).toString('utf8'), place);
  } catch (error) {
    if (error instanceof InputFailure) throw error;
    throw refusal(place, `không đọc được (${errorText(error)}).`, `cannot be read (${errorText(error)}).`);
  } finally {
    buffer.fill(0);
  }
}

/** A PIN typed on the terminal, without an echo. @throws InputFailure NDC-X061 where nobody can type */
export async function pinFromTerminal(token: string, lang: Lang, signal: AbortSignal): Promise<string> {
  if (process.stdin.isTTY !== true || process.stderr.isTTY !== true)
    throw refusal('PIN', 'không có --pin-file hay --pin-fd, và không có màn hình để hỏi. PIN không bao giờ là một đối số.', 'neither --pin-file nor --pin-fd is given, and there is no terminal to ask on. A PIN is never an argument.');
  const { password } = await import('@inquirer/prompts');
  // The library's own hint is English only.
  const theme = { style: { help: () => '' } };
  try {
    return pinOf(await password({ message: lang === 'vi' ? `PIN của phân vùng ${token} (không hiện khi gõ)` : `PIN of partition ${token} (nothing is shown)`, theme }, { output: process.stderr, signal }), 'PIN');
  } catch (error) {
    if (error instanceof InputFailure) throw error;
    throw refusal('PIN', 'chưa nhập.', 'was not given.');
  }
}

function pinOf(text: string, place: string, what: Secret = 'PIN'): string {
  const { vi, en } = called[what];
  const pin = text.replace(/\r?\n$/, '');
  if (pin === '') throw refusal(place, `${vi} trống.`, `the ${en} is empty.`);
  // eslint-disable-next-line no-control-regex -- a second line or a control character means that this is no PIN
  if (pin.length > longest || /[\u0000-\u001f\u007f]/.test(pin)) throw refusal(place, `${vi} phải là một dòng, tối đa ${longest} ký tự, không có ký tự điều khiển.`, `a ${en} is one line of at most ${longest} characters without control characters.`);
  return pin;
}
