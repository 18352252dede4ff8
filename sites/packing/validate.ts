import { hostname, type Instance, type NodeShape, type PodGroup, type Requirement } from './instance.js';

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
  readonly detail: string;
}

/**
 * Holds an assignment to the instance it is of: written by the scheduler's rules alone and in whole numbers, without
 * anything the packer computes with, so that a mistake there shows here. `unplaced` are the pods said to stand nowhere.
 */
export function validate(instance: Instance, assignment: readonly NodeAssignment[], unplaced: ReadonlyMap<string, number>): Violation[] {
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
      violations.push({ what: 'unknown', node, detail: shape === undefined ? `no shape is called ${of}` : 'two nodes have this name' });
      continue;
    }
    names.add(node);
    used.set(of, (used.get(of) ?? 0) + 1);
    const here: [PodGroup, number][] = [];
    for (const { name, count } of pods) {
      const pod = groups.get(name);
      if (pod === undefined || !Number.isSafeInteger(count) || count < 1) {
        violations.push({ what: 'unknown', node, pod: name, detail: pod === undefined ? 'there are no such pods' : `count is ${count}` });
        continue;
      }
      placed.set(name, (placed.get(name) ?? 0) + count);
      here.push([pod, count]);
    }
    standing.push({ node, shape, pods: here });
    violations.push(...nodeViolations(node, shape, here));
  }
  for (const { shape, count } of instance.nodes) if (count !== undefined && (used.get(shape) ?? 0) > count) violations.push({ what: 'node-count', detail: `${used.get(shape)} nodes of ${shape}, there are ${count}` });
  for (const { name, count } of instance.pods) {
    const told = (placed.get(name) ?? 0) + (unplaced.get(name) ?? 0);
    if (told !== count) violations.push({ what: 'pod-count', pod: name, detail: `${told} of ${count} pods are accounted for` });
  }
  const places = placesOf(standing);
  violations.push(...antiAffinityViolations(places), ...spreadViolations(instance, standing, places));
  return violations;
}

interface Standing {
  readonly node: string;
  readonly shape: NodeShape;
  readonly pods: readonly (readonly [PodGroup, number])[];
}

function nodeViolations(node: string, shape: NodeShape, pods: Standing['pods']): Violation[] {
  const violations: Violation[] = [];
  const asked = new Map<string, bigint>();
  let number = 0;
  for (const [pod, count] of pods) {
    number += count;
    for (const [resource, amount] of pod.resources) asked.set(resource, (asked.get(resource) ?? 0n) + amount * BigInt(count));
    if (!allowed(pod, shape)) violations.push({ what: 'selector', node, pod: pod.name, detail: 'node selector or affinity does not allow the node' });
    for (const { key, value, effect } of shape.taints) {
      if (effect === 'PreferNoSchedule') continue;
      const tolerated = pod.tolerations.some((one) => (one.effect ?? effect) === effect && (one.key === undefined ? one.operator === 'Exists' : one.key === key && (one.operator === 'Exists' || one.value === value)));
      if (!tolerated) violations.push({ what: 'taint', node, pod: pod.name, detail: `the taint ${key} is not tolerated` });
    }
  }
  for (const [resource, amount] of asked) if (amount > (shape.resources.get(resource) ?? 0n)) violations.push({ what: 'resources', node, detail: `${resource}: ${amount} asked for, ${shape.resources.get(resource) ?? 0n} there` });
  if (shape.maxPods !== undefined && number > shape.maxPods) violations.push({ what: 'max-pods', node, detail: `${number} pods, at most ${shape.maxPods}` });
  return violations;
}

/** Domain of a node; undefined where it has none. */
const domainOf = (key: string, node: string, shape: NodeShape): string | undefined => (key === hostname ? `node ${node}` : shape.labels.get(key));

/** Where the pods of each entry stand. */
interface Places extends ReadonlyMap<PodGroup, readonly { readonly node: string; readonly shape: NodeShape; readonly count: number }[]> {
  /** Entries that stand somewhere, by label. */
  readonly labelled: ReadonlyMap<string, ReadonlySet<PodGroup>>;
}

/** Entries among which all are that a selector picks. */
function among(places: Places, selector: readonly Requirement[] | undefined, owner: PodGroup): Iterable<PodGroup> {
  if (selector === undefined) return [owner];
  const named = selector.find(({ operator }) => operator === 'In');
  return named === undefined ? places.keys() : new Set(named.values.flatMap((value) => [...(places.labelled.get(`${named.key}=${value}`) ?? [])]));
}

function placesOf(standing: readonly Standing[]): Places {
  const places = new Map<PodGroup, { node: string; shape: NodeShape; count: number }[]>();
  for (const { node, shape, pods } of standing)
    for (const [pod, count] of pods) {
      const list = places.get(pod);
      if (list === undefined) places.set(pod, [{ node, shape, count }]);
      else list.push({ node, shape, count });
    }
  const labelled = new Map<string, Set<PodGroup>>();
  for (const pod of places.keys()) for (const [key, value] of pod.labels) labelled.set(`${key}=${value}`, (labelled.get(`${key}=${value}`) ?? new Set<PodGroup>()).add(pod));
  return Object.assign(places, { labelled });
}

