import { createHash } from 'node:crypto';
import pLimit from 'p-limit';
import type { BackupRestoreData } from '../../backup-data.js';
import type { Command } from '../../command.js';
import { copyVersion } from '../../edge/object-store/copy.js';
import { probePrefix } from '../../edge/object-store/probe.js';
import { currentAsOf, versionsIn } from '../../edge/object-store/versions.js';
import { Failure, InputFailure } from '../../failure.js';
import type { Outcome } from '../../outcome.js';
import { bucketNamed, instantOf, required, storeOf, storeOptions } from './store-of.js';

const atOnce = 8;

export const command: Command = {
  options: [
    ...storeOptions,
    { flags: '--moment <instant>', about: { vi: 'trạng thái tại thời điểm này, ví dụ 2026-11-29T02:15:00+07:00', en: 'as it stood at this instant, 2026-11-29T02:15:00+07:00' } },
    { flags: '--into <bucket>', about: { vi: 'bucket sạch nhận bản phục hồi', en: 'clean bucket that receives it' } },
    { flags: '--prefix <text>', about: { vi: 'chỉ các khóa bắt đầu như vậy', en: 'only keys that begin so' } },
  ],
  examples: ['ndc backup restore --site ndc-01 --bucket ndc-backup --moment 2026-11-29T02:15:00+07:00 --into ndc-clean'],
  run: async (context, _args, options): Promise<Outcome<'ndc/backup-restore.v1', BackupRestoreData>> => {
    const instant = instantOf(required(options, 'moment'), context.now().getTime());
    const into = bucketNamed('into', required(options, 'into'));
    const prefix = typeof options['prefix'] === 'string' ? options['prefix'] : '';
    const { store, bucket } = await storeOf(context, options);
    if (into === bucket) throw new InputFailure('NDC-X289', { vi: '--into trùng với --bucket; hãy phục hồi sang một bucket sạch.', en: '--into is --bucket itself; restore into a clean bucket.' });
    for await (const version of versionsIn(store, into))
      throw new InputFailure('NDC-X289', {
        vi: `bucket ${into} không trống (có ${version.key.slice(0, 200)}). Hãy tạo một bucket mới: bản sạch không được lẫn với gì khác.`,
        en: `the bucket ${into} is not empty (it holds ${version.key.slice(0, 200)}). Make a new one: nothing else may lie beside what is clean.`,
      });
    let younger = 0;
    for await (const { at, key } of versionsIn(store, bucket, prefix)) if (at > instant && !key.startsWith(probePrefix)) younger += 1;
    const current = (await currentAsOf(store, bucket, prefix, instant)).filter(({ key }) => !key.startsWith(probePrefix));
    if (current.length === 0)
      throw new InputFailure('NDC-X291', {
        vi: `${bucket}${prefix === '' ? '' : ` (--prefix ${prefix.slice(0, 200)})`} không có đối tượng nào vào lúc ${new Date(instant).toISOString()}; ${younger === 0 ? 'cũng không có gì mới hơn' : `${younger} phiên bản mới hơn thời điểm đó`}. Chưa phục hồi gì. Hãy kiểm tra --moment và --prefix.`,
        en: `${bucket}${prefix === '' ? '' : ` (--prefix ${prefix.slice(0, 200)})`} held no object at ${new Date(instant).toISOString()}; ${younger === 0 ? 'nothing is younger either' : `${younger} versions are younger`}. Nothing was restored. Check --moment and --prefix.`,
      });
    const limit = pLimit(atOnce);
    const failed: { key: string; reason: Failure['text'] }[] = [];
    const lines: string[] = [];
    let bytes = 0;
    let done = 0;
    await Promise.all(
      current.map((version) =>
        limit(async () => {
          if (context.signal.aborted) return;
          try {
            const copied = await copyVersion(store, bucket, version, into);
            if (copied.source !== copied.target)
              failed.push({ key: version.key, reason: { vi: 'bản đọc lại khác bản gốc', en: 'what was read back is not what was copied' } });
            lines.push(`${copied.target}  ${copied.key}\n`);
            bytes += copied.bytes;
          } catch (error) {
            if (!(error instanceof Failure)) throw error;
            failed.push({ key: version.key, reason: error.text });
          }
          done += 1;
          if (done % 200 === 0) context.progress(context.lang === 'vi' ? `đã chép ${done}/${current.length}` : `${done} of ${current.length} copied`);
        }),
      ),
    );
    if (context.signal.aborted) failed.push({ key: '', reason: { vi: 'đã dừng theo yêu cầu; bản phục hồi không đầy đủ', en: 'stopped as asked; the restore is not complete' } });
    failed.sort((a, b) => (a.key < b.key ? -1 : 1));
    return {
      kind: 'ndc/backup-restore.v1',
      exit: failed.length > 0 ? 3 : 0,
      data: { site: store.site, bucket, into, asOf: new Date(instant).toISOString(), objects: lines.length, bytes, younger, digest: `sha256:${createHash('sha256').update(lines.sort(byKey).join('')).digest('hex')}`, failed },
    };
  },
};

const byKey = (a: string, b: string): number => (a.slice(66) < b.slice(66) ? -1 : 1);
