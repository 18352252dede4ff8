import type { Text } from '../../../sites/model/text.js';
import { mayBeAble, mustBeAble, type BackupProbeData, type ProbeAct, type Untried } from '../../backup-data.js';
import { painter, safe, say, table, wrap, type View } from '../view.js';

const acts: Readonly<Record<ProbeAct, Text>> = {
  write: { vi: 'ghi một đối tượng', en: 'write an object' },
  overwrite: { vi: 'ghi đè (tạo phiên bản mới)', en: 'overwrite it (a new version)' },
  'delete-marker': { vi: 'đặt dấu đã xóa', en: 'place a delete marker' },
  'delete-version': { vi: 'xóa hẳn một phiên bản', en: 'delete a version for good' },
  'bypass-retention': { vi: 'bỏ qua thời hạn khóa', en: 'bypass the retention' },
  'shorten-retention': { vi: 'rút ngắn thời hạn khóa', en: 'shorten the retention' },
  'change-versioning': { vi: 'đổi chế độ phiên bản của bucket', en: 'change the bucket’s versioning' },
  'change-lock': { vi: 'đổi khóa mặc định của bucket', en: 'change the bucket’s default lock' },
  'change-policy': { vi: 'đổi quyền của bucket', en: 'change the bucket’s policy' },
  'change-lifecycle': { vi: 'đổi quy tắc hết hạn của bucket', en: 'change the bucket’s expiry rules' },
};

const expectation = (act: ProbeAct): Text =>
  mustBeAble.has(act) ? { vi: 'phải được', en: 'must be permitted' } : mayBeAble.has(act) ? { vi: 'vô hại', en: 'harmless' } : { vi: 'phải bị từ chối', en: 'must be refused' };

const dids: Readonly<Record<BackupProbeData['rows'][number]['did'], Text>> = {
  permitted: { vi: 'được phép', en: 'permitted' },
  refused: { vi: 'bị từ chối', en: 'refused' },
  untried: { vi: 'không thử được', en: 'not tried' },
};

const untriedNames: Readonly<Record<Untried, Text>> = {
  'not-written': { vi: 'không ghi được gì', en: 'nothing could be written' },
  'no-versions': { vi: 'bucket không giữ phiên bản', en: 'the bucket keeps no versions' },
};

/** Every act with what the store did of it, the bucket's own lock, and what to mend. */
export function text({ site, bucket, rows, defaultLock }: BackupProbeData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const wrong = rows.filter(({ fine }) => !fine);
  const body = table(
    view,
    [{ title: vi ? 'việc thử' : 'tried' }, { title: vi ? 'cần' : 'expected' }, { title: vi ? 'kho trả lời' : 'the store' }],
    rows.map(({ act, did, reason, untried, fine }) => {
      const why = untried === undefined ? (reason === undefined ? undefined : safe(reason)) : say(view, untriedNames[untried]);
      const told = `${say(view, dids[did])}${why === undefined ? '' : ` (${why})`}`;
      return [say(view, acts[act]), say(view, expectation(act)), fine ? paint.green(told) : paint.red(told)];
    }),
  );
  const locks = lockText(defaultLock, vi);
  const ends: string[] = [];
  if (wrong.some(({ act, did }) => mustBeAble.has(act) && did !== 'permitted')) ends.push(vi ? 'Danh tính này KHÔNG ghi được bản sao lưu. Hãy cấp quyền ghi (ndc backup policy).' : 'This identity can NOT write backups. Let it write (ndc backup policy).');
  const powers = wrong.filter(({ did }) => did === 'permitted').map(({ act }) => say(view, acts[act]));
  if (powers.length > 0) ends.push(vi ? `Kẻ lấy được khóa này phá được bản sao lưu: ${powers.join(', ')}. Hãy đặt lại quyền của bucket (ndc backup policy).` : `Whoever steals this key can destroy backups: ${powers.join(', ')}. Set the bucket's policy anew (ndc backup policy).`);
  if (wrong.some(({ did, act }) => did === 'untried' && !mustBeAble.has(act))) ends.push(vi ? 'Có cách phá chưa thử được, nên chưa biết kho có từ chối không.' : 'Some ways to destroy could not be tried: nobody knows whether the store refuses them.');
  if (defaultLock?.fine === false) ends.push(vi ? 'Khóa mặc định của bucket chưa đủ: chủ bucket đặt lại chế độ COMPLIANCE và số ngày (put-object-lock-configuration); quyền của bucket không liên quan.' : "The bucket's default lock is not enough: its owner sets mode COMPLIANCE and the days anew (put-object-lock-configuration); the policy has nothing to do with it.");
  const fine = ends.length === 0;
  if (fine) ends.push(vi ? `Danh tính này ghi được bản sao lưu vào ${site}/${bucket}, và mọi cách phá đều bị từ chối.` : `This identity can write backups to ${site}/${bucket}, and every way to destroy one was refused.`);
  return `${body}\n  ${defaultLock?.fine === false ? paint.red(locks) : locks}\n${ends.map((line) => wrap(fine ? paint.green(line) : paint.red(line), view.columns, '  ')).join('\n')}\n`;
}

function lockText(lock: BackupProbeData['defaultLock'], vi: boolean): string {
  if (lock === undefined) return vi ? 'Khóa mặc định của bucket: danh tính này không đọc được.' : 'The bucket’s default lock: this identity may not read it.';
  const { mode, days, least } = lock;
  const is = mode === 'none' ? (vi ? 'không có' : 'none') : vi ? `${mode}, ${days} ngày` : `${mode}, ${days} days`;
  const wants = least === undefined ? (vi ? 'cần COMPLIANCE; số ngày chưa so được: ở đây không có dữ liệu, hãy nêu --days' : 'COMPLIANCE is needed; the days were compared with nothing: there are no data here, give --days') : vi ? `cần COMPLIANCE, từ ${least} ngày` : `COMPLIANCE of ${least} days or more is needed`;
  return vi ? `Khóa mặc định của bucket: ${is} (${wants}).` : `The bucket’s default lock: ${is} (${wants}).`;
}
