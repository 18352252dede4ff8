import type { Text } from '../../sites/model/text.js';
import type { PlanSetFile } from '../planset/format.js';
import type { Absence, Drifted, PlanFacts, ReadPlanSet, ReadStack, ResourceAction } from '../planset/read-model.js';

/** What was read of one stack, with the digest of every document it rests on. */
export interface ReadSource {
  readonly stack: string;
  readonly site: string;
  readonly from: 'plan' | 'configuration' | 'absent';
  /** Why it was not read, where it was not. */
  readonly absence?: Absence;
  readonly document?: string;
  /** SHA-256 of the document's bytes. */
  readonly digest?: string;
  /** SHA-256 of the saved plan and of the synthesised JSON it was made from, as planset.json records them. */
  readonly binary?: string;
  readonly configuration?: string;
  /** What the plan says of itself. */
  readonly plan?: PlanFacts;
  /** uid of the cluster the plan was made against, as the plan itself shows it. */
  readonly cluster?: string;
  readonly resources: number;
  /** How many resources the plan creates, updates and so on; those it leaves alone are not counted. */
  readonly changes: Readonly<Partial<Record<ResourceAction, number>>>;
  /** What the plan found changed behind the engine, but for what providers report at every refresh. Absent where nothing was. */
  readonly drift?: readonly Drifted[];
  readonly incomplete: readonly Text[];
  /** Parts of the document this reader does not know. */
  readonly notUnderstood: readonly string[];
}

/** What planset.json says of the set as a whole. */
export interface SetSource {
  readonly id: string;
  readonly created: string;
  readonly scope: PlanSetFile['scope'];
  readonly engine: PlanSetFile['engine'];
  readonly accepted: PlanSetFile['accepted'];
  readonly released?: NonNullable<PlanSetFile['released']>;
  /** SHA-256 of planset.json, where the caller read it as a file. */
  readonly digest?: string;
  readonly providers: readonly { readonly source: string; readonly version: string }[];
  /** uid of each site's cluster as read before planning; null where the site did not answer. */
  readonly clusters: PlanSetFile['clusters'];
}

export function setSource({ id, created, scope, engine, accepted, released, providers, clusters }: PlanSetFile, digest?: string): SetSource {
  return { id, created, scope, engine, accepted, ...(released === undefined ? {} : { released }), ...(digest === undefined ? {} : { digest }), providers: providers.map(({ source, version }) => ({ source, version })), clusters };
}

/** What was read, in the order of the set. */
export function sourcesOf(planset: ReadPlanSet | undefined): ReadSource[] {
  const recorded = new Map((planset?.file?.stacks ?? []).map((stack) => [stack.name, stack]));
  return (planset?.stacks ?? []).map((stack) => {
    const { document, plan, absence, clusterUid, drift = [] } = stack;
    const file = recorded.get(stack.name);
    return {
      stack: stack.name,
      site: stack.site,
      from: stack.judgedFrom,
      ...(absence === undefined ? {} : { absence }),
      ...(document === undefined ? {} : { document: document.name, ...(document.digest === undefined ? {} : { digest: document.digest }) }),
      ...(file?.plan === undefined ? {} : { binary: file.plan.binary }),
      ...(file === undefined ? {} : { configuration: file.configuration }),
      ...(plan === undefined ? {} : { plan }),
      ...(clusterUid === undefined ? {} : { cluster: clusterUid }),
      resources: stack.resources.length,
      changes: changesOf(stack),
      ...(drift.length === 0 ? {} : { drift }),
      incomplete: stack.incomplete,
      notUnderstood: stack.notUnderstood ?? [],
    };
  });
}

function changesOf({ judgedFrom, resources }: ReadStack): ReadSource['changes'] {
  const counts: Partial<Record<ResourceAction, number>> = {};
  // Synthesised JSON plans nothing: all of it would count as created.
  if (judgedFrom === 'plan') for (const { action } of resources) if (action !== 'no-op') counts[action] = (counts[action] ?? 0) + 1;
  return counts;
}
