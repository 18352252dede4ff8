import pLimit from 'p-limit';
import type { BackupExtendData } from '../../backup-data.js';
import type { Command } from '../../command.js';
import { lockedUntil, lockUntil } from '../../edge/object-store/lock.js';
import { versionsIn } from '../../edge/object-store/versions.js';
import { Failure } from '../../failure.js';
import type { Outcome } from '../../outcome.js';
import { daysOf, required, storeOf, storeOptions } from './store-of.js';

const atOnce = 16;
const day = 86_400_000;
export const command: Command = {
  options: [...storeOptions, { flags: '--days <n>', about: { vi: 'mọi đối tượng đang dùng bị khóa ít nhất từng này ngày nữa', en: 'every object in use stays locked for at least this many more days' } }],
  examples: ['ndc backup extend --site ndc-01 --bucket ndc-backup --days 69'],
  run: async (context, _args, options): Promise<Outcome<'ndc/backup-extend.v1', BackupExtendData>> => {
    const days = daysOf(required(options, 'days'));
    const { store, bucket } = await storeOf(context, options);
    const until = context.now().getTime() + days * day;
    const limit = pLimit(atOnce);
    const failed: { key: string; reason: Failure['text'] }[] = [];
    const counts = { inUse: 0, extended: 0, already: 0 };
    const work: Promise<void>[] = [];
    for await (const version of versionsIn(store, bucket)) {
      if (!version.latest || version.size === undefined) continue;
      counts.inUse += 1;
      work.push(
        limit(async () => {
          try {
            const now = await lockedUntil(store, bucket, version);
            // Only ever longer: a lock that already reaches further stays.
            if (now !== undefined && now >= until) counts.already += 1;
            else {
              await lockUntil(store, bucket, version, until);
              counts.extended += 1;
            }
          } catch (error) {
            if (!(error instanceof Failure)) throw error;
            failed.push({ key: version.key, reason: error.text });
          }
        }),
      );
    }
    await Promise.all(work);
    failed.sort((a, b) => (a.key < b.key ? -1 : 1));
    return { kind: 'ndc/backup-extend.v1', exit: failed.length > 0 ? 3 : 0, data: { site: store.site, bucket, until: new Date(until).toISOString(), ...counts, failed } };
  },
};
