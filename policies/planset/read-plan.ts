import { readChange, type ChangeContext } from './change.js';
import { readCharts, type PlannedRelease } from './charts.js';
import { destroysAll, incompleteness, rootOutputs } from './completeness.js';
import { configurationOf } from './configuration.js';
import { configurationKey, modulePath } from './addresses.js';
import { planOf } from './format-version.js';
import { at, listAt, textAt, type Json } from './json.js';
import { joined } from './known.js';
import { clusterOf, priorData } from './prior-state.js';
import { UnknownValue, type Known, type ReadResource, type ReadStack } from './read-model.js';

/** What is known of a stack before its plan is read. */
export type StackIdentity = Pick<ReadStack, 'name' | 'kind' | 'site' | 'organisation'>;

/**
 * One plan in JSON (`terraform show -json`, `tofu show -json`) as a stack of the set.
 * @throws PlanProblem where the document is no plan this reader knows.
 */
export function readPlan(identity: StackIdentity, document: string, content: Json, constructPaths?: ReadonlyMap<string, string>): ReadStack {
  const plan = planOf(document, content);
  const configuration = configurationOf(plan);
  const data = priorData(plan);
  const context: ChangeContext = { stack: identity.name, site: identity.site, configuration, ...(constructPaths === undefined ? {} : { constructPaths }) };
  const resources: ReadResource[] = [];
  const releases: PlannedRelease[] = [];
  listAt(plan, 'resource_changes').forEach((element, index) => {
    const resource = readChange(element, index, context);
    if (resource === undefined) return;
    resources.push(resource);
    if (resource.type === 'helm_release') releases.push(plannedRelease(element, resource, context));
  });
  const charts = readCharts(releases, data);
  const cluster = clusterOf(plan, data, configuration.clusters);
  return {
    ...identity,
    judgedFrom: 'plan',
    ...('uid' in cluster ? { clusterUid: cluster.uid } : { clusterUnknownBecause: cluster.because }),
    outputs: Object.fromEntries(
      [...rootOutputs(plan)].map(([name, { value, sensitive }]): [string, Known] => [
        name,
        sensitive ? new UnknownValue('sensitive') : value === undefined ? new UnknownValue('computed at apply') : joined(value, undefined, undefined, undefined),
      ]),
    ),
    resources: [...resources, ...charts.resources],
    opaqueCharts: charts.opaque,
    destroys: destroysAll(plan),
    incomplete: incompleteness(plan, configuration),
  };
}

function plannedRelease(element: Json, resource: ReadResource, { configuration }: ChangeContext): PlannedRelease {
  const change = at(element, 'change');
  const { before, after } = columnsPresent(resource);
  const expressions = configuration.resources.get(configurationKey(modulePath(textAt(element, 'module_address')), 'managed', resource.type, textAt(element, 'name') ?? ''))?.expressions;
  return {
    resource,
    before: before ? joined(at(change, 'before') ?? null, undefined, at(change, 'before_sensitive'), undefined) : null,
    after: after ? joined(at(change, 'after') ?? null, at(change, 'after_unknown'), at(change, 'after_sensitive'), expressions) : null,
  };
}

const columnsPresent = ({ release }: Pick<ReadResource, 'release'>): { before: boolean; after: boolean } => ({ before: release?.before !== undefined, after: release?.after !== undefined });
