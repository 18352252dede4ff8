import type { AuditData } from '../../commands/audit.js';
import { asCalled } from '../as-called.js';
import { safe, type View } from '../view.js';

/** Where the evidence lies, and how it is checked. Unsigned evidence says so: its digests alone prove nothing of who made it. */
export function evidenceText({ evidence }: Pick<AuditData, 'evidence'>, view: View): string[] {
  if (evidence === undefined) return [];
  const { directory, manifest, signed } = evidence;
  const folder = safe(directory);
  const told = view.lang === 'vi'
    ? [`Bằng chứng: ${folder} (${manifest}), ${signed ? 'đã ký' : 'chưa ký'}. Kiểm lại: ndc audit verify ${folder}${signed ? ' --signers <tệp allowed_signers>' : ''}`]
    : [`Evidence: ${folder} (${manifest}), ${signed ? 'signed' : 'not signed'}. To check it: ndc audit verify ${folder}${signed ? ' --signers <allowed_signers file>' : ''}`];
  return told.map((line) => asCalled(view, line));
}
