import { pointer } from '../../sites/model/pointer.js';
import { configurationKey, modulePath } from './addresses.js';
import type { Configuration } from './configuration.js';
import { at, listAt, textAt, type Json } from './json.js';
import { kindOfType } from './kinds.js';
import { joined } from './known.js';
import { isKnownObject, manifestObject, typedObject } from './kubernetes-object.js';
import type { ChartRelease, Known, KubernetesObject, ReadResource, ResourceAction } from './read-model.js';

/** Everything around a change that its own element does not say. */
export interface ChangeContext {
  readonly stack: string;
  readonly site: string;
  readonly configuration: Configuration;
  /** Construct paths by address, where the synthesised JSON is at hand. */
  readonly constructPaths?: ReadonlyMap<string, string>;
}

/** `actions` in any order, `importing` included, as one word. */
export function actionOf(change: Json | undefined): ResourceAction {
  const actions = listAt(change, 'actions');
  const has = (action: string): boolean => actions.includes(action);
  if (at(change, 'importing') !== undefined && at(change, 'importing') !== null) return 'import';
  if (has('create') && (has('delete') || has('forget'))) return 'replace';
  for (const action of ['create', 'update', 'delete', 'forget', 'read'] as const) if (has(action)) return action;
  return 'no-op';
}

/**
 * One element of `resource_changes` as a rule sees it. Elements are independent of each other, so that a plan of any
 * size can be read one element at a time. Undefined for data sources: they are read, not managed.
 */
export function readChange(element: Json, index: number, context: ChangeContext): ReadResource | undefined {
  if (textAt(element, 'mode') === 'data') return undefined;
  const type = textAt(element, 'type') ?? '';
  const change = at(element, 'change');
  const action = actionOf(change);
  const expressions = context.configuration.resources.get(configurationKey(modulePath(textAt(element, 'module_address')), 'managed', type, textAt(element, 'name') ?? ''))?.expressions;
  const seen = { redacted: false };
  const before = action === 'create' ? null : joined(at(change, 'before') ?? null, undefined, at(change, 'before_sensitive'), undefined, seen);
  const gone = action === 'delete' || action === 'forget';
  const after = gone ? null : joined(at(change, 'after') ?? null, at(change, 'after_unknown'), at(change, 'after_sensitive'), expressions, seen);
  const address = textAt(element, 'address') ?? '';
  const constructPath = context.constructPaths?.get(address);
  const seenIn = columns(type, before, after);
  return {
    stack: context.stack,
    site: context.site,
    address,
    type,
    action,
    ...seenIn,
    pointer: pointer('resource_changes', index, 'change'),
    ...(constructPath === undefined ? {} : { constructPath }),
    redacted: seen.redacted || holdsSecret(seenIn),
  };
}

/** Both columns of a resource: its object, or its release. */
export function columns(type: string, before: Known, after: Known): Pick<ReadResource, 'before' | 'after' | 'release'> {
  if (type === 'helm_release') {
    const [recorded, planned] = [releaseOf(before), releaseOf(after)];
    return { release: { ...(recorded === undefined ? {} : { before: recorded }), ...(planned === undefined ? {} : { after: planned }) } };
  }
  const [recorded, planned] = [objectOf(type, before, 'before'), objectOf(type, after, 'after')];
  return { ...(recorded === undefined ? {} : { before: recorded }), ...(planned === undefined ? {} : { after: planned }) };
}

function objectOf(type: string, values: Known, column: 'before' | 'after'): KubernetesObject | undefined {
  if (!isKnownObject(values)) return undefined;
  // `object` is what the server holds, defaults included; what will be is what the author wrote.
  if (type === 'kubernetes_manifest') return manifestObject((column === 'before' ? values['object'] : undefined) ?? values['manifest'] ?? null);
  const kind = kindOfType(type);
  return kind === undefined ? undefined : typedObject(kind, values, type);
}

export function releaseOf(values: Known): ChartRelease | undefined {
  if (!isKnownObject(values)) return undefined;
  const { name = null, namespace = null, chart = null, version = null } = values;
  return { name, namespace: namespace ?? 'default', chart: typeof chart === 'string' ? (chart.split('/').at(-1) ?? chart) : chart, version };
}

/** Whether a column holds a Secret, whose data was taken out whether marked as sensitive or not. */
export const holdsSecret = ({ before, after }: Pick<ReadResource, 'before' | 'after'>): boolean => before?.kind === 'Secret' || after?.kind === 'Secret';
