import type { CheckedPartition, HsmCheckData, KeyMark } from '../../hsm-check-data.js';
import { date, figure, painter, safe, say, wrap, type View } from '../view.js';

export function text(data: HsmCheckData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const title = `${paint.bold(data.site)}, ${vi ? 'HSM đối chiếu danh mục khóa, tính đến' : 'HSM against the key inventory, as of'} ${date(view, data.asOf)}`;
  const left = data.notChecked.length === 0 ? [] : [wrap(`${vi ? 'Chưa kiểm tra (không có PIN)' : 'Not checked (no PIN given)'}: ${data.notChecked.map(safe).join(', ')}`, view.columns, '  ')];
  const errors = data.partitions.flatMap(({ findings }) => findings.filter(({ severity }) => severity === 'error')).length;
  const verdict = errors === 0 ? (vi ? 'Đạt.' : 'Passed.') : paint.red(vi ? `${figure(view, errors)} điểm không đạt.` : `${figure(view, errors)} found that must be mended.`);
  return `${[title, ...data.partitions.map((partition) => partitionText(partition, view)), ...left, verdict].join('\n\n')}\n`;
}

function partitionText({ partition, token, keys, marks, findings, measured }: CheckedPartition, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  return [
    wrap(`${paint.bold(safe(partition))}: ${safe(`${token.manufacturer} ${token.model} ${token.serial}, firmware ${token.firmware}`)}; ${vi ? `${figure(view, keys)} khóa` : `${figure(view, keys)} ${keys === 1 ? 'key' : 'keys'}`}`, view.columns, '  '),
    ...marks.flatMap((mark) => markText(mark, view)),
    ...findings.map(({ severity, key, found, remedy }) => wrap(`  ${severity === 'error' ? paint.red('✗') : paint.yellow('!')} ${key === undefined ? '' : `${safe(key)}: `}${safe(say(view, found))}. ${safe(say(view, remedy))}`, view.columns, '    ')),
    ...measured.map(({ key, encrypt, decrypt }) => `  ${safe(key)}: ${vi ? 'mã hóa' : 'encrypt'} p50 ${encrypt.p50} ms, p99 ${encrypt.p99} ms; ${vi ? 'giải mã' : 'decrypt'} p50 ${decrypt.p50} ms, p99 ${decrypt.p99} ms`),
  ].join('\n');
}

/** What a record of a ceremony holds of a key. Half of a pair is told by its public part. */
function markText({ label, class: of, objectId, checkValue, fingerprint }: KeyMark, view: View): string[] {
  if (of === 'private') return [];
  const vi = view.lang === 'vi';
  const told = of === 'public' ? (fingerprint === undefined ? (vi ? 'khóa công khai' : 'public key') : `SHA-256 ${fingerprint}`) : checkValue === undefined ? (vi ? 'HSM không cho biết KCV' : 'the HSM tells no KCV') : `KCV ${checkValue}`;
  return [`  ${safe(label)}: CKA_ID ${objectId === '' ? '–' : safe(objectId)}, ${told}`];
}
