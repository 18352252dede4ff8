import type { Estate } from '../../../sites/model/estate.js';
import { pointer } from '../../../sites/model/pointer.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import { copiesOf, wholeCopies, type BackupCopy } from '../../derived/backup-copies.js';
import { figure } from '../../derived/figures.js';
import { wantsOffSite, type Dataset } from '../../derived/held-data.js';
import { unrendered } from '../../derived/hidden.js';
import type { AcrossView } from '../../engine/across-sites.js';
import { concluded } from '../../engine/conclude.js';
import type { Finding } from '../../engine/columns.js';
import { datasetName, isApart, judgeDatasets, sorted } from '../../engine/dataset-rows.js';
import type { Rule } from '../../engine/rule.js';

/** Longest month, in days: monthly backups lie no further apart. */
const longestMonth = 31;
const minutesADay = 1440;

const minutes = (value: number): Text => figure(value, Number.isInteger(value) ? 0 : 1);

/** What keeps a copy from being taken often enough, or from being kept long enough. */
function shortfalls(estate: Estate, { environment: { tier } }: Dataset, { recurrence, keptDays, log, archiveTimeoutSeconds }: BackupCopy): readonly Text[] {
  const { backupRpoMinutes, retention } = estate.protection.tiers[tier];
  const { baseBackupEveryHours } = estate.recovery.copies[tier];
  const found: Text[] = [];
  const gap = recurrence !== undefined && 'minutes' in recurrence ? recurrence.minutes : undefined;
  if (log) {
    if (archiveTimeoutSeconds !== undefined && archiveTimeoutSeconds > backupRpoMinutes * 60)
      found.push({ vi: `nhật ký được lưu sau ${archiveTimeoutSeconds} giây, mức bảo vệ cho phép ${backupRpoMinutes} phút`, en: `its log is archived after ${archiveTimeoutSeconds} seconds, the tier allows ${backupRpoMinutes} minutes` });
    if (gap !== undefined && gap > baseBackupEveryHours * 60) found.push({ vi: `bản sao lưu gốc cách nhau ${minutes(gap).vi} phút, cần không quá ${baseBackupEveryHours} giờ`, en: `base backups lie ${minutes(gap).en} minutes apart, ${baseBackupEveryHours} hours at most are planned` });
  } else if (gap !== undefined && gap > backupRpoMinutes) found.push({ vi: `các bản cách nhau tới ${minutes(gap).vi} phút, mức bảo vệ cho phép ${backupRpoMinutes}`, en: `its backups lie up to ${minutes(gap).en} minutes apart, the tier allows ${backupRpoMinutes}` });
  if (keptDays !== undefined && keptDays < retention.days) found.push({ vi: `chỉ giữ ${figure(keptDays, Number.isInteger(keptDays) ? 0 : 1).vi} ngày, mức bảo vệ cần ${retention.days}`, en: `it is kept for ${figure(keptDays, Number.isInteger(keptDays) ? 0 : 1).en} days, the tier needs ${retention.days}` });
  return found;
}

/** Whether some copy of the whole namespace is taken each month and kept as many months as the tier promises. */
function monthlyProblem(estate: Estate, dataset: Dataset, copies: readonly BackupCopy[]): { readonly missing: readonly Text[]; readonly unknown: readonly string[] } {
  const { monthlies } = estate.protection.tiers[dataset.environment.tier].retention;
  if (monthlies === 0) return { missing: [], unknown: [] };
  const fits = copies.filter(({ problems, recurrence, keptDays }) => problems.length === 0 && (recurrence === undefined || ('minutes' in recurrence && recurrence.minutes <= longestMonth * minutesADay)) && (keptDays === undefined || keptDays >= monthlies * 30));
  if (fits.some(({ unknown }) => unknown.length === 0)) return { missing: [], unknown: [] };
  const unknown = fits.flatMap((copy) => copy.unknown);
  return { missing: [{ vi: `không có bản hằng tháng nào được giữ ${monthlies} tháng`, en: `no monthly backup is kept for ${monthlies} months` }], unknown };
}

/** The estate's own plan for the tier: what the stacks follow, and what a forecast of size rests on. */
function planned(estate: Estate, { environment: { tier } }: Dataset): readonly Text[] {
  const { backupRpoMinutes } = estate.protection.tiers[tier];
  const { backupEveryMinutes, archiveTimeoutSeconds } = estate.recovery.copies[tier];
  return [
    ...(backupEveryMinutes > backupRpoMinutes ? [{ vi: `catalogue/recovery.yaml sao lưu mỗi ${backupEveryMinutes} phút, mức bảo vệ cho phép ${backupRpoMinutes}`, en: `catalogue/recovery.yaml backs up every ${backupEveryMinutes} minutes, the tier allows ${backupRpoMinutes}` }] : []),
    ...(archiveTimeoutSeconds > backupRpoMinutes * 60 ? [{ vi: `catalogue/recovery.yaml lưu nhật ký sau ${archiveTimeoutSeconds} giây, mức bảo vệ cho phép ${backupRpoMinutes} phút`, en: `catalogue/recovery.yaml archives logs after ${archiveTimeoutSeconds} seconds, the tier allows ${backupRpoMinutes} minutes` }] : []),
  ];
}

