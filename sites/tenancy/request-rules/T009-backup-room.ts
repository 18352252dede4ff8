import { likelyBytes } from '../../capacity/backup/bytes.js';
import { protectedEnvironments, protectedIn } from '../../capacity/backup/protected.js';
import { longRun } from '../../capacity/backup/schedule.js';
import { beginsIn } from '../../capacity/guarantee.js';
import { placed, promised } from '../../capacity/promised.js';
import { deriveIntent } from '../../intent/derive.js';
import { quarterOf } from '../../model/calendar.js';
import { diagnosticKind } from '../../model/diagnostic.js';
import type { Text } from '../../model/text.js';
import { printBytes, readableBytes, type Bytes } from '../../model/units.js';
import { found, type RequestRule } from '../finding.js';
import { quotaLine } from '../quota-line.js';

const kind = diagnosticKind<{ namespace: string; quota: string; needed: Text; tier: Text; days: string; monthlies: string }>({
  code: 'NDC-T009',
  message: {
    vi: ({ namespace, quota, needed, tier, days, monthlies }) =>
      `${namespace}: hạn mức sao lưu ${quota} nhỏ hơn mức cần, khoảng ${needed.vi} (ước tính): cấp ${tier.vi} giữ ${days} ngày và ${monthlies} bản tháng. Hãy tăng backup trong hạn mức.`,
    en: ({ namespace, quota, needed, tier, days, monthlies }) =>
      `${namespace}: the backup quota of ${quota} is less than what is likely needed, about ${needed.en} (estimated): the tier ${tier.en} keeps ${days} days and ${monthlies} monthly backups. Raise backup in the quota.`,
  },
  explanation: {
    vi: 'Cấp bảo vệ định số ngày và số bản tháng phải giữ. Từ dung lượng, tốc độ thay đổi của cơ sở dữ liệu và các giả định về nén, trùng lặp trong danh mục, bộ công cụ ước tính dung lượng sao lưu về lâu dài (mức có khả năng nhất, không phải mức cao nhất). Hạn mức nhỏ hơn thì một ngày nào đó bản sao lưu không ghi được nữa. Cách sửa: dán dòng hạn mức gợi ý, hoặc khai đúng dung lượng và tốc độ thay đổi của cơ sở dữ liệu.',
    en: 'The protection tier says how many days and monthly backups are kept. From the sizes, the databases’ rate of change and the catalogue’s assumptions on compression and deduplication, the toolkit estimates what the backups take in the long run (the likely figure, not the highest). With a smaller quota, some day a backup cannot be written. To mend it: paste the quota line, or give the databases’ true size and rate of change.',
  },
});

const gibibyte = 1n << 30n;

/** Rounded up to whole gibibytes, as a person would write it. */
const whole = (value: bigint): Bytes => (((value + gibibyte - 1n) / gibibyte) * gibibyte) as Bytes;

export const backupRoom: RequestRule = {
  check: ({ estate, request }) => {
    // One organisation's environments are placed alike whoever else asks: the others need not be derived.
    const intent = deriveIntent({ ...estate, requests: { [request.organisation]: request } });
    const promises = intent.environments.map((environment) => promised(placed(environment)));
    const now = quarterOf(estate.scenario.asOf);
    return protectedEnvironments(estate, promises, intent).flatMap((environment, index) => {
      const { promise, backupQuota } = environment;
      const data = protectedIn(estate, environment, beginsIn(promise, now));
      const of = intent.environments[index];
      if (data === undefined || of === undefined) return [];
      const tier = estate.protection.tiers[promise.tier];
      const needed = likelyBytes(estate, data, tier, longRun);
      if (needed <= backupQuota) return [];
      const asked = of.environment.quota;
      return [
        found(
          estate,
          kind,
          'notice',
          `${promise.pointer}/quota/${'size' in asked ? 'size' : asked.backup === undefined ? 'cpu' : 'backup'}`,
          {
            namespace: promise.namespace,
            quota: backupQuota === 0n ? '0' : printBytes(backupQuota),
            needed: readableBytes(needed),
            tier: tier.name,
            days: String(tier.retention.days),
            monthlies: String(tier.retention.monthlies),
          },
          quotaLine({ ...of.quota, backup: whole(needed) }),
        ),
      ];
    });
  },
};
