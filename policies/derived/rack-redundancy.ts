import type { Text } from '../../sites/model/text.js';
import { isUnknown, type Known, type KubernetesObject } from '../planset/read-model.js';
import { elements, none, notKnown, opened, together, type Openings } from './network-policy.js';
import { authored, deepField, selects, settledField, wholeNumber } from './values.js';
import type { Workload } from './workloads.js';

/** Node labels that tell racks apart: Rook's own, and the zone that clusters of one building use for racks. */
const rackKeys: ReadonlySet<string> = new Set(['topology.rook.io/rack', 'topology.kubernetes.io/rack', 'topology.kubernetes.io/zone']);

/** Kinds of which a number of pods serves side by side. DaemonSets stand on every node; Jobs serve nobody. */
const replicated = new Set(['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController']);

/** Disruption budgets and autoscalers among which a workload finds its own. */
export interface Companions {
  readonly budgets: readonly KubernetesObject[];
  readonly autoscalers: readonly KubernetesObject[];
}

/** Pods a workload always has: what its autoscaler keeps at least, else its replicas; one where it says nothing. */
function replicasOf({ kind, name, namespace, object }: Workload, autoscalers: readonly KubernetesObject[]): number | { readonly because: string } {
  const own = autoscalers.find((autoscaler) => autoscaler.namespace === namespace && deepField(autoscaler.body, 'spec', 'scaleTargetRef', 'kind') === kind && deepField(autoscaler.body, 'spec', 'scaleTargetRef', 'name') === name);
  const value = authored(own === undefined ? deepField(object.body, 'spec', 'replicas') : deepField(own.body, 'spec', 'minReplicas'));
  if (isUnknown(value)) return { because: `${kind} ${name} replicas: ${value.because}` };
  return wholeNumber(value) ?? 1;
}

/** Whether a workload keeps running, and a stateful one keeps its majority, through the loss of one rack and through maintenance. */
export function rackProblems(workload: Workload, { budgets, autoscalers }: Companions, once: ReadonlySet<string>): Openings {
  const { kind, name } = workload;
  const where = `${kind} ${name}`;
  if (!replicated.has(kind) || ownedByAnother(workload)) return none;
  const replicas = replicasOf(workload, autoscalers);
  if (typeof replicas !== 'number') return notKnown(replicas.because);
  if (replicas === 0 || once.has(name)) return none;
  if (replicas < 2) return opened(`${where} chỉ chạy một bản`, `${where} runs once only`);
  const quorum = kind === 'StatefulSet';
  if (quorum && replicas % 2 === 0) return opened(`${where} có ${replicas} bản; cần 3 hoặc 5 để có đa số`, `${where} has ${replicas} replicas; a majority needs 3 or 5`);
  return together([spread(workload, replicas, where), budgeted(workload, replicas, quorum, budgets, where)]);
}

/** A ReplicaSet of a Deployment is judged with it. */
const ownedByAnother = ({ kind, object }: Workload): boolean => kind === 'ReplicaSet' && Array.isArray(deepField(object.body, 'ownerReferences'));

/** Hard rules that keep pods of one workload out of one rack. */
function spread({ pod, podLabels }: Workload, replicas: number, where: string): Openings {
  const constraints = elements(settledField(pod, 'topologySpreadConstraints'));
  const terms = elements(deepField(pod, 'affinity', 'podAntiAffinity', 'requiredDuringSchedulingIgnoredDuringExecution'));
  const unknown: string[] = [constraints, terms].flatMap((list) => ('because' in list ? [list.because] : []));
  const results = [
    ...('because' in constraints ? [] : constraints.map((constraint) => constrains(constraint, podLabels, replicas))),
    ...('because' in terms ? [] : terms.map((term) => keepsApart(term, podLabels))),
  ];
  if (results.includes(true)) return none;
  for (const result of results) if (typeof result === 'string') unknown.push(result);
  if (unknown.length > 0) return notKnown(`${where}: ${unknown.join(', ')}`);
  return opened(`${where} không bắt buộc trải trên các tủ máy`, `nothing keeps the pods of ${where} in different racks`);
}

