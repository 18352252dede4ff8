import { approvalsNeeded, peopleOf, type ApprovalsOnDay } from '../../sites/model/approval.js';
import type { Day } from '../../sites/model/calendar.js';
import type { DeepReadonly, Estate } from '../../sites/model/estate.js';
import type { Transition } from '../../sites/model/kinds/ledger.js';
import { isTenants } from '../../sites/model/offboarding.js';
import type { KubernetesObject, ReadPlanSet, ReadResource, ReadStack } from '../planset/read-model.js';
import { handOversOf, type DerivedHandOver } from './hand-overs.js';
import { holdsData, releaseHoldsData, spareNamespaces, typeHoldsData } from './holds-data.js';
import { labelOf } from './values.js';

/** Something that holds data and that a plan would take away. */
export interface DataLoss {
  readonly stack: string;
  readonly site: string;
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

function lossOf(stack: ReadStack, resource: ReadResource, spare: ReadonlySet<string>, gone: boolean): DataLoss | undefined {
  const { before, release, type, address } = resource;
  const action = gone ? 'delete' : resource.action;
  if (!isLoss(action)) return undefined;
  const found = (object: string, holds: boolean | undefined): DataLoss | undefined =>
    holds === false ? undefined : { stack: stack.name, site: stack.site, resource, action, object, names: namesOf(stack, resource), doubtful: holds === undefined };
  if (before !== undefined) return found(`${before.kind} ${before.namespace === undefined ? '' : `${before.namespace}/`}${before.name}`, holdsData(before, spare));
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
 * With the estate, the platform's namespaces that keep nothing are known as well, and what changes hands on a day.
 */
export function dataLosses({ stacks }: Pick<ReadPlanSet, 'stacks'>, estate?: Estate, asOf = estate?.scenario.asOf): readonly DataLoss[] {
  const spare = estate === undefined ? new Set<string>() : spareNamespaces(estate);
  const imports = new Set(
    stacks.flatMap(({ site, organisation, resources }) => resources.flatMap(({ action, after }) => (action === 'import' && after !== undefined ? [importKey(site, organisation, after)] : []))),
  );
  const handOvers = estate === undefined || asOf === undefined ? [] : handOversOf(estate, asOf);
  return stacks.flatMap((stack) => {
    const gone = dropped(stack);
    return stack.resources.flatMap((resource) => {
      const loss = lossOf(stack, resource, spare, gone.has(resource));
      return loss === undefined || takenOver(loss, stack.organisation, imports, handOvers) ? [] : [loss];
    });
  });
}

/** An offboarding that permits a loss, with whoever approved it. */
export interface Permission {
  readonly transition: DeepReadonly<Transition>;
  readonly approvers: readonly string[];
}

/** Approvals of transitions, as whoever read the estate checked their signatures. Where none were checked, none count. */
export const unchecked: ApprovalsOnDay = { on: '9999-12-31' as Day, transitions: {} };

const earlier = (a: Day, b: Day): Day => (a < b ? a : b);

/**
 * The open offboarding that names a loss, has come to the point of destroying, and was approved by two people. Other
 * transitions prove zero destroys and permit none. What tenants have is destroyed only where the offboarding's own list
 * names it, environment and site, once its retention is over; the platform's own objects by their name alone.
 */
export function approvalOf(estate: Pick<Estate, 'transitions'>, loss: DataLoss, asOf: Day, approvals: ApprovalsOnDay): Permission | undefined {
  const day = earlier(asOf, approvals.on);
  for (const transition of offboardingsNaming(estate, loss, day)) {
    if (!mayDestroy(transition, loss, day)) continue;
    const approvers = peopleOf((approvals.transitions[transition.id]?.given ?? []).filter(({ on }) => on <= day)).map(({ by }) => by);
    if (approvers.length >= approvalsNeeded) return { transition, approvers };
  }
  return undefined;
}

/** Offboardings open on a day that name a loss. */
export const offboardingsNaming = ({ transitions }: Pick<Estate, 'transitions'>, { names }: DataLoss, day: Day): readonly DeepReadonly<Transition>[] =>
  Object.values(transitions).filter(({ transition, state, opened, from, offboarding }) => transition === 'offboard' && state === 'open' && (opened === undefined || opened <= day) && (from.some((name) => names.has(name)) || limitsOf(offboarding).some(({ namespace }) => names.has(`environment/${namespace}`))));

const limitsOf = (offboarding: DeepReadonly<Transition>['offboarding']) => offboarding?.cordon.limits ?? [];

/** Whether an offboarding has come to the point where what was lost may be, its approval left aside. */
export function mayDestroy({ from, offboarding, released }: DeepReadonly<Transition>, { site, names }: DataLoss, day: Day): boolean {
  if (!from.some(isTenants)) return true;
  if (offboarding?.retention === undefined || released === undefined || released > day || day <= offboarding.retention.until) return false;
  return limitsOf(offboarding).some((limit) => limit.site === site && names.has(`environment/${limit.namespace}`));
}

/** Losses that nobody, or only one person, approved. */
export const unapproved = (planset: Pick<ReadPlanSet, 'stacks'>, estate: Estate, asOf: Day, approvals: ApprovalsOnDay): readonly DataLoss[] =>
  dataLosses(planset, estate, asOf).filter((loss) => approvalOf(estate, loss, asOf, approvals) === undefined);
