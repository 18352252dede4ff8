import type { Column, Lookup } from '../planset/lookup.js';
import { isUnknown, type OpaqueChart, type ReadPlanSet, type ReadStack } from '../planset/read-model.js';

const opaque = (stacks: readonly ReadStack[], column: Column): readonly OpaqueChart[] => stacks.flatMap(({ opaqueCharts }) => opaqueCharts).filter((chart) => chart.column === column);

/** Why objects of these kinds may stand in a namespace unseen: a chart nobody rendered, or an object whose namespace is not known. */
export function hiddenIn(lookup: Lookup, site: string, column: Column, namespace: string, kinds: readonly string[]): readonly string[] {
  const charts = opaque(lookup.stacks(site), column).filter((chart) => chart.namespace === namespace || isUnknown(chart.namespace));
  return [
    ...charts.map(({ address, because }) => `${address}: ${because}`),
    ...kinds.flatMap((kind) => lookup.somewhere(site, column, kind)).map(({ resource }) => `${resource.address}: its namespace is not known`),
  ];
}

/**
 * Charts of stacks whose objects were not seen. Synthesised JSON renders none: an audit without plans judges what the
 * configuration itself declares. Where plans were read, a chart that nobody rendered stays unknown.
 */
export const unrendered = (planset: Pick<ReadPlanSet, 'mode'>, stacks: readonly ReadStack[], column: Column): readonly string[] =>
  planset.mode === 'offline' ? [] : opaque(stacks, column).map(({ address, because }) => `${address}: ${because}`);
