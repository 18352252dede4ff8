import { pinFromDescriptor, pinFromFile, pinFromTerminal } from '../../edge/hsm/pin.js';
import type { Context, OptionSpec, Values } from '../../command.js';
import { InputFailure } from '../../failure.js';

/** Which library, which partition, and where its PIN comes from. A PIN itself is no option: arguments are read by everybody. */
export const tokenOptions: readonly OptionSpec[] = [
  { flags: '--library <path>', about: { vi: 'thư viện PKCS#11 của HSM (.so)', en: 'the HSM’s PKCS#11 library (.so)' } },
  { flags: '--token <label>', about: { vi: 'nhãn phân vùng (token)', en: 'label of the partition (token)' } },
  { flags: '--pin-file <file>', about: { vi: 'tệp chứa PIN, quyền 0600', en: 'file that holds the PIN, mode 0600' } },
  { flags: '--pin-fd <number>', about: { vi: 'số tệp đã mở để đọc PIN, ví dụ 3', en: 'open descriptor to read the PIN from, such as 3' } },
];

/** A text option that has to be there. @throws InputFailure NDC-X060 */
export function needed(options: Values, name: string, flag: string): string {
  const given = options[name];
  if (typeof given === 'string' && given !== '') return given;
  throw new InputFailure('NDC-X060', { vi: `thiếu ${flag}.`, en: `${flag} is missing.` });
}

/**
 * A label as PKCS#11 holds it: 32 bytes, and nothing that a URI or a shell reads otherwise.
 *
 * @throws InputFailure NDC-X066
 */
export function requireLabel(flag: string, label: string, longest: number): string {
  if (/^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(label) && Buffer.byteLength(label) <= longest) return label;
  const shown = JSON.stringify(label).slice(0, 80);
  throw new InputFailure('NDC-X066', {
    vi: `${flag} là ${shown}; cần chữ không dấu, chữ số, dấu chấm, gạch dưới và gạch nối, tối đa ${longest} byte: dấu chấm phẩy và dấu cách làm đứt URI PKCS#11.`,
    en: `${flag} is ${shown}; expected letters, digits, dots, underscores and dashes, at most ${longest} bytes: semicolons and spaces break a PKCS#11 URI.`,
  });
}

/**
 * The PIN from `--pin-file` or `--pin-fd`, else from the connection's file of the partition, else asked for on the terminal.
 *
 * @throws InputFailure NDC-X061
 */
export async function pinFor(token: string, context: Context, options: Values, connected?: { readonly pinFiles: Readonly<Record<string, string>> }): Promise<string> {
  const [file, descriptor] = [options['pinFile'] as string | undefined, options['pinFd'] as string | undefined];
  if (file !== undefined && descriptor !== undefined) throw new InputFailure('NDC-X061', { vi: 'chỉ dùng một trong --pin-file và --pin-fd.', en: 'give one of --pin-file and --pin-fd.' });
  if (file !== undefined) return pinFromFile(file);
  if (descriptor !== undefined) return pinFromDescriptor(descriptor);
  const known = connected !== undefined && Object.hasOwn(connected.pinFiles, token) ? connected.pinFiles[token] : undefined;
  if (known !== undefined) return pinFromFile(known);
  return pinFromTerminal(token, context.lang, context.signal);
}
