import type { PodBody } from '../edge/proof/cluster.js';
import { podRequests } from './requests.js';
import type { PodGroup, PodSelector, Requirement, Spread } from '../../sites/packing/instance.js';
import { podName, type PriorityClass, type StageGroup, type StageNode, type StagePod } from './stage.js';

/** A Kubernetes object as JSON. */
export type KubeObject = Readonly<Record<string, unknown>>;

/** Which group a pod is of: how the answer is read back, and what a rule without a selector counts. */
export const groupLabel = 'ndc.gov.vn/group';

const record = <V>(map: ReadonlyMap<string, V>): Record<string, V> => Object.fromEntries(map);

/** A node with its allocatable set, and no kubelet behind it: nothing here taints it for that. */
export function nodeObject({ name, shape }: StageNode): KubeObject {
  const offers = { ...podRequests(shape.resources), pods: `${shape.maxPods ?? mostPodsOnNode}` };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { ...record(shape.labels), 'kubernetes.io/hostname': name } },
    spec: { taints: shape.taints.map(({ key, value, effect }) => ({ key, value, effect })) },
    status: { capacity: offers, allocatable: offers, conditions: [{ type: 'Ready', status: 'True', reason: 'NoKubelet', message: 'emitted to be scheduled to' }] },
  };
}

/** Where a shape limits no number of pods, resources alone do. */
const mostPodsOnNode = 1_000_000;

export const namespaceObject = (name: string): KubeObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });

export const priorityClassObject = ({ name, value }: PriorityClass): KubeObject => ({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, value, globalDefault: false, preemptionPolicy: 'PreemptLowerPriority' });

export interface PodPlace {
  /** Name where it is not the pod's own: that of a replacement. */
  readonly name?: string;
  /** Node where the scheduler had bound it before, when the normal state is put back. */
  readonly standing?: string;
  /** Node that it is held to, when a given assignment is judged. */
  readonly held?: string;
}

/**
 * A pod that asks for what its group says, and bears nothing else: no image is pulled, nothing runs. It ends at once when
 * it is preempted, since no kubelet would end it.
 */
export function podObject(pod: StagePod, { name = podName(pod), standing, held }: PodPlace = {}): KubeObject & PodBody {
  const { group } = pod;
  const { pod: asks, priority, namespace } = group;
  const resources = podRequests(asks.resources);
  const extended = Object.fromEntries(Object.entries(resources).filter(([resource]) => resource.includes('/')));
  const affinity = affinityOf(group, held);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: { ...record(asks.labels), [groupLabel]: group.id } },
    spec: {
      ...(standing === undefined ? {} : { nodeName: standing }),
      ...(priority === undefined ? {} : { priorityClassName: priority.name }),
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      terminationGracePeriodSeconds: 0,
      containers: [{ name: 'asks', image: 'registry.invalid/nothing', resources: { requests: resources, ...(Object.keys(extended).length === 0 ? {} : { limits: extended }) } }],
      ...(asks.nodeSelector.size === 0 ? {} : { nodeSelector: record(asks.nodeSelector) }),
      ...(asks.tolerations.length === 0 ? {} : { tolerations: asks.tolerations.map(({ key, operator, value, effect }) => ({ operator, ...(key === undefined ? {} : { key }), ...(operator === 'Exists' ? {} : { value }), ...(effect === undefined ? {} : { effect }) })) }),
      ...(asks.spread.length === 0 ? {} : { topologySpreadConstraints: asks.spread.map((rule) => spreadObject(group, rule, held !== undefined)) }),
      ...(affinity === undefined ? {} : { affinity }),
    },
  };
}

/** A pod that is held to one node would count that node alone as a domain: where it has no selector of its own, all count. */
function spreadObject(group: StageGroup, { topologyKey, maxSkew, minDomains, selector }: Spread, held: boolean): KubeObject {
  const { nodeSelector, affinity } = group.pod;
  return {
    topologyKey,
    maxSkew,
    whenUnsatisfiable: 'DoNotSchedule',
    labelSelector: selectorObject(group, selector),
    ...(minDomains === undefined ? {} : { minDomains }),
    ...(held && nodeSelector.size === 0 && affinity === undefined ? { nodeAffinityPolicy: 'Ignore' } : {}),
  };
}

const selectorObject = (group: StageGroup, selector: PodSelector): KubeObject => (selector === undefined ? { matchLabels: { [groupLabel]: group.id } } : { matchExpressions: selector.map(expression) });

const expression = ({ key, operator, values }: Requirement): KubeObject => ({ key, operator, ...(values.length === 0 ? {} : { values: [...values] }) });

function affinityOf(group: StageGroup, held: string | undefined): KubeObject | undefined {
  const { affinity, antiAffinity } = group.pod;
  const node = nodeAffinityOf(group.pod, held);
  if (affinity === undefined && antiAffinity.length === 0 && held === undefined) return undefined;
  return {
    ...(node === undefined ? {} : { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: node } } }),
    ...(antiAffinity.length === 0 ? {} : { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: antiAffinity.map(({ topologyKey, selector }) => ({ topologyKey, labelSelector: selectorObject(group, selector) })) } }),
  };
}

function nodeAffinityOf({ affinity }: PodGroup, held: string | undefined): readonly KubeObject[] | undefined {
  const fields = held === undefined ? {} : { matchFields: [{ key: 'metadata.name', operator: 'In', values: [held] }] };
  if (affinity === undefined) return held === undefined ? undefined : [fields];
  return affinity.map((term) => ({ ...(term.length === 0 ? {} : { matchExpressions: term.map(expression) }), ...fields }));
}
