import type { DeepReadonly } from '../../sites/model/estate.js';
import type { Site } from '../../sites/model/kinds/site.js';
import { operatingSites } from '../../sites/model/scenario.js';
import type { Subject } from '../../sites/model/verdict.js';
import { lookupOf, type Column, type Lookup } from '../planset/lookup.js';
import type { ReadPlanSet, ReadStack } from '../planset/read-model.js';
import { absentFinding, finding, nothingRead, twoColumns, type Finding } from './columns.js';
import { redundancyColumns } from './live.js';
import type { Judgement, RuleInput } from './rule.js';

/** What a rule is handed to judge one subject of a site in one column. */
export interface SiteView {
  readonly site: DeepReadonly<Site>;
  readonly column: Column;
  readonly planset: ReadPlanSet;
  readonly lookup: Lookup;
  /** Stacks of the site that the subject is judged from. */
  readonly stacks: readonly ReadStack[];
}

export interface SiteSubject {
  readonly subject: Subject;
  /** Stacks the subject is judged from; left out: all of the site. */
  readonly stacks?: (stack: ReadStack) => boolean;
  /** Whether what is recorded counts only where it may be taken for what there is. @default false */
  readonly redundancy?: boolean;
  readonly judge: (view: SiteView) => Finding;
}

/** Judges subjects of every site that operates, in both columns; a subject whose stacks were not read never reaches the rule. */
export function judgeSites({ estate, planset }: RuleInput, subjectsOf: (site: DeepReadonly<Site>) => readonly SiteSubject[]): readonly Judgement[] {
  return operatingSites(estate).flatMap((site) =>
    subjectsOf(site).map(({ subject, stacks: wanted = () => true, redundancy = false, judge }): Judgement => {
      if (planset === undefined) return { subject, ...nothingRead, recorded: 'unknown' };
      const lookup = lookupOf(planset);
      const stacks = lookup.stacks(site.id).filter(wanted);
      const columns = redundancy ? redundancyColumns : twoColumns;
      return { subject, ...columns(planset, stacks, (column) => unreadable(planset, site.id, stacks, column) ?? judge({ site, column, planset, lookup, stacks })) };
    }),
  );
}

function unreadable(planset: ReadPlanSet, site: string, stacks: readonly ReadStack[], column: Column): Finding | undefined {
  if (stacks.length === 0)
    return finding('unknown', { vi: `Chưa đủ căn cứ: chưa đọc phần nào của trung tâm ${site} mà quy tắc này cần.`, en: `This cannot be known: no stack of site ${site} that this rule needs was read.` });
  const absent = absentFinding(stacks);
  if (absent !== undefined) return absent;
  if (column === 'after' && planset.file?.purpose === 'destroy' && stacks.every(({ destroys }) => destroys))
    return finding('not-applicable', { vi: 'Bộ kế hoạch này chủ ý xóa các phần đó.', en: 'This plan set destroys those stacks on purpose.' });
  return undefined;
}

/** Whether nothing of a site was recorded when its plans were made: what is only planned is there for nobody yet. */
export const nothingRecorded = ({ stacks, column }: Pick<SiteView, 'stacks' | 'column'>): boolean =>
  column === 'before' && !stacks.some(({ resources }) => resources.some(({ before, release }) => before !== undefined || release?.before !== undefined));
