import type { Text } from '../../sites/model/text.js';
import { absenceText } from '../engine/absence.js';
import { oneClause } from '../planset/completeness.js';
import type { Column } from '../planset/lookup.js';
import type { isUnknown, ReadPlanSet, ReadResource, ReadStack } from '../planset/read-model.js';
import { reasonText } from '../planset/reason-text.js';
import type { Judged } from './conclude.js';
import type { PathExpression } from './path.js';
import { meant, subjectOf, type Selector } from './selector.js';
import { valuesAt } from './values-at.js';

/** Why objects that a selector means may stand in some stacks unseen. */
export interface Unseen {
  readonly reasons: readonly Text[];
  /** Whether every reason is an absence that somebody declared. */
  readonly declared: boolean;
}

/** A resource's name in a report: `Deployment ho-so-prod/web`, `helm_release.cilium`. */
export function nameOf(resource: ReadResource, column: Column): string {
  const object = resource[column];
  return object === undefined ? resource.address : `${object.kind} ${object.namespace === undefined ? '' : `${object.namespace}/`}${object.name}`;
}

/** What a rule sees of one resource in one column; undefined where the resource is not there, or the selector does not mean it. */
export function judgedIn(resource: ReadResource, column: Column, selector: Selector, paths: readonly PathExpression[]): Judged | undefined {
  const object = subjectOf(resource, column);
  if (object === undefined) return undefined;
  const is = meant(selector, resource, object);
  if (is === false) return undefined;
  return { resource, name: nameOf(resource, column), values: paths.flatMap((path) => valuesAt({ resource, object }, path)), ...(is === true ? {} : { doubt: is.because }) };
}

/** Stacks that were not read, plans that are not whole, and charts nobody rendered. */
export function unseenIn(planset: Pick<ReadPlanSet, 'mode'>, stacks: readonly ReadStack[], column: Column, selector: Selector): Unseen {
  const absent = stacks.filter(({ judgedFrom }) => judgedFrom === 'absent');
  const partial = stacks.filter(({ incomplete }) => incomplete.length > 0);
  const charts = seesCharts(selector) && planset.mode === 'planset' ? stacks.flatMap(({ opaqueCharts }) => opaqueCharts.filter((chart) => chart.column === column && mayHold(selector, chart.namespace))) : [];
  return {
    reasons: [
      ...absent.map((stack) => absenceText(stack)),
      ...partial.map(({ name, incomplete }): Text => {
        const why = oneClause(incomplete);
        return { vi: `kế hoạch của phần ${name} không đầy đủ (${why.vi})`, en: `the plan of stack ${name} is not whole (${why.en})` };
      }),
      ...charts.map(({ address, because }): Text => ({ vi: `không thấy các đối tượng mà ${address} cài đặt (${reasonText(because).vi})`, en: `what ${address} installs cannot be seen (${because})` })),
    ],
    declared: partial.length === 0 && charts.length === 0 && absent.every(({ absence }) => absence?.declared === true),
  };
}

/** A chart's objects have no Terraform type of their own. */
const seesCharts = ({ types }: Selector): boolean => types === undefined || types.includes('helm_template');

/** Charts install into their release's namespace; one whose namespace is not known may be any. */
function mayHold({ namespace }: Selector, of: Parameters<typeof isUnknown>[0]): boolean {
  if (namespace === undefined || typeof of !== 'string') return true;
  return 'among' in namespace ? namespace.among.includes(of) : namespace.pattern.matches(of);
}
