import type { Text } from '../../sites/model/text.js';
import type { Evidence } from '../../sites/model/verdict.js';
import type { Column } from '../planset/lookup.js';
import type { ReadPlanSet, ReadStack } from '../planset/read-model.js';
import { twoColumns, type Finding } from './columns.js';
import type { Judgement } from './rule.js';

/**
 * Why what plans record may not be taken for what there is; undefined where nothing speaks against it. A plan that leaves
 * resources out, one made with `-refresh=false`, and one under `ignore_changes` all look like an estate that is as it
 * should be: none of them may pass as redundant now.
 */
function notLive(stacks: readonly ReadStack[]): { readonly because: Text; readonly where: string } | undefined {
  const partial = stacks.find(({ incomplete }) => incomplete.length > 0);
  if (partial !== undefined) return { where: partial.name, because: { vi: `kế hoạch của phần ${partial.name} không đầy đủ`, en: `the plan of stack ${partial.name} is not whole` } };
  const ignored = stacks.flatMap(({ resources }) => resources.filter(({ notEnforced }) => notEnforced !== undefined && notEnforced.length > 0))[0];
  if (ignored !== undefined) return { where: ignored.address, because: { vi: `${ignored.address} không được giữ đúng cấu hình`, en: `${ignored.address} is not held to its configuration` } };
  for (const site of new Set(stacks.map((stack) => stack.site))) {
    const recording = stacks.filter((stack) => stack.site === site && stack.resources.some(({ before, release }) => before !== undefined || release?.before !== undefined));
    // Not every stack has something that providers touch at a refresh; one of a site that does speaks for its plans.
    if (recording.length > 0 && !recording.some(({ plan }) => plan?.refreshSeen === true)) return { where: site, because: { vi: `không thấy dấu vết đã đọc hiện trạng của ${site} (-refresh=false?)`, en: `nothing shows that live objects of ${site} were read (-refresh=false?)` } };
  }
  return undefined;
}

/** A redundancy verdict of what is recorded: passed only where the record may be taken for what there is. */
export const recordedRedundancy = <S extends string>(status: S, stacks: readonly ReadStack[]): S | 'unknown' => (status === 'pass' && notLive(stacks) !== undefined ? 'unknown' : status);

/** Two columns of a rule on redundancy. */
export function redundancyColumns(planset: ReadPlanSet | undefined, stacks: readonly ReadStack[], judge: (column: Column) => Finding): Omit<Judgement, 'subject'> {
  const columns = twoColumns(planset, stacks, judge);
  const recorded = recordedRedundancy(columns.recorded ?? columns.status, stacks);
  if (recorded === columns.recorded) return columns;
  const evidence = whyNotLive(stacks);
  const [why] = evidence;
  return { ...columns, recorded, ...(why === undefined ? {} : { recordedFinding: { vi: `${why.what.vi}.`, en: `${why.what.en}.` } }), evidence: [...columns.evidence, ...evidence] };
}

/** Why the record may not be taken for what there is, for a verdict that rests on it. */
export function whyNotLive(stacks: readonly ReadStack[]): readonly Evidence[] {
  const found = notLive(stacks);
  return found === undefined ? [] : [{ what: { vi: `Chưa đủ căn cứ về hiện trạng: ${found.because.vi}`, en: `What there is now cannot be known: ${found.because.en}` }, found: found.where }];
}
