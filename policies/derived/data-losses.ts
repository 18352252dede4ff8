import type { Day } from '../../sites/model/calendar.js';
import type { DeepReadonly, Estate } from '../../sites/model/estate.js';
import type { Transition } from '../../sites/model/kinds/ledger.js';
import { personKey } from '../engine/waiver-validity.js';
import type { KubernetesObject, ReadPlanSet, ReadResource, ReadStack } from '../planset/read-model.js';
import { handOversOf, type DerivedHandOver } from './hand-overs.js';
import { dataNamespaces, holdsData, releaseHoldsData, typeHoldsData } from './holds-data.js';
import { labelOf } from './values.js';

/** Something that holds data and that a plan would take away. */
export interface DataLoss {
  readonly stack: string;
  readonly resource: ReadResource;
  readonly action: 'delete' | 'replace' | 'forget';
  /** `Namespace ho-so-prod`, `release rook-ceph-cluster`. */
  readonly object: string;
  /** What an approval may name: `environment/…`, `system/…`, `organisation/…`, `stack/…`, or `<stack>/<address>`. */
  readonly names: ReadonlySet<string>;
  /** Set where it cannot be told whether it holds data. */
  readonly doubtful: boolean;
}

const isLoss = (action: ReadResource['action']): action is DataLoss['action'] => action === 'delete' || action === 'replace' || action === 'forget';

/** Who an object belongs to by the labels it was recorded with, and by its stack. */
function namesOf({ name, organisation }: ReadStack, { before, address }: ReadResource): ReadonlySet<string> {
  const label = (key: string): readonly string[] => {
    const value = before === undefined ? undefined : labelOf(before.labels, `ndc.gov.vn/${key}`);
    return typeof value === 'string' ? [`${key}/${value}`] : [];
  };
  const namespace = before?.kind === 'Namespace' ? before.name : before?.namespace;
  return new Set([
    `stack/${name}`,
    `${name}/${address}`,
    ...(organisation === undefined ? [] : [`organisation/${organisation}`]),
    ...label('organisation'),
    ...label('system'),
    ...(namespace === undefined ? [] : [`environment/${namespace}`]),
  ]);
}

function lossOf(stack: ReadStack, resource: ReadResource, platform: ReadonlySet<string>, gone: boolean): DataLoss | undefined {
  const { before, release, type, address } = resource;
  const action = gone ? 'delete' : resource.action;
  if (!isLoss(action)) return undefined;
  const found = (object: string, holds: boolean | undefined): DataLoss | undefined =>
    holds === false ? undefined : { stack: stack.name, resource, action, object, names: namesOf(stack, resource), doubtful: holds === undefined };
  if (before !== undefined) return found(`${before.kind} ${before.namespace === undefined ? '' : `${before.namespace}/`}${before.name}`, holdsData(before, platform));
  if (release !== undefined) return release.before === undefined ? undefined : found(`release ${typeof release.before.name === 'string' ? release.before.name : address}`, releaseHoldsData(release.before));
  return found(`${type} ${address}`, type.startsWith('kubernetes_') && typeHoldsData(type) === undefined ? undefined : typeHoldsData(type));
}

/** The same for one object in whatever stack: kind, namespace, name. */
export const identityOf = ({ kind, namespace = '', name }: KubernetesObject): string => JSON.stringify([kind, namespace, name]);

/** Namespace an object lies in, or is. */
export const namespaceOf = ({ kind, namespace, name }: KubernetesObject): string | undefined => namespace ?? (kind === 'Namespace' ? name : undefined);

/** Objects a chart no longer renders: Helm deletes them with the update of the release. */
function dropped({ resources }: ReadStack): ReadonlySet<ReadResource> {
  const rendered = new Map<string, Set<string>>();
  for (const { chart, after } of resources) if (chart !== undefined && after !== undefined) rendered.set(chart, (rendered.get(chart) ?? new Set()).add(identityOf(after)));
  return new Set(resources.filter(({ chart, action, before }) => chart !== undefined && before !== undefined && action === 'update' && rendered.has(chart) && rendered.get(chart)?.has(identityOf(before)) !== true));
}

