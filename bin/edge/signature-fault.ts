import type { Text } from '../../sites/model/text.js';
import { visible } from './visible.js';

const noSignature: Text = { vi: 'tệp không phải chữ ký SSH, hoặc đã hỏng', en: 'this is no SSH signature, or a damaged one' };
const otherKey: Text = { vi: 'khóa đã ký không có trong danh sách người ký', en: 'the key that signed is not in the list of signers' };

const daysOf = (said: string, what: string): string => new RegExp(`${what} (\\d{4}-\\d{2}-\\d{2})`).exec(said)?.[1] ?? '';

/** Lines of the list that ssh-keygen names for what stands there, rather than for when or for what the key of a line may sign. */
const brokenLines = (said: string): readonly string[] => said.split('\n').flatMap((line) => /:(\d+): (?!key (?:has expired|is not yet valid|is not permitted))/.exec(line)?.[1] ?? []);

/**
 * Why no key of a list of signers is the one that signed, by what `ssh-keygen -Y find-principals` wrote with `LC_ALL=C`.
 *
 * @param list text of the list: empty lines are no fault of it, though ssh-keygen says that they lack a key.
 */
export function whyNobody(said: string, list?: string): Text {
  if (/sshsig_|parse signature/i.test(said)) return noSignature;
  if (/key has expired/.test(said)) {
    const day = daysOf(said, 'valid-before');
    return { vi: `khóa đã ký có trong danh sách người ký nhưng đã hết hạn${day === '' ? '' : ` (valid-before ${day})`}`, en: `the key that signed is in the list of signers, but has expired${day === '' ? '' : ` (valid-before ${day})`}` };
  }
  if (/key is not yet valid/.test(said)) {
    const day = daysOf(said, 'valid-after');
    return { vi: `khóa đã ký có trong danh sách người ký nhưng chưa đến hạn dùng${day === '' ? '' : ` (valid-after ${day})`}`, en: `the key that signed is in the list of signers, but is not valid yet${day === '' ? '' : ` (valid-after ${day})`}` };
  }
  const written = list?.split(/\r?\n/);
  const broken = brokenLines(said).filter((line) => written?.[Number(line) - 1]?.trim() !== '');
  if (broken.length === 0) return otherKey;
  const lines = broken.slice(0, 5).join(', ');
  return { vi: `không tìm được khóa đã ký: danh sách người ký có dòng không đọc được (dòng ${lines})`, en: `the key that signed was not found: the list of signers holds what cannot be read (line ${lines})` };
}

/** Why a signature of a key in the list does not hold, by what `ssh-keygen -Y verify` wrote with `LC_ALL=C`. */
export function whyNotHolding(said: string): Text {
  if (/incorrect signature/i.test(said)) return { vi: 'chữ ký không khớp: nội dung này không phải nội dung đã được ký', en: 'the signature does not hold: these are not the bytes that were signed' };
  if (/namespace does not match/i.test(said)) return { vi: 'chữ ký không khớp: nó được lập cho mục đích khác, không phải "ndc"', en: 'the signature does not hold: it was made for another purpose than "ndc"' };
  if (/not permitted for use in signature namespace/i.test(said)) return { vi: 'danh sách người ký không cho khóa này ký cho mục đích "ndc" (namespaces)', en: 'the list of signers does not let this key sign for "ndc" (namespaces)' };
  if (/key has expired|key is not yet valid|sshsig_|parse signature/i.test(said)) return whyNobody(said);
  const words = visible(said.split('\n').map((line) => line.trim()).filter((line) => line !== '').slice(-2).join('; '), 300);
  const quoted: Text = words === '' ? { vi: '', en: '' } : { vi: ` (nguyên văn của ssh-keygen: "${words}")`, en: ` (${words})` };
  return { vi: `chữ ký không khớp${quoted.vi}`, en: `the signature does not hold${quoted.en}` };
}
