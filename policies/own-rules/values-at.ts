import { containerName, workloadOf, type Workload } from '../derived/workloads.js';
import { revealed } from '../planset/known.js';
import { isKnownObject } from '../planset/kubernetes-object.js';
import type { Seen } from '../planset/lookup.js';
import { isUnknown, SensitiveValue, UnknownValue, unnamed, type ChartRelease, type Known, type KubernetesObject } from '../planset/read-model.js';
import { written, type PathExpression, type Step } from './path.js';

/** One value that a path leads to in one object. */
export interface Found {
  /** The place, as a path writes it: `spec.replicas`, `init container tai-ve: resources.limits.memory`. */
  readonly at: string;
  /** Undefined where nothing stands there. */
  readonly value: Known | undefined;
  /** Marked as sensitive, or below something that is: it is judged and never shown. */
  readonly sensitive: boolean;
}

/**
 * The object as a path walks it, the way `kubectl get -o yaml` shows it; for a Helm release its name, namespace, chart
 * and version. Names the plan does not know are unknown values.
 */
export function rootOf(object: KubernetesObject | ChartRelease): Known {
  if (!('kind' in object)) return { name: object.name, namespace: object.namespace, chart: object.chart, version: object.version };
  const { apiVersion, kind, name, namespace, labels, annotations, body } = object;
  const named = (value: string): Known => (value === unnamed ? new UnknownValue('its name is known only at apply') : value);
  return { ...body, apiVersion, kind, metadata: { name: named(name), ...(namespace === undefined ? {} : { namespace: named(namespace) }), labels, annotations } };
}

/**
 * Every value a path leads to. A key that is not there gives one place with no value; `[*]` gives one place per element,
 * and none where there is no list. What cannot be walked into (a list where a key was asked for) is unknown, so that a
 * path that is written wrongly never passes for "nothing there".
 */
export function valuesAt(seen: Pick<Seen, 'resource'> & { readonly object: KubernetesObject | ChartRelease }, path: PathExpression): readonly Found[] {
  const found: Found[] = [];
  if (path.root === 'object') walk(rootOf(seen.object), path.steps, [], { label: '', sensitive: false }, found);
  else {
    const workload = 'kind' in seen.object ? workloadOf({ resource: seen.resource, object: seen.object }) : undefined;
    if (workload === undefined) return [];
    if (path.root === '$pod') walk(workload.pod, path.steps, ['$pod'], { label: '', sensitive: false }, found);
    else containers(workload, path.steps, found);
  }
  return found;
}

/** `$containers[*]` is every container, init container and ephemeral container; what may be missing from them is unknown. */
function containers(workload: Workload, [first, ...rest]: readonly Step[], found: Found[]): void {
  const chosen = first === 'each' ? workload.containers : first !== undefined && typeof first === 'object' && 'index' in first ? workload.containers.slice(first.index, first.index + 1) : [];
  for (const container of chosen) {
    const own = containerName(workload, container).slice(`${workload.kind} ${workload.name}, `.length);
    walk(container.spec, rest, [], { label: `${own}: `, sensitive: false }, found);
  }
  if (first === undefined || (typeof first === 'object' && 'key' in first)) found.push({ at: '$containers', value: new UnknownValue('$containers is a list; write $containers[*]'), sensitive: false });
  for (const because of workload.unknown) found.push({ at: '$containers', value: new UnknownValue(because), sensitive: false });
}

interface Walk {
  readonly label: string;
  readonly sensitive: boolean;
}

function walk(value: Known | undefined, steps: readonly Step[], at: readonly (string | number)[], { label, sensitive }: Walk, found: Found[]): void {
  const place = `${label}${written(at)}`;
  if (value instanceof SensitiveValue) return walk(revealed(value), steps, at, { label, sensitive: true }, found);
  const [step, ...rest] = steps;
  const present = value === null ? undefined : value;
  if (step === undefined || isUnknown(present)) {
    found.push({ at: place, value: present, sensitive });
    return;
  }
  // Below a sensitive value neither keys nor numbers of elements are told.
  const next = (inner: Known | undefined, key: string | number): void => walk(inner, rest, sensitive ? at : [...at, key], { label, sensitive }, found);
  if (step === 'each') {
    if (Array.isArray(present)) (present as readonly Known[]).forEach((inner, index) => next(inner, index));
    else if (isKnownObject(present)) for (const [key, inner] of Object.entries(present)) next(inner, key);
    else if (present !== undefined) found.push({ at: place, value: new UnknownValue(`${place} is no list; the path asks for [*]`), sensitive });
  } else if ('index' in step) {
    if (present === undefined || Array.isArray(present)) next((present as readonly Known[] | undefined)?.[step.index], step.index);
    else found.push({ at: place, value: new UnknownValue(`${place} is no list; the path asks for [${step.index}]`), sensitive });
  } else if (present === undefined) next(undefined, step.key);
  else if (isKnownObject(present)) next(Object.hasOwn(present, step.key) ? present[step.key] : undefined, step.key);
  else found.push({ at: place, value: new UnknownValue(Array.isArray(present) ? `${place} is a list; the path needs [*] there` : `${place} is no map; the path asks for ${step.key} in it`), sensitive });
}