/**
 * Whether what one stack lets go changes hands and is not lost: an open transition takes its environment from the stack's
 * owner, and the stack of the owner it names imports the same object in the same set.
 */
function takenOver({ action, resource: { before, site } }: DataLoss, owner: string | undefined, imports: ReadonlySet<string>, handOvers: readonly DerivedHandOver[]): boolean {
  if (action !== 'forget' || before === undefined || owner === undefined) return false;
  return handOvers.some(({ from, to, namespace }) => from === owner && namespace === namespaceOf(before) && imports.has(importKey(site, to, before)));
}

const importKey = (site: string, organisation: string | undefined, object: KubernetesObject): string => `${site} ${organisation ?? ''} ${identityOf(object)}`;

/**
 * What a plan set would delete, replace or let go although it holds data. `prevent_destroy` guards what the configuration
 * still names; it goes with the block when an entry vanishes from the data, so the plans themselves are looked at.
 * With the estate, the platform's own namespaces are known as well, and what changes hands on a day.
 */
export function dataLosses({ stacks }: Pick<ReadPlanSet, 'stacks'>, estate?: Estate, asOf = estate?.scenario.asOf): readonly DataLoss[] {
  const platform = estate === undefined ? new Set<string>() : dataNamespaces(estate);
  const imports = new Set(
    stacks.flatMap(({ site, organisation, resources }) => resources.flatMap(({ action, after }) => (action === 'import' && after !== undefined ? [importKey(site, organisation, after)] : []))),
  );
  const handOvers = estate === undefined || asOf === undefined ? [] : handOversOf(estate, asOf);
  return stacks.flatMap((stack) => {
    const gone = dropped(stack);
    return stack.resources.flatMap((resource) => {
      const loss = lossOf(stack, resource, platform, gone.has(resource));
      return loss === undefined || takenOver(loss, stack.organisation, imports, handOvers) ? [] : [loss];
    });
  });
}

/** People who approved one text of a transition, on or before a day. Two signatures of one person are one. */
export function approversOf({ approvals }: Pick<DeepReadonly<Transition>, 'approvals'>, asOf: Day): readonly string[] {
  const byDigest = new Map<string, Map<string, string>>();
  for (const { by, on, digest } of approvals) {
    if (on > asOf) continue;
    const people = byDigest.get(digest) ?? new Map<string, string>();
    if (!people.has(personKey(by))) people.set(personKey(by), by);
    byDigest.set(digest, people);
  }
  return [...byDigest.values()].map((people) => [...people.values()]).reduce<readonly string[]>((most, people) => (people.length > most.length ? people : most), []);
}

/** Two people's approval. */
export const approvalsNeeded = 2;

/**
 * The open offboarding that names a loss and that two people approved. Other transitions prove zero destroys and permit
 * none. Signatures are checked by whoever reads the transition, not here.
 */
export function approvalOf({ transitions }: Pick<Estate, 'transitions'>, { names }: DataLoss, asOf: Day): { readonly transition: DeepReadonly<Transition>; readonly approvers: readonly string[] } | undefined {
  for (const transition of Object.values(transitions)) {
    if (transition.transition !== 'offboard' || transition.state !== 'open' || (transition.opened !== undefined && transition.opened > asOf)) continue;
    if (!transition.from.some((name) => names.has(name))) continue;
    const approvers = approversOf(transition, asOf);
    if (approvers.length >= approvalsNeeded) return { transition, approvers };
  }
  return undefined;
}

/** Losses that nobody, or only one person, approved. */
export const unapproved = (planset: Pick<ReadPlanSet, 'stacks'>, estate: Estate, asOf: Day): readonly DataLoss[] => dataLosses(planset, estate, asOf).filter((loss) => approvalOf(estate, loss, asOf) === undefined);
