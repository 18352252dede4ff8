import type { Text } from '../../sites/model/text.js';
import type { RekeyResult, RekeyRow } from '../runner/rekey.js';
import { figure, painter, say, wrap, type View } from './view.js';

const statuses: Readonly<Record<RekeyRow['status'], Text>> = {
  present: { vi: 'khóa hiện tại mở được, không cần khóa cũ', en: 'opened by the present key alone' },
  rewritten: { vi: 'đã mã hóa lại bằng khóa hiện tại', en: 'encrypted anew under the present key' },
  empty: { vi: 'chưa có trạng thái', en: 'no state yet' },
  clear: { vi: 'không mã hóa: kết nối không có stateEncryption cho trung tâm này', en: 'in clear: the connection has no stateEncryption for this site' },
  foreign: { vi: 'mã hóa theo TF_ENCRYPTION của môi trường, bộ công cụ không biết khóa nào; ghi khóa vào stateEncryption của kết nối', en: 'encrypted by the environment’s TF_ENCRYPTION, whose keys are not known here; write the key into the connection’s stateEncryption' },
  failed: { vi: 'lỗi', en: 'failed' },
};

/** Each state that is not as it was, and what a former key is still needed for. */
export function text({ rows }: RekeyResult, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const lines = rows
    .filter(({ status }) => status !== 'present' && status !== 'empty')
    .map(({ name, status, orphan, reason }) => {
      const bad = status === 'failed' || status === 'clear' || status === 'foreign';
      const told = say(view, statuses[status]);
      const gone = orphan ? (vi ? ' (dữ liệu không còn stack này)' : ' (the estate no longer has this stack)') : '';
      return wrap(`${paint.bold(name)}  ${bad ? paint.red(told) : paint.green(told)}${gone}${reason === undefined ? '' : `: ${say(view, reason)}`}`, view.columns, '    ');
    });
  const count = (...of: readonly RekeyRow['status'][]): string => figure(view, rows.filter(({ status }) => of.includes(status)).length);
  const others = rows.length - rows.filter(({ status }) => ['present', 'rewritten', 'empty'].includes(status)).length;
  const end = vi
    ? `${count('present', 'rewritten')}/${figure(view, rows.length)} trạng thái mở được chỉ bằng khóa hiện tại; ${count('rewritten')} vừa mã hóa lại; ${count('empty')} chưa có`
    : `${count('present', 'rewritten')} of ${figure(view, rows.length)} states are opened by the present key alone; ${count('rewritten')} were encrypted anew; ${count('empty')} do not exist yet`;
  const kept = vi
    ? 'Bản cũ của trạng thái (phiên bản đối tượng, bản sao lưu của backend, tệp .backup) vẫn theo khóa cũ cho đến khi hết hạn.'
    : 'Older copies of states (object versions, backups of the backend, .backup files) stay under the former key until they expire.';
  const still = vi ? 'Chưa được hủy khóa cũ: còn trạng thái chưa rõ theo khóa nào.' : 'Do not destroy a former key yet: what some states are under is not known.';
  return `${[...lines, end, ...(rows.some(({ status }) => status === 'rewritten') ? [wrap(kept, view.columns, '')] : []), ...(others > 0 ? [paint.red(still)] : [])].join('\n')}\n`;
}
