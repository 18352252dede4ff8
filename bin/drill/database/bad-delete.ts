import { join } from 'node:path';
import { instant, pause } from '../../edge/laboratory/clock.js';
import { LogCourier } from '../../edge/laboratory/log-courier.js';
import type { PostgresServer } from '../../edge/laboratory/postgres.js';
import { LaboratoryStore } from '../../edge/laboratory/store.js';
import { stealKey, type Theft } from '../../edge/laboratory/theft.js';
import { EnvironmentFailure } from '../../failure.js';
import type { Text } from '../../../sites/model/text.js';
import type { Steps } from '../steps.js';
import { clientOf, logEnd, tableDigest, type Stand } from './stand.js';

export interface BadDeleteResult {
  readonly rowsBefore: number;
  readonly rowsAfterDelete: Readonly<Record<string, number>>;
  readonly rowsRecovered: number;
  readonly digestBefore: string;
  readonly digestRecovered: string;
  readonly recoveredTo: string;
  /** Objects of the store that the recovery was made from: every one locked. */
  readonly objects: number;
  readonly lockedUntil: string;
  readonly theft: Theft;
}

export interface BadDeleteOptions {
  readonly commits: number;
  readonly packageRoot: string;
  readonly onProgress: (line: Text) => void;
  /** Days for which what is kept is locked. */
  readonly lockDays: number;
}

const bucket = 'ndc-backup';
const prefix = 'wal/';

/**
 * Deletes rows by mistake at every site at once, steals the key of the backups, and brings the table back at the third site
 * as it stood before: from the store alone, and of it only from versions that nobody could destroy.
 */
