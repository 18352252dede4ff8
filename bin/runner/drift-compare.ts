import { visible } from '../edge/visible.js';
import { differences, isMarked, pathText, type Difference, type Path } from './compare.js';
import { configAddress, isObject, type ConfigModule, type JsonObject, type PlanJson, type ResourceChange } from './plan-json.js';
import { redacted } from './redact.js';

/** One attribute that is not what was recorded. */
export interface DriftedAttribute {
  readonly path: string;
  /** What the last apply recorded. */
  readonly recorded: string;
  /** What stands there now. */
  readonly live: string;
}

/** An object that was changed or deleted behind the toolkit's back. */
export interface Drift {
  readonly address: string;
  /** `ResourceQuota case-prod/known`. */
  readonly object: string;
  readonly change: 'changed' | 'deleted';
  readonly attributes: readonly DriftedAttribute[];
  /** What an apply would do about it; `none` where the configuration leaves it alone. */
  readonly planned: string;
}

export interface DriftReading {
  readonly drifts: readonly Drift[];
  /** Entries of `resource_drift` that were a provider's normalisation or a server's bookkeeping. */
  readonly spurious: number;
}

/**
 * Real drift of a plan. Providers list a resource whenever a refresh wrote anything: `null` → `{}`, a counted-up
 * version, a field a controller filled in. What remains must be an object that is gone, or an attribute that the
 * configuration sets or the plan would put back.
 */
export function driftOf(plan: PlanJson): DriftReading {
  const planned = new Map((plan.resource_changes ?? []).map((resource) => [resource.address, resource]));
  const entries = (plan.resource_drift ?? []).filter(({ mode }) => mode === 'managed');
  const drifts = entries.flatMap((entry): Drift[] => {
    const next = planned.get(entry.address);
    const head = { address: visible(entry.address, 300), object: objectOf(entry.type, entry.change.before ?? entry.change.after), planned: plannedAction(next) };
    if (entry.change.actions.includes('delete')) return [{ ...head, change: 'deleted', attributes: [] }];
    const expressions = expressionsAt(plan, entry.address);
    const real = differences(entry.change.before, entry.change.after).filter(
      ({ path }) => entry.type === 'helm_release' || isConfigured(expressions, path) || wouldPutBack(next, path),
    );
    return real.length === 0 ? [] : [{ ...head, change: 'changed', attributes: mergedSensitive(real.map((difference) => shownAttribute(difference, entry))) }];
  });
  return { drifts, spurious: entries.length - drifts.length };
}

function plannedAction(resource: ResourceChange | undefined): string {
  const actions = (resource?.change.actions ?? []).filter((action) => action !== 'no-op');
  return actions.length === 0 ? 'none' : actions.join('+');
}

/** Values of a sensitive map are not told, nor its keys. */
function shownAttribute({ path, left, right }: Difference, { change }: ResourceChange): DriftedAttribute {
  for (let length = 0; length <= path.length; length += 1) {
    const above = path.slice(0, length);
    if ([change.before_sensitive, change.after_sensitive].some((mark) => markedHere(mark, above))) return { path: pathText(above), recorded: redacted, live: redacted };
  }
  // A whole subtree came or went: a mark below it hides it too.
  if (isMarked(change.before_sensitive, path) || isMarked(change.after_sensitive, path)) return { path: pathText(path), recorded: redacted, live: redacted };
  return { path: pathText(path), recorded: valueText(left), live: valueText(right) };
}

function markedHere(mark: unknown, path: Path): boolean {
  let here = mark;
  for (const step of path) here = typeof here === 'object' && here !== null && Object.hasOwn(here, step) ? (here as Record<string | number, unknown>)[step] : undefined;
  return here === true;
}

/** Several keys of one sensitive map are one line. */
const mergedSensitive = (attributes: readonly DriftedAttribute[]): DriftedAttribute[] => attributes.filter((each, index) => attributes.findIndex(({ path }) => path === each.path) === index);

const valueText = (value: unknown): string => (value === undefined || value === null ? '(none)' : visible(typeof value === 'string' ? value : JSON.stringify(value), 200));

function wouldPutBack(next: ResourceChange | undefined, path: Path): boolean {
  if (next === undefined || next.change.actions.every((action) => action === 'no-op' || action === 'read')) return false;
  const starts = (long: Path, short: Path): boolean => short.every((step, index) => step === long[index]);
  return differences(next.change.before, next.change.after).some((difference) => starts(difference.path, path) || starts(path, difference.path));
}

/** Expressions of a resource in its module, whatever its instance. */
function expressionsAt(plan: PlanJson, address: string): JsonObject | undefined {
  let module: ConfigModule | undefined = plan.configuration?.root_module;
  let rest = configAddress(address);
  for (let match = /^module\.([^.]+)\.(.*)$/.exec(rest); match !== null; match = /^module\.([^.]+)\.(.*)$/.exec(rest)) {
    module = module?.module_calls?.[match[1] ?? '']?.module;
    rest = match[2] ?? '';
  }
  return module?.resources?.find((resource) => resource.address === rest)?.expressions;
}

/** Whether the configuration says anything at a path: a literal or a reference there or above. */
function isConfigured(expressions: JsonObject | undefined, path: Path): boolean {
  // A resource without configuration is about to be removed; everything about it counts.
  if (expressions === undefined) return true;
  let here: unknown = expressions;
  for (const step of path) {
    if (isObject(here) && ('constant_value' in here || 'references' in here)) return true;
    if (typeof step === 'number' && !Array.isArray(here)) continue;
    here = Array.isArray(here) ? (here as unknown[])[Number(step)] : isObject(here) && Object.hasOwn(here, step) ? here[step] : undefined;
    if (here === undefined) return false;
  }
  return true;
}

/** `ResourceQuota case-prod/known` of a resource's values. */
export function objectOf(type: string, values: unknown): string {
  const { kind, namespace, name } = identityOf(type, values);
  return visible(`${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`, 300);
}

export interface ObjectIdentity {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** Which Kubernetes object a resource of a state is. */
export function identityOf(type: string, values: unknown): ObjectIdentity {
  const body = isObject(values) ? values : {};
  const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
  const named = (kind: string, metadata: unknown): ObjectIdentity => {
    const fields = Array.isArray(metadata) ? (metadata[0] as unknown) : metadata;
    const { name, namespace } = isObject(fields) ? fields : {};
    const where = text(namespace);
    return { kind, name: text(name) ?? '?', ...(where === undefined ? {} : { namespace: where }) };
  };
  if (type === 'helm_release') return named('HelmRelease', body);
  if (type === 'kubernetes_manifest') {
    const object = isObject(body['object']) && Object.keys(body['object']).length > 0 ? body['object'] : body['manifest'];
    const { kind, metadata } = isObject(object) ? object : {};
    return named(text(kind) ?? 'Object', metadata);
  }
  const words = type.replace(/^kubernetes_/, '').replace(/_v\d+((alpha|beta)\d+)?$/, '').split('_');
  return named(words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join(''), body['metadata']);
}
