import type { Estate } from '../../../sites/model/estate.js';
import { pointer } from '../../../sites/model/pointer.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import { copiesOf, type BackupCopy } from '../../derived/backup-copies.js';
import type { Dataset } from '../../derived/held-data.js';
import { unrendered } from '../../derived/hidden.js';
import type { AcrossView } from '../../engine/across-sites.js';
import { concluded } from '../../engine/conclude.js';
import type { Finding } from '../../engine/columns.js';
import { datasetName, judgeDatasets, sorted } from '../../engine/dataset-rows.js';
import type { Rule } from '../../engine/rule.js';

/**
 * How a dataset is restored, also to a point before a breach. PostgreSQL is recovered to a moment from its log, volumes from
 * the backup before it. A database of another engine lies on volumes that are copied while it writes: nobody but its owner
 * can say how a consistent state comes out of them.
 */
function procedureOf(estate: Estate, { environment, database }: Dataset): { readonly evidence: Evidence } | { readonly missing: Text } {
  const index = estate.recovery.systems.findIndex(({ system }) => system === environment.system.id);
  const own = estate.recovery.systems[index]?.restoreProcedure;
  const what: Text = { vi: 'Cách phục hồi', en: 'Restore procedure' };
  if (own !== undefined) return { evidence: { what, found: own.vi, pointer: pointer('recovery', 'systems', index, 'restoreProcedure'), document: 'estate' } };
  if (database === undefined) return { evidence: { what, found: 'Velero, backup before the moment' } };
  if (database.operated) return { evidence: { what, found: 'PostgreSQL, recovery to a moment from base backup and log' } };
  return {
    missing: {
      vi: `${database.database.engine} không do nền tảng vận hành và catalogue/recovery.yaml không nêu cách phục hồi (restoreProcedure)`,
      en: `${database.database.engine} is not run by the platform, and catalogue/recovery.yaml names no way to restore it (restoreProcedure)`,
    },
  };
}

/** A copy from which a point before a breach comes back: more than one point in time is kept. */
function keepsHistory({ keptDays, recurrence, log }: BackupCopy): readonly Text[] {
  if (recurrence === undefined || 'problem' in recurrence || keptDays === undefined || log) return [];
  return keptDays * 1440 > recurrence.minutes ? [] : [{ vi: 'mỗi bản bị xóa trước khi có bản kế tiếp', en: 'each backup is gone before the next one is there' }];
}

function judge(estate: Estate, dataset: Dataset, { planset, column, stacks }: AcrossView): Finding {
  const copies = copiesOf(estate, planset, dataset, column);
  const { good, unknown, problems } = sorted(copies, keepsHistory);
  const procedure = procedureOf(estate, dataset);
  const name = datasetName(dataset);
  const { retention } = estate.protection.tiers[dataset.environment.tier];
  const none: readonly Text[] = good.length > 0 ? [] : problems.length > 0 ? problems : copies.length > 0 ? [] : [{ vi: 'không có gì sao lưu', en: 'nothing backs it up' }];
  return concluded({
    where: name,
    problems: [...('missing' in procedure ? [procedure.missing] : []), ...copies.flatMap(({ refused }) => refused)],
    missing: none,
    unknown: good.length > 0 ? [] : [...unknown, ...(none.length > 0 ? unrendered(planset, stacks.filter(({ kind }) => kind === 'protection'), column) : [])],
    own: stacks,
    fine: { vi: `có bản sao lưu (${good.map(({ by }) => by).join(', ')}), thời hạn lưu và cách phục hồi`, en: `it has a backup (${good.map(({ by }) => by).join(', ')}), a term of archive and a way to restore it` },
    evidence: [
      ...copies.map(({ evidence }) => evidence),
      { what: { vi: 'Thời hạn lưu theo mức bảo vệ, ngày / bản hằng tháng', en: 'Archive rule of the tier, days / monthly backups' }, found: `${retention.days} / ${retention.monthlies}`, pointer: pointer('protection', 'tiers', dataset.environment.tier, 'retention'), document: 'estate' },
      ...('evidence' in procedure ? [procedure.evidence] : []),
    ],
  });
}

export const bak001: Rule = {
  id: 'BAK-001',
  version: 1,
  title: { vi: 'Mọi tập dữ liệu có bản sao lưu, quy định lưu trữ và cách phục hồi', en: 'Every dataset has a backup, an archive rule and a way to restore it' },
  explanation: {
    vi: 'Mỗi cơ sở dữ liệu và mỗi môi trường có ổ đĩa phải được sao lưu: lịch Velero gồm namespace của nó và đưa dữ liệu ra khỏi cụm, hoặc cụm PostgreSQL có lưu nhật ký và có bản sao lưu gốc theo lịch. Phải phục hồi được về thời điểm trước khi có vi phạm, nên phải giữ hơn một bản. Lịch viết sai dạng (Velero: năm trường, CloudNativePG: sáu trường) là lỗi dù bản khác còn đủ: bộ điều hành từ chối nó và việc áp dụng dừng giữa chừng. Cơ sở dữ liệu do nền tảng không vận hành phải nêu cách phục hồi riêng. Nơi đặt bản sao lưu do BAK-002 xét.',
    en: 'Each database and each environment with volumes is backed up: a Velero schedule takes in its namespace and moves the data out of the cluster, or its PostgreSQL cluster archives its log and has scheduled base backups. It can be restored to a point before a breach, so more than one backup is kept. A malformed schedule (Velero: five fields, CloudNativePG: six) fails, whatever other copy there is: the operator refuses it and applying stops half way. A database the platform does not run names its own way to be restored. Where the backup lies is BAK-002\'s.',
  },
  severity: 'error',
  pack: 'design',
  legal: [{ document: 'q', clause: 'V.1.đ' }],
  engineering: { statement: { vi: 'Q V.1.đ yêu cầu cơ chế sao lưu, lưu trữ và phục hồi khi có vi phạm; công cụ và cách kiểm là kết luận kỹ thuật.', en: 'Q V.1.đ asks for backup, archive and recovery from a breach; tools and checks are engineering.' }, link: 'https://velero.io/docs/v1.18/api-types/schedule/' },
  reads: ['estate', 'planset'],
  unknownBlocks: true,
  emptyPopulation: 'not-applicable',
  mutants: ['drop-object', 'weaken', 'known-to-unknown', 'drop-field', 'shrink-retention'],
  check: (input) => judgeDatasets(input, { at: 'primary', judge: (dataset, view) => judge(input.estate, dataset, view) }),
  remedy: { vi: 'Đưa namespace vào một lịch Velero, hoặc khai báo nơi lưu nhật ký và ScheduledBackup cho cụm; nêu restoreProcedure cho cơ sở dữ liệu không do nền tảng vận hành.', en: 'Take the namespace into a Velero schedule, or declare an archive and a ScheduledBackup for the cluster; name a restoreProcedure for a database the platform does not run.' },
};
