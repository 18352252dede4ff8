import type { CheckedPartition, HsmCheckData } from '../../hsm-check-data.js';
import { date, figure, painter, safe, say, wrap, type View } from '../view.js';
import { markText } from './mark.js';

export function text(data: HsmCheckData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const named = (labels: readonly string[], why: string): readonly string[] => (labels.length === 0 ? [] : [wrap(`${why}: ${labels.map(safe).join(', ')}`, view.columns, '  ')]);
  const title = data.marksOnly === true ? `${paint.bold(data.site)}, ${vi ? 'dấu nhận khóa trong HSM' : 'marks of keys in an HSM'}` : `${paint.bold(data.site)}, ${vi ? 'HSM đối chiếu danh mục khóa, tính đến' : 'HSM against the key inventory, as of'} ${date(view, data.asOf)}`;
  const left = [...named(data.notChecked, vi ? 'Chưa kiểm tra (kết nối không có tệp PIN)' : 'Not checked (the connection has no PIN file)'), ...named(data.notAskedFor, vi ? 'Lần này không hỏi tới' : 'Not asked for this time')];
  const errors = data.partitions.flatMap(({ findings }) => findings.filter(({ severity }) => severity === 'error')).length;
  const verdict = data.marksOnly === true ? (vi ? 'Chỉ đọc dấu nhận, không đối chiếu với danh mục.' : 'Marks alone were read; nothing was held against the inventory.') : errors === 0 ? (vi ? 'Đạt.' : 'Passed.') : paint.red(vi ? `${figure(view, errors)} điểm không đạt.` : `${figure(view, errors)} ${errors === 1 ? 'problem' : 'problems'} to mend.`);
  return `${[title, ...data.partitions.map((partition) => partitionText(partition, view)), ...left, verdict].join('\n\n')}\n`;
}

function partitionText({ partition, token, keys, marks, findings, measured }: CheckedPartition, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  return [
    wrap(`${paint.bold(safe(partition))}: ${safe(`${token.manufacturer} ${token.model} ${token.serial}, firmware ${token.firmware}`)}; ${vi ? `${figure(view, keys)} khóa` : `${figure(view, keys)} ${keys === 1 ? 'key' : 'keys'}`}`, view.columns, '  '),
    ...marks.flatMap((mark) => markText(mark, view)),
    ...findings.map(({ severity, key, found, remedy }) => wrap(`  ${severity === 'error' ? paint.red('✗') : paint.yellow('!')} ${key === undefined ? '' : `${safe(key)}: `}${safe(say(view, found))}. ${safe(say(view, remedy))}`, view.columns, '    ')),
    ...measured.map(({ key, encrypt, decrypt }) => `  ${safe(key)}: ${vi ? 'mã hóa' : 'encrypt'} p50 ${figure(view, encrypt.p50)} ms, p99 ${figure(view, encrypt.p99)} ms; ${vi ? 'giải mã' : 'decrypt'} p50 ${figure(view, decrypt.p50)} ms, p99 ${figure(view, decrypt.p99)} ms`),
  ].join('\n');
}
