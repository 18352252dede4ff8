import { signatureName } from '../../policies/evidence/manifest.js';
import type { EvidenceData, Verification } from '../commands/audit-verify.js';
import type { Text } from '../../sites/model/text.js';
import { figure, instant, painter, safe, say, wrap, type View } from './view.js';

/** Differences shown before the rest is counted; `--json` holds all of them. */
const shown = 30;

const conclusions: Readonly<Record<Verification, Text>> = {
  verified: { vi: 'Đã xác minh: tệp nguyên vẹn, chữ ký hợp lệ, xét lại cho cùng kết luận.', en: 'Verified: the files are whole, the signature is good, and judging again came to the same.' },
  signed: { vi: 'Tệp nguyên vẹn, chữ ký hợp lệ. Chưa xét lại (--inputs).', en: 'The files are whole and the signature is good. Nothing was judged again (--inputs).' },
  reproduced: { vi: 'Xét lại cho cùng kết luận, tệp nguyên vẹn; nhưng chữ ký chưa được kiểm: không biết ai đã lập bằng chứng này.', en: 'Judging again came to the same and the files are whole; but no signature was checked: who made this evidence is not known.' },
  intact: { vi: 'Các tệp khớp bản kê; chữ ký chưa được kiểm: không biết ai đã lập bằng chứng này.', en: 'The files agree with the manifest; no signature was checked: who made this evidence is not known.' },
  refused: { vi: 'Không chấp nhận bằng chứng này.', en: 'This evidence is refused.' },
};

/** The same in a few words, for the first line. */
const short: Readonly<Record<Verification, Text>> = {
  verified: { vi: 'bằng chứng đã xác minh', en: 'evidence verified' },
  signed: { vi: 'bằng chứng nguyên vẹn, chữ ký hợp lệ, chưa xét lại', en: 'evidence whole and signed, not judged again' },
  reproduced: { vi: 'bằng chứng nguyên vẹn, xét lại như cũ, chưa kiểm chữ ký', en: 'evidence whole, judged again to the same, signature not checked' },
  intact: { vi: 'bằng chứng nguyên vẹn, chưa kiểm chữ ký', en: 'evidence whole, signature not checked' },
  refused: { vi: 'bằng chứng không được chấp nhận', en: 'evidence refused' },
};

const wrong = {
  changed: { vi: 'đã bị thay đổi', en: 'was changed' },
  missing: { vi: 'không có, hoặc không phải tệp thường', en: 'is missing, or no regular file' },
  unlisted: { vi: 'không có trong bản kê', en: 'is not in the manifest' },
} as const satisfies Record<EvidenceData['files']['wrong'][number]['is'], Text>;

export function text(data: EvidenceData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const { directory, at, tool, estate, result, files, judged, verification } = data;
  const bad = verification === 'refused';
  const lines = [
    wrap(`${paint.bold(safe(directory))}: ${(bad ? paint.red : verification === 'verified' ? paint.green : paint.yellow)(say(view, short[verification]))}${endText(data, view)}`, view.columns, '  '),
    ...(at === undefined || estate === undefined ? [] : [`  ${vi ? `ndc ${safe(tool ?? '')}, lúc ${safe(instant(view, at))}, dữ liệu "${safe(estate.id)}" (${safe(estate.digest)})` : `ndc ${safe(tool ?? '')}, at ${safe(at)}, estate "${safe(estate.id)}" (${safe(estate.digest)})`}`]),
    ...(result === undefined ? [] : [`  ${vi ? 'mã kết quả' : 'result'} ${safe(result)}`]),
    ...(files.wrong.length === 0 ? [`  ${vi ? `tệp: ${figure(view, files.bound)} tệp đúng như bản kê` : `files: ${figure(view, files.bound)} agree with the manifest`}`] : files.wrong.map(({ name, is }) => `  ${paint.red('✗')} ${safe(name)} ${say(view, wrong[is])}`)),
    signatureText(data, view),
    ...(judged === undefined ? [`  ${vi ? 'kết luận: chưa xét lại' : 'verdicts: not judged again'}`] : judgedText(judged, view)),
    (bad ? paint.red : verification === 'verified' ? paint.green : paint.yellow)(say(view, conclusions[verification])),
  ];
  return `${lines.join('\n')}\n`;
}

/** What the evidence is of: that it holds says nothing of whether the audit passed. */
function endText({ audit, verification }: EvidenceData, view: View): string {
  if (audit === undefined || verification === 'refused') return '';
  const paint = painter(view);
  const { passed, fail, unknown } = audit;
  const counts = view.lang === 'vi' ? `${figure(view, fail)} không đạt, ${figure(view, unknown)} chưa đủ căn cứ` : `${figure(view, fail)} failed, ${figure(view, unknown)} unknown`;
  const said = view.lang === 'vi' ? `cuộc kiểm tra: ${passed ? 'ĐẠT' : 'KHÔNG ĐẠT'}` : `the audit: ${passed ? 'PASSED' : 'FAILED'}`;
  return `; ${(passed ? paint.green : paint.red)(said)} (${counts})`;
}

function signatureText({ signature }: EvidenceData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  switch (signature.is) {
    case 'unsigned':
      return signature.wanted ? `  ${paint.red(vi ? '✗ chữ ký: chưa ký, trong khi --signers đòi chữ ký' : '✗ signature: unsigned, and --signers asks for one')}` : `  ${vi ? 'chữ ký: chưa ký' : 'signature: unsigned'}`;
    case 'unchecked':
      return `  ${vi ? 'chữ ký: có, chưa kiểm; hãy nêu danh sách người ký của bạn bằng --signers' : 'signature: there, unchecked; name your own list of signers with --signers'}`;
    case 'good':
      return `  ${paint.green(vi ? `chữ ký: hợp lệ, của ${safe(signature.signer)}` : `signature: good, of ${safe(signature.signer)}`)}`;
    case 'bad':
      return `  ${paint.red(`✗ ${signatureName}: ${safe(say(view, signature.because))}`)}`;
  }
}

function judgedText({ tool, differences, renamed }: NonNullable<EvidenceData['judged']>, view: View): string[] {
  const vi = view.lang === 'vi';
  const names = renamed.map(({ recorded, given }) => wrap(`  ${vi ? `lưu ý: ${safe(given)} có đúng nội dung của ${safe(recorded)} trong bằng chứng, nhưng mang tên khác` : `note: ${safe(given)} has the very bytes of ${safe(recorded)} of the evidence under another name`}`, view.columns, '    '));
  const head = vi ? `kết luận: xét lại bằng ndc ${safe(tool)}` : `verdicts: judged again by ndc ${safe(tool)}`;
  if (differences.length === 0) return [`  ${head}, ${vi ? 'mọi dấu vân như cũ' : 'every fingerprint the same'}`, ...names];
  const hidden = differences.length - shown;
  return [
    `  ${painter(view).red(`✗ ${head}, ${vi ? `khác ở ${figure(view, differences.length)} chỗ:` : `differs in ${figure(view, differences.length)} places:`}`)}`,
    ...differences.slice(0, shown).map((difference) => wrap(`    ${safe(say(view, difference.text))}`, view.columns, '      ')),
    ...(hidden <= 0 ? [] : [vi ? `    … và ${figure(view, hidden)} chỗ nữa (--json)` : `    … and ${figure(view, hidden)} more (--json)`]),
    ...names,
  ];
}
