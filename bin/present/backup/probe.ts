import type { Text } from '../../../sites/model/text.js';
import { mayBeAble, mustBeAble, type BackupProbeData, type ProbeAct } from '../../backup-data.js';
import { painter, safe, say, table, type View } from '../view.js';

const acts: Readonly<Record<ProbeAct, Text>> = {
  'write-locked': { vi: 'ghi một đối tượng có khóa', en: 'write a locked object' },
  overwrite: { vi: 'ghi đè (tạo phiên bản mới)', en: 'overwrite it (a new version)' },
  'delete-marker': { vi: 'đặt dấu đã xóa', en: 'place a delete marker' },
  'delete-version': { vi: 'xóa hẳn một phiên bản', en: 'delete a version for good' },
  'bypass-retention': { vi: 'bỏ qua thời hạn khóa', en: 'bypass the retention' },
  'shorten-retention': { vi: 'rút ngắn thời hạn khóa', en: 'shorten the retention' },
  'change-versioning': { vi: 'đổi chế độ phiên bản của bucket', en: 'change the bucket’s versioning' },
  'change-lock': { vi: 'đổi khóa mặc định của bucket', en: 'change the bucket’s default lock' },
  'change-policy': { vi: 'đổi quyền của bucket', en: 'change the bucket’s policy' },
};

const expectation = (act: ProbeAct): Text =>
  mustBeAble.has(act) ? { vi: 'phải được', en: 'must be permitted' } : mayBeAble.has(act) ? { vi: 'vô hại', en: 'harmless' } : { vi: 'phải bị từ chối', en: 'must be refused' };

const dids: Readonly<Record<BackupProbeData['rows'][number]['did'], Text>> = {
  permitted: { vi: 'được phép', en: 'permitted' },
  refused: { vi: 'bị từ chối', en: 'refused' },
  untried: { vi: 'không thử được', en: 'not tried' },
};

/** Every act with what the store did of it. */
export function text({ site, bucket, rows }: BackupProbeData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const wrong = rows.filter(({ fine }) => !fine).length;
  const body = table(
    view,
    [{ title: vi ? 'việc thử' : 'tried' }, { title: vi ? 'cần' : 'expected' }, { title: vi ? 'kho trả lời' : 'the store' }],
    rows.map(({ act, did, reason, fine }) => {
      const told = `${say(view, dids[did])}${reason === undefined ? '' : ` (${safe(reason)})`}`;
      return [say(view, acts[act]), say(view, expectation(act)), fine ? paint.green(told) : paint.red(told)];
    }),
  );
  const end =
    wrong === 0
      ? vi
        ? `Danh tính này ghi được bản sao lưu của ${site}/${bucket} và không phá được bản nào.`
        : `This identity can write backups to ${site}/${bucket} and can destroy none.`
      : vi
        ? `${wrong} điểm không đạt: kẻ lấy được khóa này phá được bản sao lưu, hoặc việc sao lưu không chạy được. Hãy sửa quyền của bucket.`
        : `${wrong} of these are wrong: whoever steals this key can destroy backups, or none can be written. Mend the bucket's policy.`;
  return `${body}\n${wrong === 0 ? paint.green(end) : paint.red(end)}\n`;
}