function judge(estate: Estate, dataset: Dataset, { planset, column, stacks }: AcrossView): Finding {
  const counts = (copy: BackupCopy): boolean => !wantsOffSite(estate, dataset.environment) || copy.at === undefined || isApart(estate, dataset, copy);
  const copies = copiesOf(estate, planset, dataset, column).filter(counts);
  const { good, unknown, problems } = sorted(copies, (copy) => shortfalls(estate, dataset, copy));
  const { backupRpoMinutes, retention } = estate.protection.tiers[dataset.environment.tier];
  const monthly = monthlyProblem(estate, dataset, wholeCopies(estate, planset, dataset, column).filter(counts));
  const own: readonly Text[] = good.length > 0 || unknown.length > 0 ? [] : problems.length > 0 ? problems : [{ vi: 'không có bản sao lưu nào để xét', en: 'there is no backup to judge' }];
  const missing = [...own, ...monthly.missing];
  const evidence: Evidence[] = [
    { what: { vi: 'Khoảng cách tối đa, phút / thời hạn lưu, ngày / bản hằng tháng', en: 'Longest gap, minutes / retention, days / monthly backups' }, found: `${backupRpoMinutes} / ${retention.days} / ${retention.monthlies}`, pointer: pointer('protection', 'tiers', dataset.environment.tier), document: 'estate' },
    ...copies.map((copy) => copy.evidence),
  ];
  return concluded({
    where: datasetName(dataset),
    problems: planned(estate, dataset),
    missing,
    unknown: [...(good.length > 0 ? [] : unknown), ...monthly.unknown, ...(missing.length > 0 ? unrendered(planset, stacks.filter(({ kind }) => kind === 'protection'), column) : [])],
    own: stacks,
    fine: { vi: `được sao lưu đủ dày và giữ đủ lâu (${good.map(({ by }) => by).join(', ')})`, en: `it is backed up often enough and kept long enough (${good.map(({ by }) => by).join(', ')})` },
    evidence,
  });
}

export const bak004: Rule = {
  id: 'BAK-004',
  version: 1,
  title: { vi: 'Sao lưu đủ dày và giữ đủ lâu theo mức bảo vệ', en: 'Backups are taken as often, and kept as long, as the tier promises' },
  explanation: {
    vi: 'Khoảng cách dài nhất giữa hai bản sao lưu ở trung tâm khác không quá mức mất dữ liệu đã hứa khi dữ liệu bị hỏng, và bản sao lưu được giữ ít nhất bằng thời hạn của mức bảo vệ, gồm cả bản hằng tháng. Khoảng cách được tính chính xác từ biểu thức cron: Velero có năm trường, CloudNativePG có sáu trường với giây đứng đầu; sai số trường thì không phải một lịch. Cơ sở dữ liệu dựa vào nhật ký được lưu liên tục: xét thời gian lưu tối đa của một đoạn nhật ký và khoảng cách giữa các bản gốc. Bản để ở chính nơi chạy không được tính.',
    en: 'The longest time between two backups in another site is no more than the tier may lose to bad data, and they are kept as long as the tier says, monthly ones included. The time is computed exactly from the cron text: Velero has five fields, CloudNativePG six, seconds first; another number of fields is no schedule. A database rests on its log: how late a segment is archived and how far base backups lie apart. What lies at the primary does not count.',
  },
  severity: 'error',
  pack: 'design',
  legal: [],
  engineering: { statement: { vi: 'Các con số nằm trong bảng mức bảo vệ, là đầu vào quy hoạch; văn bản không nêu con số nào.', en: 'The figures are the tier table\'s, planning inputs; the documents name none.' }, link: 'https://cloudnative-pg.io/documentation/current/backup/#scheduled-backups' },
  reads: ['estate', 'planset'],
  unknownBlocks: true,
  emptyPopulation: 'not-applicable',
  mutants: ['change-figure', 'shrink-retention', 'known-to-unknown', 'drop-object', 'contradict'],
  check: (input) => judgeDatasets(input, { at: 'off-site', judge: (dataset, view) => judge(input.estate, dataset, view) }),
  remedy: { vi: 'Rút ngắn lịch, tăng ttl hay retentionPolicy, thêm lịch hằng tháng; sửa số trường của biểu thức cron.', en: 'Shorten the schedule, raise ttl or retentionPolicy, add a monthly schedule; write the number of fields the operator reads.' },
};