/** True where the constraint holds pods apart, false where it does not, a reason where that cannot be told. */
function constrains(constraint: Known, labels: Workload['podLabels'], replicas: number): boolean | string {
  if (isUnknown(constraint)) return constraint.because;
  const [key, when, skew] = [deepField(constraint, 'topologyKey'), deepField(constraint, 'whenUnsatisfiable') ?? 'DoNotSchedule', deepField(constraint, 'maxSkew') ?? 1];
  const open = [key, when, skew].find(isUnknown);
  if (open !== undefined) return open.because;
  if (typeof key !== 'string' || !rackKeys.has(key) || when !== 'DoNotSchedule' || (wholeNumber(skew) ?? 1) >= replicas) return false;
  return selects(deepField(constraint, 'labelSelector'), labels) ?? 'its label selector is not known';
}

function keepsApart(term: Known, labels: Workload['podLabels']): boolean | string {
  if (isUnknown(term)) return term.because;
  const key = deepField(term, 'topologyKey');
  if (isUnknown(key)) return key.because;
  return typeof key === 'string' && rackKeys.has(key) ? (selects(deepField(term, 'labelSelector'), labels) ?? 'its label selector is not known') : false;
}

/** A budget that leaves a pod, or the majority of a stateful workload, while nodes are drained. */
function budgeted({ podLabels, namespace }: Workload, replicas: number, quorum: boolean, budgets: readonly KubernetesObject[], where: string): Openings {
  const needed = quorum ? Math.floor(replicas / 2) + 1 : 1;
  const own = budgets.filter((budget) => budget.namespace === namespace).map((budget) => ({ budget, selects: selects(deepField(budget.body, 'spec', 'selector'), podLabels) }));
  const matching = own.filter((entry) => entry.selects === true);
  const [first] = matching;
  if (first === undefined) {
    const open = own.find((entry) => entry.selects === undefined);
    return open === undefined ? opened(`${where} không có ngân sách gián đoạn (PodDisruptionBudget)`, `${where} has no disruption budget`) : notKnown(`${where}: whether PodDisruptionBudget ${open.budget.name} is its own cannot be known`);
  }
  const left = remaining(first.budget, replicas);
  if (typeof left !== 'number') return notKnown(`${where}: ${left.because}`);
  const text: Text = { vi: `ngân sách gián đoạn của ${where} chỉ giữ ${left} trên ${replicas} bản, cần ${needed}`, en: `the disruption budget of ${where} keeps ${left} of ${replicas} replicas, ${needed} are needed` };
  return left >= needed ? none : opened(text.vi, text.en);
}

/**
 * Pods a budget keeps. Percentages are rounded up in both fields:
 * https://kubernetes.io/docs/tasks/run-application/configure-pdb/#rounding-logic-when-specifying-percentages
 */
function remaining({ name, body }: KubernetesObject, replicas: number): number | { readonly because: string } {
  const [available, unavailable] = [deepField(body, 'spec', 'minAvailable'), deepField(body, 'spec', 'maxUnavailable')];
  const open = [available, unavailable].find(isUnknown);
  if (open !== undefined) return { because: `PodDisruptionBudget ${name}: ${open.because}` };
  const kept = countOf(available, replicas);
  if (kept !== undefined) return Math.min(kept, replicas);
  const gone = countOf(unavailable, replicas);
  return gone === undefined ? 0 : Math.max(0, replicas - gone);
}

function countOf(value: Known | undefined, of: number): number | undefined {
  const percent = typeof value === 'string' ? /^(\d{1,3})%$/.exec(value)?.[1] : undefined;
  return percent === undefined ? wholeNumber(value) : Math.ceil((of * Number(percent)) / 100);
}
