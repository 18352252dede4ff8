import type { Text } from '../../sites/model/text.js';
import { hostname, type Instance } from '../../sites/packing/instance.js';
import { overText, validate, type Violation } from '../../sites/packing/validate.js';
import { parseResource } from '../../sites/model/kinds/packing-input.js';
import { groupLabel } from './objects.js';
import type { StageGroup, StageNode } from './stage.js';

/** A pod as the API server holds it. */
export interface LivePod {
  readonly name: string;
  readonly group: string;
  readonly node?: string;
  /** In milliCPU, bytes, pieces. */
  readonly requests: ReadonlyMap<string, bigint>;
}

/** A node as the API server holds it. */
export interface LiveNode {
  readonly name: string;
  readonly allocatable: ReadonlyMap<string, bigint>;
}

/** What does not hold of an assignment. */
export type Problem =
  | { readonly what: 'unbound'; readonly pod: string; readonly group: string }
  | { readonly what: 'missing'; readonly group: string; readonly detail: Text }
  | { readonly what: 'over-allocatable'; readonly node: string; readonly detail: Text }
  | { readonly what: Violation['what']; readonly node?: string; readonly group?: string; readonly detail: Text };

interface PodItem {
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec: { readonly nodeName?: string; readonly containers: readonly { readonly resources?: { readonly requests?: Readonly<Record<string, string>> } }[] };
}
interface NodeItem {
  readonly metadata: { readonly name: string };
  readonly status?: { readonly allocatable?: Readonly<Record<string, string>> };
}

const amounts = (given: Readonly<Record<string, string>> = {}): Map<string, bigint> => new Map(Object.entries(given).map(([name, written]) => [name, parseResource(name, written)]));

/** Reads a pod of an answer: what it asks for is summed over its containers. */
export function livePod({ metadata, spec }: PodItem): LivePod {
  const requests = new Map<string, bigint>();
  for (const { resources } of spec.containers) for (const [name, amount] of amounts(resources?.requests)) requests.set(name, (requests.get(name) ?? 0n) + amount);
  return { name: metadata.name, group: metadata.labels?.[groupLabel] ?? '', requests, ...(spec.nodeName === undefined || spec.nodeName === '' ? {} : { node: spec.nodeName }) };
}

export const liveNode = ({ metadata, status }: NodeItem): LiveNode => ({ name: metadata.name, allocatable: amounts(status?.allocatable) });

export interface Compared {
  /** Pods that were to be bound, and those that are. */
  readonly expected: number;
  readonly bound: number;
  /** Pods of those who may end up without, that did. */
  readonly shed: number;
  readonly problems: readonly Problem[];
}

/**
 * Holds what the API server says to what was to come of it. Nothing of the scheduler, and nothing that the pods were
 * emitted from but their number, is trusted for the sums: requests and allocatable are those of the answer. Spread,
 * anti-affinity, taints and selectors are read by the packer's independent validator.
 */
export function compare(nodes: readonly StageNode[], groups: readonly StageGroup[], live: { readonly pods: readonly LivePod[]; readonly nodes: readonly LiveNode[] }): Compared {
  const problems: Problem[] = [];
  const wanted = new Map(groups.map((group) => [group.id, group]));
  const found = new Map<string, LivePod[]>();
  for (const pod of live.pods) found.set(pod.group, [...(found.get(pod.group) ?? []), pod]);
  for (const [id, pods] of found) if (!wanted.has(id)) problems.push({ what: 'missing', group: id, detail: { vi: `có ${pods.length} pod không ai yêu cầu`, en: `${pods.length} pods stand there that nobody asked for` } });
  let [expected, bound, shed] = [0, 0, 0];
  for (const { id, pod, promised } of groups) {
    const there = found.get(id) ?? [];
    const standing = there.filter(({ node }) => node !== undefined).length;
    if (!promised) {
      shed += Math.max(0, pod.count - standing);
      continue;
    }
    expected += pod.count;
    bound += standing;
    if (there.length !== pod.count) problems.push({ what: 'missing', group: id, detail: { vi: `có ${there.length} trên ${pod.count} pod`, en: `${there.length} of ${pod.count} pods are there` } });
    for (const one of there) if (one.node === undefined) problems.push({ what: 'unbound', pod: one.name, group: id });
  }
  problems.push(...overfull(live), ...broken(nodes, groups, found));
  return { expected, bound, shed, problems };
}

/** Nodes that carry more than they have, by what the API server holds of both. */
export function overfull({ pods, nodes }: { readonly pods: readonly LivePod[]; readonly nodes: readonly LiveNode[] }): Problem[] {
  const asked = new Map<string, Map<string, bigint>>();
  for (const { node, requests } of pods) {
    if (node === undefined) continue;
    const sums = asked.get(node) ?? new Map<string, bigint>();
    asked.set(node, sums);
    for (const [name, amount] of [...requests, ['pods', 1n] as const]) sums.set(name, (sums.get(name) ?? 0n) + amount);
  }
  const known = new Map(nodes.map((node) => [node.name, node.allocatable]));
  return [...asked].flatMap(([node, sums]): Problem[] => {
    const there = known.get(node);
    if (there === undefined) return [{ what: 'unknown', node, detail: { vi: 'không có máy này', en: 'there is no such node' } }];
    return [...sums].flatMap(([name, amount]): Problem[] => (amount > (there.get(name) ?? 0n) ? [{ what: 'over-allocatable', node, detail: overText(name, amount, there.get(name) ?? 0n) }] : []));
  });
}

/** What the packer's validator finds; sums are judged above, and how many pods there are as well. */
function broken(nodes: readonly StageNode[], groups: readonly StageGroup[], found: ReadonlyMap<string, readonly LivePod[]>): Problem[] {
  const instance: Instance = { nodes: nodes.map(({ shape, name }) => ({ ...shape, shape: name, count: 1, labels: new Map([...shape.labels].filter(([key]) => key !== hostname)) })), pods: groups.map(({ id, pod }) => ({ ...pod, name: id })) };
  const places = new Map<string, Map<string, number>>();
  for (const [id, pods] of found) for (const { node } of pods) {
    if (node === undefined) continue;
    const on = places.get(node) ?? new Map<string, number>();
    places.set(node, on.set(id, (on.get(id) ?? 0) + 1));
  }
  const assignment = [...places].map(([node, on]) => ({ node, shape: node, pods: [...on].map(([name, count]) => ({ name, count })) }));
  // Where the validator does not know whether there was an order of binding, the scheduler has just shown one.
  return validate(instance, assignment, new Map()).flatMap(({ what, node, pod, detail, sure }): Problem[] => (what === 'resources' || what === 'max-pods' || what === 'pod-count' || sure === false ? [] : [{ what, ...(node === undefined ? {} : { node }), ...(pod === undefined ? {} : { group: pod }), detail }]));
}
