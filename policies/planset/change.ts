import { pointer, type Pointer } from '../../sites/model/pointer.js';
import { blockAddress, modulePath } from './addresses.js';
import { at, listAt, sameJson, textAt, type Json } from './json.js';
import { kindOfType } from './kinds.js';
import { holdsUnknown, type Joiner } from './known.js';
import { isKnownObject, manifestObject, typedObject } from './kubernetes-object.js';
import type { Place } from './place.js';
import { ChartSettings, type ChartRelease, type Known, type KubernetesObject, type ReadResource, type Replacement, type ResourceAction } from './read-model.js';

/** A change as read, before configuration gave its unknowns their reason. */
export interface ReadChange {
  readonly resource: ReadResource;
  /** Address of its block in the configuration. */
  readonly block: string;
  /** Values of a Helm release in both columns; null where there is none. */
  readonly release?: { readonly before: Known; readonly after: Known };
}

/** What all changes of a plan share while it is read. */
export interface ChangeContext {
  readonly stack: string;
  readonly site: string;
  readonly joiner: Joiner;
  readonly place: Place;
  /** Construct paths by address, where the synthesised JSON is at hand. */
  readonly constructPaths?: ReadonlyMap<string, string> | undefined;
}

const actionWords = ['no-op', 'create', 'read', 'update', 'delete', 'forget'] as const;

/** Action words of a change that this reader does not know. */
export const unknownActions = (change: Json | undefined): readonly string[] => listAt(change, 'actions').flatMap((word) => ((actionWords as readonly Json[]).includes(word) ? [] : [typeof word === 'string' ? word : '?']));

/** `actions` in any order, `importing` included, as one word. */
export function actionOf(change: Json | undefined): ResourceAction {
  const actions = listAt(change, 'actions');
  const has = (action: string): boolean => actions.includes(action);
  // An engine also plans to import an object and replace it at once: what stands there is destroyed all the same.
  if (has('create') && (has('delete') || has('forget'))) return 'replace';
  if (!has('delete') && at(change, 'importing') !== undefined && at(change, 'importing') !== null) return 'import';
  for (const action of ['create', 'update', 'delete', 'forget', 'read'] as const) if (has(action)) return action;
  return 'no-op';
}

function replacementOf(change: Json | undefined): Replacement {
  const actions = listAt(change, 'actions');
  if (actions.includes('forget')) return 'create-then-forget';
  return actions.indexOf('create') < actions.indexOf('delete') ? 'create-then-delete' : 'delete-then-create';
}

/**
 * One element of `resource_changes` as a rule sees it. Elements are independent of each other, so that a plan of any
 * size can be read one element at a time. Undefined for data sources and ephemeral ones: they are not managed.
 */
export function readChange(element: Json, where: Pointer, context: ChangeContext): ReadChange | undefined {
  if ((textAt(element, 'mode') ?? 'managed') !== 'managed') return undefined;
  const type = textAt(element, 'type') ?? '';
  const change = at(element, 'change');
  const action = actionOf(change);
  const { joiner } = context;
  joiner.redacted = false;
  const sensitive = [at(change, 'before_sensitive'), at(change, 'after_sensitive')];
  const before = action === 'create' ? null : joiner.join(at(change, 'before') ?? null, { sensitive });
  const gone = action === 'delete' || action === 'forget';
  // What stays as it is shares one value: half the memory of a plan in which little changes.
  const same = action === 'no-op' && !holdsUnknown(at(change, 'after_unknown')) && sameJson(at(change, 'before'), at(change, 'after'));
  const after = gone ? null : same ? before : joiner.join(at(change, 'after') ?? null, { sensitive, unknown: at(change, 'after_unknown'), place: context.place });
  const seenIn = columns(type, before, after);
  const address = textAt(element, 'address') ?? '';
  const block = blockAddress(modulePath(textAt(element, 'module_address')), 'managed', type, textAt(element, 'name') ?? '');
  const constructPath = context.constructPaths?.get(address);
  const [deposed, previousAddress, actionReason] = [textAt(element, 'deposed'), textAt(element, 'previous_address'), textAt(element, 'action_reason')];
  const resource: ReadResource = {
    stack: context.stack,
    site: context.site,
    address,
    type,
    action,
    ...seenIn,
    pointer: `${where}${pointer('change')}`,
    ...(constructPath === undefined ? {} : { constructPath }),
    redacted: joiner.redacted || holdsSecret(seenIn),
    ...(action === 'replace' ? { replacement: replacementOf(change) } : {}),
    ...(deposed === undefined ? {} : { deposed }),
    ...(previousAddress === undefined ? {} : { previousAddress }),
    ...(actionReason === undefined ? {} : { actionReason }),
  };
  // Most addresses are their block's: one text then serves both.
  return { resource, block: block === address ? address : block, ...(type === 'helm_release' ? { release: { before, after } } : {}) };
}

/** Both columns of a resource: its object, or its release. */
export function columns(type: string, before: Known, after: Known): Pick<ReadResource, 'before' | 'after' | 'release'> {
  if (type === 'helm_release') {
    const [recorded, planned] = [releaseOf(before), releaseOf(after)];
    return { release: { ...(recorded === undefined ? {} : { before: recorded }), ...(planned === undefined ? {} : { after: planned }) } };
  }
  const recorded = objectOf(type, before, 'before');
  const planned = after === before && type !== 'kubernetes_manifest' ? recorded : objectOf(type, after, 'after');
  return { ...(recorded === undefined ? {} : { before: recorded }), ...(planned === undefined ? {} : { after: planned }) };
}

/** The object in one column: `before` as the server holds it, defaults included; `after` as the author wrote it. */
export function objectOf(type: string, values: Known, column: 'before' | 'after'): KubernetesObject | undefined {
  if (!isKnownObject(values)) return undefined;
  if (type === 'kubernetes_manifest') return manifestObject((column === 'before' ? values['object'] : undefined) ?? values['manifest'] ?? null);
  const kind = kindOfType(type);
  return kind === undefined ? undefined : typedObject(kind, values, type);
}

/** `ndc/cilium` is looked up in the repositories of whoever applies; an address or a folder says itself where it is from. */
function sourceOf(repository: Known, chart: Known): Known {
  if (repository !== null && repository !== '') return repository;
  return typeof chart === 'string' && !/^([a-z][a-z0-9+.-]*:|\.{0,2}\/)/i.test(chart) ? null : chart;
}

export function releaseOf(values: Known): ChartRelease | undefined {
  if (!isKnownObject(values)) return undefined;
  const { name = null, namespace = null, chart = null, version = null, repository = null } = values;
  const { values: texts = null, set = null, set_list: setList = null, set_sensitive: setSensitive = null } = values;
  return {
    name,
    namespace: namespace ?? 'default',
    chart: typeof chart === 'string' ? (chart.split('/').at(-1) ?? chart) : chart,
    version,
    source: sourceOf(repository, chart),
    settings: new ChartSettings({ values: texts, set, setList, setSensitive }),
  };
}

/** Whether a column holds a Secret, whose data was taken out whether marked as sensitive or not. */
export const holdsSecret = ({ before, after }: Pick<ReadResource, 'before' | 'after'>): boolean => before?.kind === 'Secret' || after?.kind === 'Secret';
