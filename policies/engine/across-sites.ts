import type { DeepReadonly, Estate } from '../../sites/model/estate.js';
import { pointer } from '../../sites/model/pointer.js';
import type { Site } from '../../sites/model/kinds/site.js';
import { operatingSites } from '../../sites/model/scenario.js';
import type { Text } from '../../sites/model/text.js';
import type { Evidence, Subject } from '../../sites/model/verdict.js';
import { lookupOf, type Column, type Lookup } from '../planset/lookup.js';
import type { ReadPlanSet, ReadStack } from '../planset/read-model.js';
import { absentFinding, finding, nothingRead, type Finding } from './columns.js';
import { redundancyColumns } from './live.js';
import type { Judgement, RuleInput } from './rule.js';

/** What a rule is handed to judge a relation between sites in one column. */
export interface AcrossView {
  readonly planset: ReadPlanSet;
  readonly lookup: Lookup;
  readonly column: Column;
  /** Stacks of the sites that the subject is judged from. */
  readonly stacks: readonly ReadStack[];
}

export interface Across {
  readonly subject: Subject;
  /** The subject in a sentence. */
  readonly where: Text;
  /** Sites that must operate and whose stacks are read; ids that no site bears make a failure of their own. */
  readonly sites: readonly string[];
  /** Stacks of one tenant count beside those of the sites; left out: no tenant's. */
  readonly organisation?: string;
  readonly judge: (view: AcrossView) => Finding;
}

/** Evidence of a site's phase. */
export const phaseOf = ({ id, phase }: DeepReadonly<Site>): Evidence => ({ what: { vi: `Giai đoạn của ${id}`, en: `Phase of ${id}` }, found: phase, pointer: pointer('sites', id, 'phase'), document: 'estate' });

/**
 * A finding where a site that is needed does not operate: it fails with those sites as its causes, so that a waiver on a
 * planned site covers it. Undefined where all of them operate.
 */
export function notOperating(estate: Estate, where: Text, sites: readonly string[]): Finding | undefined {
  const operating = new Set(operatingSites(estate).map(({ id }) => id));
  const missing = [...new Set(sites)].filter((id) => !operating.has(id));
  if (missing.length === 0) return undefined;
  const gone = missing.filter((id) => estate.sites[id] === undefined || estate.sites[id].phase === 'retired');
  const evidence = missing.flatMap((id) => (estate.sites[id] === undefined ? [] : [phaseOf(estate.sites[id])]));
  if (gone.length > 0) return finding('fail', { vi: `${where.vi}: ${gone.join(', ')} không còn là một trung tâm.`, en: `${where.en}: ${gone.join(', ')} is no site any more.` }, { evidence });
  const due = (id: string): string => (estate.scenario.lose.includes(`site/${id}`) ? 'taken as lost' : `due ${estate.sites[id]?.milestones.commissioning ?? ''}`);
  const dueVi = (id: string): string => (estate.scenario.lose.includes(`site/${id}`) ? 'coi như mất' : `dự kiến ${estate.sites[id]?.milestones.commissioning ?? ''}`);
  return finding(
    'fail',
    { vi: `${where.vi}: ${missing.map((id) => `${id} chưa hoạt động (${dueVi(id)})`).join('; ')}.`, en: `${where.en}: ${missing.map((id) => `${id} does not operate (${due(id)})`).join('; ')}.` },
    { evidence, causes: missing.map((id) => `site/${id}`) },
  );
}

/** Judges a relation between sites in both columns; a site that does not operate, or whose stacks were not read, never reaches the rule. */
export function judgeAcross({ estate, planset }: RuleInput, { subject, where, sites, organisation, judge }: Across): Judgement {
  const waiting = notOperating(estate, where, sites);
  if (waiting !== undefined) return { subject, ...waiting };
  if (planset === undefined) return { subject, ...nothingRead, recorded: 'unknown' };
  const lookup = lookupOf(planset);
  const own = sites.map((site) => lookup.stacks(site).filter(({ kind, organisation: of }) => kind !== 'tenant' || of === organisation));
  const unread = sites.find((_, index) => own[index]?.length === 0);
  const stacks = own.flat();
  return { subject, ...redundancyColumns(planset, stacks, (column) => unreadable(planset, unread, stacks, column) ?? judge({ planset, lookup, column, stacks })) };
}

function unreadable(planset: ReadPlanSet, unread: string | undefined, stacks: readonly ReadStack[], column: Column): Finding | undefined {
  if (unread !== undefined) return finding('unknown', { vi: `Chưa đủ căn cứ: chưa đọc phần nào của trung tâm ${unread} mà quy tắc này cần.`, en: `This cannot be known: no stack of site ${unread} that this rule needs was read.` });
  const absent = absentFinding(stacks);
  if (absent !== undefined) return absent;
  if (column === 'after' && planset.file?.purpose === 'destroy' && stacks.some(({ destroys }) => destroys)) return finding('not-applicable', { vi: 'Bộ kế hoạch này chủ ý xóa các phần đó.', en: 'This plan set destroys those stacks on purpose.' });
  return undefined;
}
