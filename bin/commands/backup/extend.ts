import pLimit from 'p-limit';
import type { BackupExtendData } from '../../backup-data.js';
import type { Command } from '../../command.js';
import { defaultLockOf, lockOf, lockUntil } from '../../edge/object-store/lock.js';
import { probePrefix } from '../../edge/object-store/probe.js';
import { currentAsOf, versionsIn, type StoredVersion } from '../../edge/object-store/versions.js';
import { Failure } from '../../failure.js';
import type { Outcome } from '../../outcome.js';
import { daysOf, instantOf, required, storeOf, storeOptions } from './store-of.js';

const atOnce = 16;
const day = 86_400_000;
export const command: Command = {
  options: [
    ...storeOptions,
    { flags: '--days <n>', about: { vi: 'mọi đối tượng đang dùng bị khóa ít nhất từng này ngày nữa', en: 'every object in use stays locked for at least this many more days' } },
    { flags: '--moment <instant>', about: { vi: 'kéo dài những gì đang dùng vào lúc này, ví dụ trước khi bị phá; mặc định: bây giờ', en: 'extend what was in use at this instant, such as before a theft (default now)' } },
  ],
  examples: ['ndc backup extend --site ndc-01 --bucket ndc-backup --days 69', 'ndc backup extend --site ndc-01 --bucket ndc-backup --days 90 --moment 2026-11-29T02:15:00+07:00'],
  run: async (context, _args, options): Promise<Outcome<'ndc/backup-extend.v1', BackupExtendData>> => {
    const days = daysOf(required(options, 'days'));
    const now = context.now().getTime();
    const moment = options['moment'] === undefined ? undefined : instantOf(required(options, 'moment'), now);
    const { store, bucket } = await storeOf(context, options);
    const until = now + days * day;
    const byDefault = await defaultLockOf(store, bucket);
    const limit = pLimit(atOnce);
    const failed: { key: string; reason: Failure['text'] }[] = [];
    const counts = { inUse: 0, hidden: 0, extended: 0, already: 0 };
    const extend = async (version: StoredVersion): Promise<void> => {
      try {
        const lock = await lockOf(store, bucket, version, byDefault);
        // Only ever longer, and in compliance mode: what already reaches further keeps its day.
        if (lock?.mode === 'COMPLIANCE' && lock.until >= until) counts.already += 1;
        else {
          await lockUntil(store, bucket, version, Math.max(until, lock?.until ?? 0));
          counts.extended += 1;
        }
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        failed.push({ key: version.key, reason: error.text });
      }
    };
    const work: Promise<void>[] = [];
    const take = (version: StoredVersion): void => {
      counts.inUse += 1;
      work.push(limit(() => extend(version)));
    };
    if (moment === undefined) {
      const marked = new Set<string>();
      const below = new Set<string>();
      for await (const version of versionsIn(store, bucket)) {
        if (version.key.startsWith(probePrefix)) continue;
        if (version.size === undefined) {
          if (version.latest) marked.add(version.key);
        } else if (version.latest) take(version);
        else below.add(version.key);
      }
      counts.hidden = [...marked].filter((key) => below.has(key)).length;
    } else for (const version of await currentAsOf(store, bucket, '', moment)) if (!version.key.startsWith(probePrefix)) take(version);
    await Promise.all(work);
    failed.sort((a, b) => (a.key < b.key ? -1 : 1));
    return {
      kind: 'ndc/backup-extend.v1',
      // Nothing to extend is what a bucket looks like whose every object a thief marked as deleted, or a wrong one.
      exit: failed.length > 0 ? 3 : counts.inUse === 0 ? 1 : 0,
      data: { site: store.site, bucket, until: new Date(until).toISOString(), ...(moment === undefined ? {} : { asOf: new Date(moment).toISOString() }), ...counts, failed },
    };
  },
};
