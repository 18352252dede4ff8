import { operatingSites } from '../../sites/model/scenario.js';
import type { Subject } from '../../sites/model/verdict.js';
import { finding, nothingRead, twoColumns, type Finding } from '../engine/columns.js';
import { environmentRows } from '../engine/environment-rows.js';
import type { Judgement, Rule, RuleInput } from '../engine/rule.js';
import { lookupOf, type Column } from '../planset/lookup.js';
import { unnamed, type ReadPlanSet, type ReadResource, type ReadStack } from '../planset/read-model.js';
import type { Comparison } from './comparison.js';
import { concludeRow, type Asked, type Judged, type Row } from './conclude.js';
import type { PathExpression } from './path.js';
import { judgedIn, nameOf, unseenIn } from './rows.js';
import type { RuleFile } from './schema.js';
import type { Selector } from './selector.js';

/** What a declarative rule runs on. */
export interface Compiled {
  readonly selector: Selector;
  readonly paths: readonly PathExpression[];
  readonly comparison: Comparison;
}

/** A rule file as a rule of the engine: the same verdicts, waivers and reports as those of the catalogue. */
export function declarativeRule(data: RuleFile, compiled: Compiled): Rule {
  const { id, version, title, texts, severity, pack = 'operations', basis, effectiveFrom, effectiveTo, expect = 'all', population, unknownBlocks = true } = data;
  const engineering = basis.engineering;
  const own = new Declarative(compiled, { comparison: compiled.comparison, expect, empty: population.empty });
  return {
    id,
    version,
    title,
    explanation: texts.explanation,
    severity,
    pack,
    legal: basis.legal ?? [],
    ...(engineering === undefined ? {} : { engineering: { statement: engineering.statement, ...(engineering.link === undefined ? {} : { link: engineering.link }) } }),
    ...(effectiveFrom === undefined ? {} : { effectiveFrom }),
    ...(effectiveTo === undefined ? {} : { effectiveTo }),
    reads: population.of === 'objects' ? ['planset'] : ['estate', 'planset'],
    unknownBlocks,
    emptyPopulation: population.empty,
    check: (input) => own[population.of](input),
    remedy: texts.remedy,
  };
}

class Declarative {
  constructor(
    private readonly compiled: Compiled,
    private readonly asked: Asked,
  ) {}

  /** Each object that is there gets a verdict; each stack in which objects may have gone unseen gets one that says so. */
  objects({ planset }: RuleInput): readonly Judgement[] {
    if (planset === undefined) return [{ subject: { object: 'planset' }, ...nothingRead, recorded: 'unknown' }];
    const judged = planset.stacks.flatMap((stack) => stack.resources.flatMap((resource) => this.object(planset, stack, resource) ?? []));
    const gaps = planset.stacks.flatMap((stack) => this.gap(planset, stack) ?? []);
    // Objects in which nothing stood to compare are no population.
    const empty = judged.length > 0 && gaps.length === 0 && this.asked.empty === 'fail' && judged.every(({ status, recorded }) => status === 'not-applicable' && recorded !== 'fail');
    return [...judged, ...gaps, ...(empty ? [this.nothing()] : [])];
  }

  /** Each site that operates gets a verdict on all of its objects together. */
  sites({ estate, planset }: RuleInput): readonly Judgement[] {
    const { sites } = this.compiled.selector;
    return operatingSites(estate)
      .filter(({ id }) => sites === undefined || sites.includes(id))
      .map(({ id }) => this.row(planset, { object: `site/${id}`, site: id }, id, (stacks, column) => this.among(stacks, column)));
  }

  /** Each environment of a tenant, at each site where it is promised, gets a verdict on what stands in its namespace. */
  environments({ estate, planset }: RuleInput): readonly Judgement[] {
    const { sites } = this.compiled.selector;
    // Grouped once for each site and column: thousands of environments must not walk a plan thousands of times.
    const groups = new Map<string, ReadonlyMap<string, readonly Judged[]>>();
    const inNamespace = (namespace: string, site: string, stacks: readonly ReadStack[], column: Column): readonly Judged[] => {
      const key = `${column} ${site}`;
      const known = groups.get(key) ?? byNamespace(this.among(stacks, column), column);
      groups.set(key, known);
      const somewhere = (known.get(unnamed) ?? []).map((judged): Judged => ({ ...judged, doubt: 'its namespace is known only at apply' }));
      return [...(known.get(namespace) ?? []), ...somewhere];
    };
    return environmentRows(estate)
      .filter(({ site }) => sites === undefined || sites.includes(site))
      .map(({ environment: { namespace, organisation }, site }) => this.row(planset, { object: `environment/${namespace}`, site, organisation }, site, (stacks, column) => inNamespace(namespace, site, stacks, column)));
  }