function antiAffinityViolations(places: Places): Violation[] {
  const violations: Violation[] = [];
  for (const [owner, own] of places)
    for (const { topologyKey, selector } of owner.antiAffinity) {
      const matching = new Map<string, number>();
      for (const pod of among(places, selector, owner)) {
        if (!picks(selector, owner, pod)) continue;
        for (const { node, shape, count } of places.get(pod) ?? []) {
          const domain = domainOf(topologyKey, node, shape);
          if (domain !== undefined) matching.set(domain, (matching.get(domain) ?? 0) + count);
        }
      }
      const self = picks(selector, owner, owner) ? 1 : 0;
      // Every pod that the rule is of wants no other that it counts beside it.
      const domains = new Set(own.map(({ node, shape }) => domainOf(topologyKey, node, shape)));
      for (const domain of domains) if (domain !== undefined && (matching.get(domain) ?? 0) > self) violations.push({ what: 'anti-affinity', pod: owner.name, detail: `${matching.get(domain) ?? 0} pods in ${domain} by ${topologyKey}` });
    }
  return violations;
}

function spreadViolations(instance: Instance, standing: readonly Standing[], places: Places): Violation[] {
  const violations: Violation[] = [];
  for (const owner of places.keys()) {
    const keys = owner.spread.map(({ topologyKey }) => topologyKey);
    const eligible = (shape: NodeShape): boolean => allowed(owner, shape) && keys.every((key) => key === hostname || shape.labels.has(key));
    for (const rule of owner.spread) {
      const broken = (counted: (pod: PodGroup) => boolean): string | undefined => skewBroken(instance, standing, places, owner, rule, eligible, counted);
      const selected = (pod: PodGroup): boolean => picks(rule.selector, owner, pod);
      const sharing = (pod: PodGroup): boolean => selected(pod) && pod.spread.some((other) => other.topologyKey === rule.topologyKey && other.maxSkew === rule.maxSkew && sameSelector(other.selector, rule.selector, pod === owner));
      // Some order of binding must have been possible: all that is counted evenly, or those with the rule before the others.
      const detail = broken(selected);
      if (detail !== undefined && broken(sharing) !== undefined) violations.push({ what: 'spread', pod: owner.name, detail });
    }
  }
  return violations;
}

function skewBroken(instance: Instance, standing: readonly Standing[], places: Places, owner: PodGroup, rule: PodGroup['spread'][number], eligible: (shape: NodeShape) => boolean, counted: (pod: PodGroup) => boolean): string | undefined {
  const domains = new Map<string, number>();
  if (rule.topologyKey === hostname) {
    const used = new Map<NodeShape, number>();
    for (const { shape } of standing) used.set(shape, (used.get(shape) ?? 0) + 1);
    // Nodes of a counted shape that hold nothing stand there all the same.
    for (const shape of instance.nodes) {
      const nodes = used.get(shape) ?? 0;
      for (let idle = 0; shape.count !== undefined && eligible(shape) && idle < Math.min(shape.count - nodes, rule.minDomains ?? 1); idle += 1) domains.set(`idle ${idle} ${shape.shape}`, 0);
    }
  } else for (const shape of instance.nodes) if (shape.count !== 0 && eligible(shape)) domains.set(shape.labels.get(rule.topologyKey) ?? '', 0);
  if (rule.topologyKey === hostname) for (const { node, shape } of standing) if (eligible(shape)) domains.set(`node ${node}`, 0);
  for (const pod of among(places, rule.selector, owner)) {
    if (!counted(pod)) continue;
    for (const { node, shape, count } of places.get(pod) ?? []) {
      const domain = eligible(shape) ? domainOf(rule.topologyKey, node, shape) : undefined;
      if (domain !== undefined) domains.set(domain, (domains.get(domain) ?? 0) + count);
    }
  }
  const own = new Set((places.get(owner) ?? []).map(({ node, shape }) => domainOf(rule.topologyKey, node, shape)));
  const least = domains.size < (rule.minDomains ?? 1) ? 0 : Math.min(...domains.values());
  for (const domain of own) {
    if (domain === undefined) continue;
    const skew = (domains.get(domain) ?? 0) - least;
    if (skew > rule.maxSkew) return `skew ${skew} over ${rule.topologyKey}, at most ${rule.maxSkew}`;
  }
  return undefined;
}

const allowed = (pod: PodGroup, shape: NodeShape): boolean => [...pod.nodeSelector].every(([key, value]) => shape.labels.get(key) === value) && (pod.affinity === undefined || pod.affinity.some((term) => term.length > 0 && term.every((requirement) => holds(requirement, shape.labels.get(requirement.key)))));

const picks = (selector: readonly Requirement[] | undefined, owner: PodGroup, pod: PodGroup): boolean => (selector === undefined ? pod === owner : selector.every((requirement) => holds(requirement, pod.labels.get(requirement.key))));

function holds({ operator, values }: Requirement, found: string | undefined): boolean {
  if (operator === 'Exists') return found !== undefined;
  if (operator === 'DoesNotExist') return found === undefined;
  if (operator === 'NotIn') return found === undefined || !values.includes(found);
  if (found === undefined) return false;
  if (operator === 'In') return values.includes(found);
  const whole = /^[+-]?\d{1,19}$/;
  const than = values[0] ?? '';
  if (!whole.test(found) || !whole.test(than)) return false;
  return operator === 'Gt' ? BigInt(found) > BigInt(than) : BigInt(found) < BigInt(than);
}

const sameSelector = (a: readonly Requirement[] | undefined, b: readonly Requirement[] | undefined, samePod: boolean): boolean => (a === undefined || b === undefined ? a === b && samePod : JSON.stringify(a) === JSON.stringify(b));
