import type { Estate } from '../../sites/model/estate.js';
import { operatingSites } from '../../sites/model/scenario.js';
import type { Subject } from '../../sites/model/verdict.js';
import { environmentsOf, promisedAt, type DerivedEnvironment } from '../derived/placement.js';
import type { Allowance } from '../derived/allowance.js';
import { lookupOf, type Column, type Lookup } from '../planset/lookup.js';
import type { ReadPlanSet, ReadStack } from '../planset/read-model.js';
import { absentFinding, finding, nothingRead, twoColumns, type Finding } from './columns.js';
import type { Judgement, RuleInput } from './rule.js';

/** One row of the population: a tenant environment at a site that operates. */
export interface EnvironmentAtSite {
  readonly environment: DerivedEnvironment;
  readonly site: string;
  readonly role: 'primary' | 'standby';
  readonly allowance: Allowance;
}

/** The population of the tenancy rules, from the estate: each environment at its primary and at its standby, where those operate. */
export function environmentRows(estate: Estate): readonly EnvironmentAtSite[] {
  const sites = operatingSites(estate);
  return environmentsOf(estate).flatMap((environment) =>
    sites.flatMap(({ id }): EnvironmentAtSite[] => {
      const promised = promisedAt(environment, id);
      return promised === undefined ? [] : [{ environment, site: id, ...promised }];
    }),
  );
}

/** What a rule is handed to judge one row in one column. */
export interface RowView {
  readonly row: EnvironmentAtSite;
  readonly column: Column;
  readonly lookup: Lookup;
  /** Stacks of the organisation at the site. */
  readonly stacks: readonly ReadStack[];
}

/** Judges every row in both columns; rows whose stack was not read, or is destroyed on purpose, never reach the rule. */
export function judgeEnvironments({ estate, planset, about }: RuleInput, judge: (view: RowView) => Finding, which: (row: EnvironmentAtSite) => boolean = () => true): readonly Judgement[] {
  const rows = environmentRows(estate).filter(which);
  return (about === undefined ? rows : rows.filter(({ environment }) => about.has(environment.organisation))).map((row) => {
    const { environment, site } = row;
    const subject: Subject = { object: `environment/${environment.namespace}`, site, organisation: environment.organisation };
    if (planset === undefined) return { subject, ...nothingRead, recorded: 'unknown' };
    const lookup = lookupOf(planset);
    const stacks = lookup.stacks(site).filter((stack) => stack.kind === 'tenant' && stack.organisation === environment.organisation);
    return { subject, ...twoColumns(planset, stacks, (column) => beforeJudging(planset, lookup, site, stacks, column) ?? judge({ row, column, lookup, stacks })) };
  });
}

function beforeJudging(planset: ReadPlanSet, lookup: Lookup, site: string, stacks: readonly ReadStack[], column: Column): Finding | undefined {
  if (planset.mode === 'planset' && lookup.stacks(site).length === 0)
    return finding('unknown', { vi: `Chưa đủ căn cứ: bộ kế hoạch không có phần nào của trung tâm ${site}.`, en: `This cannot be known: the plan set holds no stack of site ${site}.` });
  const absent = absentFinding(stacks);
  if (absent !== undefined) return absent;
  if (column === 'after' && planset.file?.purpose === 'destroy' && stacks.some(({ destroys }) => destroys))
    return finding('not-applicable', { vi: 'Bộ kế hoạch này chủ ý xóa phần chứa môi trường.', en: 'This plan set destroys the stack of the environment on purpose.' });
  return undefined;
}