export async function badDelete(stand: Stand, steps: Steps, options: BadDeleteOptions): Promise<BadDeleteResult> {
  const { laboratory, plan, primary, standby, third, settings } = stand;
  const store = await LaboratoryStore.start({ laboratory, site: plan.third, bucket, lockDays: options.lockDays, packageRoot: options.packageRoot, onProgress: options.onProgress });
  const courier = async (site: string): Promise<LogCourier> => {
    const one = new LogCourier({ store: await store.asWriter(site), bucket, prefix, folder: join(laboratory.folder, `courier-${site}`), user: laboratory.tools.user });
    await one.start();
    return one;
  };
  const out = await courier(plan.primary);
  const back = await courier(plan.third);
  try {
    await steps.take('archive', undefined, async () => {
      await primary.configure({ ...settings(plan.primary), archiveCommand: out.keepCommand });
      // Whether the log is archived at all is decided at the start.
      await primary.stop();
      await primary.start();
      const base = await primary.baseBackup();
      await out.put('base.tar.gz', base);
      return { value: base.length, found: { vi: `bản sao gốc (${String(base.length)} byte) và nhật ký của ${plan.primary} vào kho tại ${plan.third}, khóa ${String(options.lockDays)} ngày`, en: `a base backup (${String(base.length)} bytes) and the log of ${plan.primary} go to the store at ${plan.third}, locked for ${String(options.lockDays)} days` } };
    });
    const client = clientOf(stand, primary, { firstKey: 1, mark: 'kept' });
    await client.reached(options.commits, laboratory.signal).finally(() => client.stop());
    const [digestBefore, rowsBefore] = [await tableDigest(primary), await count(primary)];
    await pause(50, laboratory.signal);
    const moment = await primary.value(`select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US+00')`);
    await pause(50, laboratory.signal);
    const rowsAfterDelete = await steps.take('bad-delete', undefined, async () => {
      await primary.rows('delete from ledger where key % 3 = 0');
      const later = clientOf(stand, primary, { firstKey: rowsBefore + 1_000, mark: 'later' });
      await later.reached(20, laboratory.signal).finally(() => later.stop());
      const end = await logEnd(primary);
      await Promise.all([standby.replayed(end), third.replayed(end)]);
      const value = { [plan.primary]: await count(primary), [plan.standby]: await count(standby), [plan.third]: await count(third) };
      return { value, found: { vi: `một lệnh DELETE xóa ${String(rowsBefore - (value[plan.primary] ?? 0) + later.acknowledged.length)} dòng ở cả ba nơi: bản đồng bộ không phải bản sao lưu`, en: `one DELETE took ${String(rowsBefore - (value[plan.primary] ?? 0) + later.acknowledged.length)} rows at all three sites: a replica is no backup` } };
    });
    await steps.take('archived', undefined, () => archived(primary, laboratory.signal));
    await out.stop();
    const theft = await steps.take('theft', undefined, async () => {
      const value = await stealKey(await store.asWriter(plan.primary), bucket, prefix);
      return { value, held: value.destroyed === 0, found: { vi: `khóa sao lưu bị trộm: ${String(value.markers)} dấu xóa, ${String(value.overwritten)} bản ghi đè, ${String(value.destroyed)} phiên bản bị hủy`, en: `the key of the backups is stolen: ${String(value.markers)} delete markers, ${String(value.overwritten)} overwritten, ${String(value.destroyed)} versions destroyed` } };
    });
    await third.stop();
    const begun = instant();
    const recovered = laboratory.serverIn(plan.third, 'restored');
    await steps.take('recover', 'restore-database', async () => {
      const base = await back.get('base.tar.gz');
      if (base === undefined) throw new EnvironmentFailure('NDC-X425', { vi: `phòng thử: kho tại ${plan.third} không còn phiên bản bị khóa nào của bản sao gốc.`, en: `laboratory: the store at ${plan.third} holds no locked version of the base backup.` });
      await recovered.restore(base, back.fetchCommand, { keepMegabytes: plan.keepMegabytes, waitsFor: [] }, moment);
      await recovered.start();
      await recovered.opened();
      return { value: undefined, found: { vi: `${plan.third} phát lại nhật ký tới ${moment} từ ${String(back.taken.length)} đối tượng bị khóa`, en: `${plan.third} replayed the log up to ${moment} from ${String(back.taken.length)} locked objects` } };
    });
    const [digestRecovered, rowsRecovered] = await steps.take('compare', 'verify', async () => {
      const [digest, rows] = [await tableDigest(recovered), await count(recovered)];
      const equal = digest === digestBefore && rows === rowsBefore;
      return { value: [digest, rows] as const, held: equal, found: equal ? { vi: `${String(rows)} dòng, cùng mã băm như trước lệnh DELETE; tổng ${String(Math.round(instant() - begun))} ms`, en: `${String(rows)} rows, the digest of before the DELETE; ${String(Math.round(instant() - begun))} ms in all` } : { vi: `${String(rows)} dòng thay vì ${String(rowsBefore)}, hoặc nội dung khác`, en: `${String(rows)} rows instead of ${String(rowsBefore)}, or other content` } };
    });
    return { rowsBefore, rowsAfterDelete, rowsRecovered, digestBefore, digestRecovered, recoveredTo: moment, objects: back.taken.length, lockedUntil: new Date(Math.min(...back.taken.map(({ lockedUntil }) => lockedUntil))).toISOString(), theft };
  } finally {
    await out.stop().catch(() => undefined);
    await back.stop().catch(() => undefined);
    await store.close();
  }
}

const count = async (server: PostgresServer): Promise<number> => Number(await server.value('select count(*) from ledger'));

/** Waits until the log up to now lies in the store. */
async function archived(server: PostgresServer, signal: AbortSignal): Promise<{ readonly value: string; readonly found: Text }> {
  const last = await server.value('select pg_walfile_name(pg_switch_wal())');
  const deadline = instant() + 180_000;
  for (;;) {
    const [stored = '', failures = '0'] = (await server.value('select last_archived_wal, failed_count from pg_stat_archiver')).split('|');
    // A backup's label is archived among the segments, and sorts after its own.
    if (stored.slice(0, 24) >= last) return { value: last, found: { vi: `nhật ký tới ${last} nằm trong kho, mọi tệp bị khóa`, en: `the log up to ${last} lies in the store, every file locked` } };
    if (instant() > deadline) throw new EnvironmentFailure('NDC-X425', { vi: `phòng thử: nhật ký ${last} không tới được kho (${failures} lần hỏng).`, en: `laboratory: the log ${last} does not reach the store (${failures} failures).` });
    await pause(100, signal);
    signal.throwIfAborted();
  }
}
