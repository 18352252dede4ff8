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
  'change-lifecycle': { vi: 'đổi quy tắc hết hạn của bucket', en: 'change the bucket’s expiry rules' },
};

const expectation = (act: ProbeAct): Text =>
  mustBeAble.has(act) ? { vi: 'phải được', en: 'must be permitted' } : mayBeAble.has(act) ? { vi: 'vô hại', en: 'harmless' } : { vi: 'phải bị từ chối', en: 'must be refused' };

const dids: Readonly<Record<BackupProbeData['rows'][number]['did'], Text>> = {
  permitted: { vi: 'được phép', en: 'permitted' },
  refused: { vi: 'bị từ chối', en: 'refused' },
  untried: { vi: 'không thử được', en: 'not tried' },
};

/** Every act with what the store did of it. */
export function text({ site, bucket, rows, defaultLock }: BackupProbeData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const wrong = rows.filter(({ fine }) => !fine).length + (defaultLock?.fine === false ? 1 : 0);
  const untried = rows.filter(({ did }) => did === 'untried').length + (defaultLock === undefined ? 1 : 0);
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
        ? `Danh tính này ghi được bản sao lưu của ${site}/${bucket}; mọi cách phá đã thử đều bị từ chối.${untried === 0 ? '' : ` ${untried} điểm không thử được: hãy chạy lại bằng danh tính đọc được cấu hình của bucket.`}`
        : `This identity can write backups to ${site}/${bucket}; every way to destroy one that was tried was refused.${untried === 0 ? '' : ` ${untried} could not be tried: run this again with an identity that may read the bucket's configuration.`}`
      : vi
        ? `${wrong} điểm không đạt: kẻ lấy được khóa này phá được bản sao lưu, hoặc việc sao lưu không chạy được. Hãy sửa quyền của bucket.`
        : `${wrong} of these are wrong: whoever steals this key can destroy backups, or none can be written. Mend the bucket's policy.`;
  const locks =
    defaultLock === undefined
      ? vi ? 'Khóa mặc định của bucket: không đọc được.' : 'The bucket’s default lock: cannot be read.'
      : vi ? `Khóa mặc định của bucket: ${defaultLock.mode}, ${defaultLock.days} ngày.` : `The bucket’s default lock: ${defaultLock.mode}, ${defaultLock.days} days.`;
  return `${body}\n  ${defaultLock?.fine === false ? paint.red(locks) : locks}\n${wrong === 0 ? paint.green(end) : paint.red(end)}\n`;
}
