import type { Column, Seen } from '../planset/lookup.js';
import { isUnknown, type Known, type KnownMap, type KubernetesObject, type ReadPlanSet } from '../planset/read-model.js';
import { isKnownObject } from '../planset/kubernetes-object.js';
import { elements } from './network-policy.js';
import { deepField, settledField } from './values.js';

export type ContainerRole = 'container' | 'init' | 'ephemeral';

/** One container of a pod, whichever list it stands in. */
export interface Container {
  readonly role: ContainerRole;
  readonly name: string;
  readonly spec: Known;
}

/** Anything that starts pods, and the pod it starts. */
export interface Workload extends Seen {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  /** The pod's spec; unknown where it, or what holds it, is. */
  readonly pod: Known;
  readonly podLabels: KnownMap;
  readonly containers: readonly Container[];
  /** Why containers may be missing from the list. */
  readonly unknown: readonly string[];
}

/** Where each kind keeps its pod: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/ */
const podPaths: Readonly<Record<string, readonly string[]>> = {
  Pod: ['spec'],
  PodTemplate: ['template', 'spec'],
  Deployment: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  ReplicaSet: ['spec', 'template', 'spec'],
  ReplicationController: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
};

/** Kubernetes' own groups: other projects have a Job of their own. */
const ownGroups = ['', 'apps', 'batch', 'extensions'];

const groupOf = (apiVersion: string): string => (apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '');

const lists: readonly (readonly [field: string, role: ContainerRole])[] = [
  ['containers', 'container'],
  ['initContainers', 'init'],
  ['ephemeralContainers', 'ephemeral'],
];

/** Workloads by their object: many rules ask for the same ones. */
const made = new WeakMap<KubernetesObject, Workload>();

/** An object as a workload; undefined where it starts no pods. Typed resources, manifests and chart objects look alike here. */
export function workloadOf(seen: Seen): Workload | undefined {
  if (!Object.hasOwn(podPaths, seen.object.kind)) return undefined;
  const known = made.get(seen.object);
  if (known?.resource === seen.resource) return known;
  const workload = workloadIfAny(seen);
  if (workload !== undefined) made.set(seen.object, workload);
  return workload;
}

function workloadIfAny(seen: Seen): Workload | undefined {
  const { kind, name, namespace = '', apiVersion, body } = seen.object;
  const path = Object.hasOwn(podPaths, kind) && ownGroups.includes(groupOf(apiVersion)) ? podPaths[kind] : undefined;
  if (path === undefined) return undefined;
  const pod = deepField(body, ...path) ?? {};
  const unknown: string[] = isUnknown(pod) ? [pod.because] : [];
  const containers = lists.flatMap(([field, role]) => {
    const found = isUnknown(pod) ? [] : elements(settledField(pod, field));
    if ('because' in found) {
      unknown.push(`${field}: ${found.because}`);
      return [];
    }
    return found.map((spec): Container => {
      const own = settledField(spec, 'name');
      return { role, spec, name: typeof own === 'string' ? own : '?' };
    });
  });
  return { ...seen, kind, name, namespace, pod, podLabels: podLabelsOf(seen.object, path), containers, unknown };
}

function podLabelsOf({ labels, body }: KubernetesObject, path: readonly string[]): KnownMap {
  if (path.length === 1) return labels;
  const found = deepField(body, ...path.slice(0, -1), 'metadata', 'labels');
  return isUnknown(found) || isKnownObject(found) ? found : {};
}

/** A container as reports name it: `CronJob don-dep, init container tai-ve`. */
export const containerName = ({ kind, name }: Pick<Workload, 'kind' | 'name'>, { role, name: container }: Container): string => `${kind} ${name}, ${role === 'container' ? 'container' : `${role} container`} ${container}`;

/** Workloads of a site in one column, found once for each plan set however many rows ask. */
export function workloadsAt(planset: ReadPlanSet, site: string, column: Column): readonly Workload[] {
  const known = found.get(planset) ?? new Map<string, readonly Workload[]>();
  found.set(planset, known);
  const key = `${column} ${site}`;
  const workloads = known.get(key) ?? planset.stacks.filter((stack) => stack.site === site).flatMap(({ resources }) => resources.flatMap((resource) => workloadIn(resource, column)));
  known.set(key, workloads);
  return workloads;
}

const found = new WeakMap<ReadPlanSet, Map<string, readonly Workload[]>>();

function workloadIn(resource: Seen['resource'], column: Column): readonly Workload[] {
  const object = resource[column];
  const workload = object === undefined ? undefined : workloadOf({ resource, object });
  return workload === undefined ? [] : [workload];
}

/** Workloads of a site by namespace; those whose namespace cannot be known stand under `?`. */
export function workloadsByNamespace(planset: ReadPlanSet, site: string, column: Column): ReadonlyMap<string, readonly Workload[]> {
  const all = workloadsAt(planset, site, column);
  const known = grouped.get(all);
  if (known !== undefined) return known;
  const groups = new Map<string, Workload[]>();
  for (const workload of all) {
    const group = groups.get(workload.namespace);
    if (group === undefined) groups.set(workload.namespace, [workload]);
    else group.push(workload);
  }
  grouped.set(all, groups);
  return groups;
}

const grouped = new WeakMap<readonly Workload[], ReadonlyMap<string, readonly Workload[]>>();
