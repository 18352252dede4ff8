import type { Estate } from '../../sites/model/estate.js';
import type { Text } from '../../sites/model/text.js';
import type { BackupCopy } from '../derived/backup-copies.js';
import { datasetsOf, mirrorTarget, wantsOffSite, type Dataset } from '../derived/held-data.js';
import { judgeAcross, type AcrossView } from './across-sites.js';
import { finding, type Finding } from './columns.js';
import type { Judgement, RuleInput } from './rule.js';

/** A dataset in a sentence. */
export const datasetName = ({ environment: { namespace }, database }: Dataset): Text =>
  database === undefined ? { vi: `ổ đĩa của ${namespace}`, en: `volumes of ${namespace}` } : { vi: `cơ sở dữ liệu ${database.database.id} của ${namespace}`, en: `database ${database.database.id} of ${namespace}` };

/** Where a tier's backup has to lie: its site, or what is wrong with the placement. */
export function backupSite(estate: Estate, dataset: Dataset): { readonly site: string } | { readonly problem: Text } {
  const { environment } = dataset;
  const { primary, backup } = environment;
  const mirror = mirrorTarget(estate, environment);
  if (backup === undefined || backup === primary) return { problem: { vi: `bản sao lưu nằm ở chính nơi chạy (${primary})`, en: `its backup lies where it runs (${primary})` } };
  if (estate.protection.tiers[environment.tier].backup.thirdSite && backup === mirror) return { problem: { vi: `bản sao lưu nằm ở nơi nhận bản sao tức thời (${backup})`, en: `its backup lies in the site that mirrors it (${backup})` } };
  return { site: backup };
}

/** Whether a copy lies where a loss of the primary, and of what mirrors it, does not reach it. */
export function isApart(estate: Estate, dataset: Dataset, { at }: Pick<BackupCopy, 'at'>): boolean {
  const { environment } = dataset;
  if (at === undefined || at === environment.primary) return false;
  return !(estate.protection.tiers[environment.tier].backup.thirdSite && at === mirrorTarget(estate, environment));
}

export interface DatasetRow {
  /** Whether a dataset is of this rule's population. */
  readonly applies?: (dataset: Dataset) => boolean;
  /** `primary`: what the primary's stacks say suffices; `off-site`: the tier's backup site must operate as well. */
  readonly at: 'primary' | 'off-site';
  readonly judge: (dataset: Dataset, view: AcrossView) => Finding;
}

/** Judges every dataset in both columns; one whose sites do not operate fails with them as its causes. */
export function judgeDatasets(input: RuleInput, { applies = () => true, at, judge }: DatasetRow): readonly Judgement[] {
  const { estate } = input;
  return datasetsOf(estate)
    .filter(applies)
    .map((dataset): Judgement => {
      const { object, environment } = dataset;
      const subject = { object, organisation: environment.organisation };
      const name = datasetName(dataset);
      const apart = at === 'off-site' && wantsOffSite(estate, environment) ? backupSite(estate, dataset) : undefined;
      if (apart !== undefined && 'problem' in apart) {
        const evidence = [{ what: { vi: 'Nơi chạy chính / dự phòng / sao lưu', en: 'Primary / standby / backup' }, found: `${environment.primary} / ${environment.standby ?? '–'} / ${environment.backup ?? '–'}`, pointer: environment.pointer, document: 'estate' }];
        return { subject, ...finding('fail', { vi: `${name.vi}: ${apart.problem.vi}.`, en: `${name.en}: ${apart.problem.en}.` }, { evidence }) };
      }
      // Replicas of a database archive at sites of their own: their stacks are read too, where they operate.
      const sites = [environment.primary, ...(apart === undefined ? [] : [apart.site])];
      const where: Text = apart === undefined ? name : { vi: `${name.vi} chưa có bản sao lưu ở ${apart.site}`, en: `${name.en}: no backup in ${apart.site}` };
      return judgeAcross(input, { subject, where, sites, organisation: environment.organisation, judge: (view) => judge(dataset, view) });
    });
}

/** Copies told apart: those that hold, those that cannot be told, and why the others are none. */
export interface Sorted {
  readonly good: readonly BackupCopy[];
  readonly unknown: readonly string[];
  readonly problems: readonly Text[];
}

export function sorted(copies: readonly BackupCopy[], fits: (copy: BackupCopy) => readonly Text[]): Sorted {
  const good: BackupCopy[] = [];
  const unknown: string[] = [];
  const problems: Text[] = [];
  for (const copy of copies) {
    const wrong = [...copy.problems, ...fits(copy)];
    if (wrong.length > 0) problems.push({ vi: `${copy.by}: ${wrong.map(({ vi }) => vi).join(', ')}`, en: `${copy.by}: ${wrong.map(({ en }) => en).join(', ')}` });
    else if (copy.unknown.length > 0) unknown.push(...copy.unknown);
    else good.push(copy);
  }
  return { good, unknown, problems };
}
