import type { Text } from '../model/text.js';
import type { Instance, NodeShape, PodGroup } from './instance.js';
import { spreadBroken, type BindingStep } from './validating/binding-order.js';
import { allowed, domainOf, picked, picks, placesOf, type Places, type Standing } from './validating/reading.js';

/** A node and what stands on it, by entry of the instance. */
export interface NodeAssignment {
  readonly node: string;
  readonly shape: string;
  readonly pods: readonly { readonly name: string; readonly count: number }[];
}

/** Something that an assignment breaks. */
export interface Violation {
  readonly what: 'unknown' | 'resources' | 'max-pods' | 'selector' | 'taint' | 'anti-affinity' | 'spread' | 'node-count' | 'pod-count';
  readonly node?: string;
  readonly pod?: string;
  readonly detail: Text;
  /** `false` where a search for an order of binding ended before all were tried. @default - it is certain */
  readonly sure?: false;
}

/** In the resource's smallest unit, as Kubernetes writes it: `12000m` of a core, plain numbers of all else. */
export function overText(resource: string, asked: bigint, there: bigint): Text {
  const unit = resource === 'cpu' ? 'm' : '';
  return { vi: `${resource}: cần ${asked}${unit}, có ${there}${unit}`, en: `${resource}: ${asked}${unit} asked for, ${there}${unit} there` };
}

/**
 * Holds an assignment to the instance it is of: written by the scheduler's rules alone and in whole numbers, without
 * anything the packer computes with, so that a mistake there shows here. `unplaced` are the pods said to stand nowhere.
 * An `order` of binding, of all that stands, is replayed pod by pod where spread is a matter of order; without one, one is looked for.
 */
export function validate(instance: Instance, assignment: readonly NodeAssignment[], unplaced: ReadonlyMap<string, number>, order?: () => readonly BindingStep[]): Violation[] {
  const violations: Violation[] = [];
  const shapes = new Map(instance.nodes.map((node) => [node.shape, node]));
  const groups = new Map(instance.pods.map((pod) => [pod.name, pod]));
  const used = new Map<string, number>();
  const placed = new Map<string, number>();
  const names = new Set<string>();
  const standing: Standing[] = [];
  for (const { node, shape: of, pods } of assignment) {
    const shape = shapes.get(of);
    if (shape === undefined || names.has(node)) {
      violations.push({ what: 'unknown', node, detail: shape === undefined ? { vi: `không có loại máy tên ${of}`, en: `no shape is called ${of}` } : { vi: 'hai máy cùng tên này', en: 'two nodes have this name' } });
      continue;
    }
    names.add(node);
    used.set(of, (used.get(of) ?? 0) + 1);
    const here: [PodGroup, number][] = [];
    for (const { name, count } of pods) {
      const pod = groups.get(name);
      if (pod === undefined || !Number.isSafeInteger(count) || count < 1) {
        violations.push({ what: 'unknown', node, pod: name, detail: pod === undefined ? { vi: 'không có pod này', en: 'there are no such pods' } : { vi: `count là ${count}`, en: `count is ${count}` } });
        continue;
      }
      placed.set(name, (placed.get(name) ?? 0) + count);
      here.push([pod, count]);
    }
    standing.push({ node, shape, pods: here });
    violations.push(...nodeViolations(node, shape, here));
  }
  for (const { shape, count } of instance.nodes) if (count !== undefined && (used.get(shape) ?? 0) > count) violations.push({ what: 'node-count', detail: { vi: `${used.get(shape)} máy loại ${shape}, chỉ có ${count}`, en: `${used.get(shape)} nodes of ${shape}, there are ${count}` } });
  for (const { name, count } of instance.pods) {
    const told = (placed.get(name) ?? 0) + (unplaced.get(name) ?? 0);
    if (told !== count) violations.push({ what: 'pod-count', pod: name, detail: { vi: `cách xếp nêu ${told} pod, cần ${count}`, en: `the assignment names ${told} pods, ${count} are wanted` } });
  }
  const places = placesOf(standing);
  violations.push(...antiAffinityViolations(places));
  for (const { pod, detail, sure } of spreadBroken(instance, standing, places, order)) violations.push({ what: 'spread', pod, detail, ...(sure ? {} : { sure }) });
  return violations;
}

function nodeViolations(node: string, shape: NodeShape, pods: Standing['pods']): Violation[] {
  const violations: Violation[] = [];
  const asked = new Map<string, bigint>();
  let number = 0;
  for (const [pod, count] of pods) {
    number += count;
    for (const [resource, amount] of pod.resources) asked.set(resource, (asked.get(resource) ?? 0n) + amount * BigInt(count));
    if (!allowed(pod, shape)) violations.push({ what: 'selector', node, pod: pod.name, detail: { vi: 'nodeSelector hoặc affinity không cho phép máy này', en: 'node selector or affinity does not allow the node' } });
    for (const { key, value, effect } of shape.taints) {
      if (effect === 'PreferNoSchedule') continue;
      const tolerated = pod.tolerations.some((one) => (one.effect ?? effect) === effect && (one.key === undefined ? one.operator === 'Exists' : one.key === key && (one.operator === 'Exists' || one.value === value)));
      if (!tolerated) violations.push({ what: 'taint', node, pod: pod.name, detail: { vi: `không chấp nhận taint ${key}`, en: `the taint ${key} is not tolerated` } });
    }
  }
  for (const [resource, amount] of asked) if (amount > (shape.resources.get(resource) ?? 0n)) violations.push({ what: 'resources', node, detail: overText(resource, amount, shape.resources.get(resource) ?? 0n) });
  if (shape.maxPods !== undefined && number > shape.maxPods) violations.push({ what: 'max-pods', node, detail: { vi: `${number} pod, nhiều nhất ${shape.maxPods}`, en: `${number} pods, at most ${shape.maxPods}` } });
  return violations;
}

function antiAffinityViolations(places: Places): Violation[] {
  const violations: Violation[] = [];
  for (const [owner, own] of places)
    for (const { topologyKey, selector } of owner.antiAffinity) {
      const matching = new Map<string, number>();
      for (const pod of picked(places, selector, owner)) {
        for (const { node, shape, count } of places.get(pod) ?? []) {
          const domain = domainOf(topologyKey, node, shape);
          if (domain !== undefined) matching.set(domain, (matching.get(domain) ?? 0) + count);
        }
      }
      const self = picks(selector, owner, owner) ? 1 : 0;
      // Every pod that the rule is of wants no other that it counts beside it.
      const domains = new Set(own.map(({ node, shape }) => domainOf(topologyKey, node, shape)));
      for (const domain of domains) if (domain !== undefined && (matching.get(domain) ?? 0) > self) violations.push({ what: 'anti-affinity', pod: owner.name, detail: { vi: `${matching.get(domain) ?? 0} pod ở ${domain} theo ${topologyKey}`, en: `${matching.get(domain) ?? 0} pods in ${domain} by ${topologyKey}` } });
    }
  return violations;
}
