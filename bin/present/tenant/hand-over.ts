import type { Text } from '../../../sites/model/text.js';
import type { HandOverData } from '../../hand-over/data.js';
import { painter, safe, say, table, wrap, type View } from '../view.js';

const kinds: Readonly<Record<HandOverData['is'], Text>> = {
  merge: { vi: 'Hợp nhất', en: 'Merger' },
  rename: { vi: 'Đổi tên', en: 'Renaming' },
  split: { vi: 'Tách', en: 'Split' },
  transfer: { vi: 'Chuyển giao', en: 'Transfer' },
};

const changes: Readonly<Record<HandOverData['files'][number]['change'], Text>> = {
  new: { vi: 'mới', en: 'new' },
  changed: { vi: 'sửa', en: 'changed' },
  removed: { vi: 'bỏ', en: 'removed' },
};

/** Who gives what to whom, what moves without being touched, which files change, what to see to, what comes next. */
export function text({ is, written, transitions, files, environments, notices }: HandOverData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const section = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : ['', paint.bold(title), ...lines]);
  const given = transitions.map(({ id, from, to, systems }) => wrap(`${say(view, kinds[is])}: ${safe(from)} → ${safe(to)}: ${systems.map(safe).join(', ')} (${safe(id)})`, view.columns, '  '));
  return `${[
    ...given,
    ...section(vi ? 'Môi trường đổi cơ quan; namespace giữ nguyên tên, không gì bị xóa' : 'Environments that change hands; namespaces keep their names, nothing is deleted', [
      table(view, [{ title: 'namespace' }, { title: vi ? 'từ' : 'from' }, { title: vi ? 'sang' : 'to' }, { title: vi ? 'trung tâm' : 'sites' }], environments.map(({ namespace, from, to, sites }) => [safe(namespace), safe(from), safe(to), sites.map(safe).join(', ')])),
    ]),
    ...section(
      vi ? (written ? 'Đã ghi' : 'Sẽ ghi') : written ? 'Written' : 'Would be written',
      files.flatMap(({ file, change, text: content }) => [`  ${say(view, changes[change])}  ${safe(file)}`, ...(content === undefined || written ? [] : content.trimEnd().split('\n').map((line) => paint.dim(`      ${safe(line)}`)))]),
    ),
    ...section(
      vi ? 'Cần lưu ý' : 'To see to',
      notices.map(({ code, message }) => wrap(`  ${code === undefined ? '' : `${paint.yellow(code)} `}${safe(say(view, message))}`, view.columns, '      ')),
    ),
    '',
    wrap(
      written
        ? vi
          ? 'Tiếp theo: ndc up (lập kế hoạch, kiểm tra, áp dụng cho cả hai cơ quan). Khi kế hoạch sau đó không còn thay đổi, đặt state: done trong tệp chuyển đổi.'
          : 'Next: ndc up (plan, audit and apply for both bodies together). Once the plan after it is empty, set state: done in the transition.'
        : vi
          ? 'Chưa ghi gì. Chạy lại với --write để ghi.'
          : 'Nothing was written. Run it again with --write to write.',
      view.columns,
      '  ',
    ),
  ].join('\n')}\n`;
}