  private object(planset: ReadPlanSet, stack: ReadStack, resource: ReadResource): Judgement | undefined {
    const of = (column: Column): Judged | undefined => judgedIn(resource, column, this.compiled.selector, this.compiled.paths);
    const seen = { before: of('before'), after: of('after') };
    const [judged, column] = seen.after === undefined ? [seen.before, 'before' as const] : [seen.after, 'after' as const];
    if (judged === undefined) return undefined;
    const name = nameOf(resource, column);
    const subject: Subject = {
      object: name.replace(' ', '/'),
      ...(stack.site === '' || stack.site === unnamed ? {} : { site: stack.site }),
      ...(stack.organisation === undefined ? {} : { organisation: stack.organisation }),
      address: resource.address,
      ...(resource.constructPath === undefined ? {} : { constructPath: resource.constructPath }),
    };
    const where = { vi: `${name} (${resource.address})`, en: `${name} (${resource.address})` };
    return {
      subject,
      ...twoColumns(planset, [stack], (column): Finding => {
        const one = seen[column];
        if (one === undefined) return column === 'after' ? finding('not-applicable', { vi: `${where.vi}: kế hoạch này gỡ bỏ hoặc không còn thuộc quy tắc.`, en: `${where.en}: this plan removes it, or takes it out of the rule's reach.` }) : absent;
        return concludeRow({ where, objects: [one], unseen: [] }, { ...this.asked, empty: 'not-applicable' });
      }),
    };
  }

  private gap(planset: ReadPlanSet, stack: ReadStack): Judgement | undefined {
    const { selector } = this.compiled;
    if (selector.sites !== undefined && stack.site !== unnamed && !selector.sites.includes(stack.site)) return undefined;
    const { reasons, declared } = unseenIn(planset, [stack], 'after', selector);
    if (reasons.length === 0) return undefined;
    const known = finding('unknown', { vi: `Chưa đủ căn cứ: ${reasons.map(({ vi }) => vi).join('; ')}.`, en: `This cannot be known: ${reasons.map(({ en }) => en).join('; ')}.` }, declared ? { declaredAbsence: true } : {});
    return { subject: { object: `stack/${stack.name}`, ...(stack.site === unnamed ? {} : { site: stack.site }) }, ...known, recorded: 'unknown' };
  }

  private row(planset: ReadPlanSet | undefined, subject: Subject, site: string, objectsOf: (stacks: readonly ReadStack[], column: Column) => readonly Judged[]): Judgement {
    if (planset === undefined) return { subject, ...nothingRead, recorded: 'unknown' };
    const stacks = lookupOf(planset).stacks(site);
    if (stacks.length === 0) return { subject, ...finding('unknown', { vi: `Chưa đủ căn cứ: chưa đọc phần nào của trung tâm ${site}.`, en: `This cannot be known: no stack of site ${site} was read.` }), recorded: 'unknown' };
    const where = { vi: subject.object, en: subject.object };
    return {
      subject,
      ...twoColumns(planset, stacks, (column) => {
        if (column === 'after' && planset.file?.purpose === 'destroy' && stacks.every(({ destroys }) => destroys)) return destroyed;
        const { reasons, declared } = unseenIn(planset, stacks, column, this.compiled.selector);
        const row: Row = { where, objects: objectsOf(stacks, column), unseen: reasons, declaredAbsence: declared };
        return concludeRow(row, this.asked);
      }),
    };
  }

  private among(stacks: readonly ReadStack[], column: Column): readonly Judged[] {
    return stacks.flatMap(({ resources }) => resources.flatMap((resource) => judgedIn(resource, column, this.compiled.selector, this.compiled.paths) ?? []));
  }

  private nothing(): Judgement {
    return { subject: { object: 'planset' }, ...finding('fail', { vi: 'Không đối tượng nào có giá trị để xét, trong khi quy tắc này đòi hỏi phải có.', en: 'No object holds a value to judge, and this rule expects some.' }) };
  }
}

const absent: Finding = finding('not-applicable', { vi: 'Chưa có đối tượng này.', en: 'The object does not exist yet.' });

const destroyed: Finding = finding('not-applicable', { vi: 'Bộ kế hoạch này chủ ý xóa các phần đó.', en: 'This plan set destroys those stacks on purpose.' });

function byNamespace(all: readonly Judged[], column: Column): ReadonlyMap<string, readonly Judged[]> {
  const groups = new Map<string, Judged[]>();
  for (const judged of all) {
    const namespace = judged.resource[column]?.namespace ?? judged.resource.release?.[column]?.namespace ?? '';
    const key = typeof namespace === 'string' ? namespace : unnamed;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [judged]);
    else group.push(judged);
  }
  return groups;
}
