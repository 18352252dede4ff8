import { hostname, type Instance, type PodGroup, type PodSelector, type Requirement } from './instance.js';
import type { Kinds, ShapeRoom } from './kinds.js';
import { counts, selects, untolerated } from './match.js';

/** A limit no node comes to. */
export const unlimited = 0x7fffffff;

export interface SpreadRule {
  readonly maxSkew: number;
  readonly minDomains: number;
  /**
   * By shape: whether its nodes count as domains, and the pods on them for these. Selector and affinity of those that
   * have the rule decide, taints do not (`nodeAffinityPolicy: Honor`, `nodeTaintsPolicy: Ignore`, the scheduler's
   * defaults), nor does room.
   */
  readonly spans: Uint8Array;
}

/** A rule about where pods stand beside each other, and the kinds it concerns. A spread counts all that its selector picks, whatever rules those have. */
export interface PlaceRule {
  readonly topologyKey: string;
  readonly spread?: SpreadRule;
  /** By kind: whether it has the rule, and whether the rule counts it. */
  readonly carries: Uint8Array;
  readonly counted: Uint8Array;
}

/** Why pods can stand on no shape at all. */
export type Unfit =
  | { readonly why: 'resource'; readonly resource: string; readonly asked: bigint; readonly most: bigint }
  | { readonly why: 'resources-together' }
  | { readonly why: 'selector' }
  | { readonly why: 'taint'; readonly key: string }
  | { readonly why: 'topology-key'; readonly key: string };

export interface Compiled {
  /** Names of the resources, `pods` last where a shape limits their number. */
  readonly resources: readonly string[];
  readonly kinds: Kinds;
  /** Entries of the instance that make up each kind. */
  readonly members: readonly (readonly { readonly pod: number; readonly count: number }[])[];
  readonly rules: readonly PlaceRule[];
  readonly unfit: readonly { readonly pod: number; readonly reason: Unfit }[];
}

/** Equal pods become one kind; what fits nowhere is left out with its reason. */
export function compile(instance: Instance): Compiled {
  const limitsPods = instance.nodes.some(({ maxPods }) => maxPods !== undefined);
  const named = [...new Set(instance.pods.flatMap(({ resources }) => [...resources].filter(([, amount]) => amount > 0n).map(([name]) => name)))];
  const resources = limitsPods ? [...named, 'pods'] : named;
  const d = resources.length;
  const caps = instance.nodes.map(({ resources: of, maxPods }) => {
    const cap = Float64Array.from(named, (name) => Number(of.get(name) ?? 0n));
    return limitsPods ? Float64Array.of(...cap, maxPods ?? Number.MAX_SAFE_INTEGER) : cap;
  });
  const sizeOf = (pod: PodGroup): Float64Array => {
    const size = Float64Array.from(named, (name) => Number(pod.resources.get(name) ?? 0n));
    return limitsPods ? Float64Array.of(...size, 1) : size;
  };

  const selectors = instance.pods.some(({ spread, antiAffinity }) => spread.length > 0 || antiAffinity.length > 0);
  const unfit: { pod: number; reason: Unfit }[] = [];
  const byKey = new Map<string, number>();
  const members: { pod: number; count: number }[][] = [];
  const size: number[] = [];
  const takes: Uint8Array[] = [];
  for (const [index, pod] of instance.pods.entries()) {
    if (pod.count === 0) continue;
    const own = sizeOf(pod);
    const where = Uint8Array.from(instance.nodes, (node, shape) => (fitsEmpty(own, caps[shape] ?? new Float64Array(d)) && placeAllows(pod, node) ? 1 : 0));
    if (!where.includes(1)) {
      unfit.push({ pod: index, reason: reasonOf(instance, pod, named) });
      continue;
    }
    const ruled = pod.spread.length > 0 || pod.antiAffinity.length > 0;
    // Where rules count pods by their labels, or by their entry, those count too.
    const key = JSON.stringify([[...own], [...where], selectors ? [...pod.labels].sort() : 0, ruled ? index : -1]);
    let kind = byKey.get(key);
    if (kind === undefined) {
      kind = members.length;
      byKey.set(key, kind);
      members.push([]);
      size.push(...own);
      takes.push(where);
    }
    members[kind]?.push({ pod: index, count: pod.count });
  }
  const n = members.length;
  const rules = rulesOf(instance, members);
  const shapes = instance.nodes.map(({ count }, shape): ShapeRoom => ({ cap: caps[shape] ?? new Float64Array(d), count: count ?? Infinity, takes: Uint8Array.from(takes, (where) => where[shape] ?? 0) }));
  const need = Int32Array.from(members, (of) => of.reduce((sum, { count }) => sum + count, 0));
  return { resources, members, rules, unfit, kinds: { n, d, size: Float64Array.from(size), need, limit: new Int32Array(n).fill(unlimited), shapes } };
}

const fitsEmpty = (size: Float64Array, cap: Float64Array): boolean => size.every((amount, r) => amount <= (cap[r] ?? 0));

/** Labels and taints; and a pod that is spread over a key stands on nodes that have it. */
const placeAllows = (pod: PodGroup, node: Instance['nodes'][number]): boolean =>
  node.count !== 0 && node.maxPods !== 0 && selects(pod, node) && untolerated(pod, node) === undefined && keyed(pod, node);

const keyed = (pod: PodGroup, { labels }: Instance['nodes'][number]): boolean => pod.spread.every(({ topologyKey }) => topologyKey === hostname || labels.has(topologyKey));

function reasonOf({ nodes }: Instance, pod: PodGroup, named: readonly string[]): Unfit {
  const there = nodes.filter(({ count, maxPods }) => count !== 0 && maxPods !== 0);
  const selected = there.filter((node) => selects(pod, node));
  if (selected.length === 0) return { why: 'selector' };
  const tolerated = selected.filter((node) => untolerated(pod, node) === undefined);
  const [first] = selected;
  if (tolerated.length === 0 && first !== undefined) return { why: 'taint', key: untolerated(pod, first)?.key ?? '' };
  const withKeys = tolerated.filter((node) => keyed(pod, node));
  if (withKeys.length === 0) return { why: 'topology-key', key: pod.spread.find(({ topologyKey }) => topologyKey !== hostname && !tolerated.some(({ labels }) => labels.has(topologyKey)))?.topologyKey ?? pod.spread[0]?.topologyKey ?? '' };
  for (const resource of named) {
    const asked = pod.resources.get(resource) ?? 0n;
    const most = withKeys.reduce((largest, { resources }) => ((resources.get(resource) ?? 0n) > largest ? (resources.get(resource) ?? 0n) : largest), 0n);
    if (asked > most) return { why: 'resource', resource, asked, most };
  }
  return { why: 'resources-together' };
}

function rulesOf(instance: Instance, members: Compiled['members']): PlaceRule[] {
  const rules = new Map<string, PlaceRule>();
  const first = members.map((of) => instance.pods[of[0]?.pod ?? 0]);
  const labelled = byLabel(first);
  const declare = (kind: number, owner: PodGroup, topologyKey: string, selector: PodSelector, spread: SpreadRule | undefined): void => {
    const key = JSON.stringify([topologyKey, spread === undefined ? 0 : [spread.maxSkew, spread.minDomains, spread.spans.join('')], selector === undefined ? [owner.name] : spelled(selector)]);
    let rule = rules.get(key);
    if (rule === undefined) {
      rule = { topologyKey, ...(spread === undefined ? {} : { spread }), carries: new Uint8Array(members.length), counted: new Uint8Array(members.length) };
      for (const other of concerned(selector, kind, labelled, first.length)) {
        const pod = first[other];
        if (pod !== undefined && counts(selector, owner, pod)) rule.counted[other] = 1;
      }
      rules.set(key, rule);
    }
    rule.carries[kind] = 1;
  };
  for (const [kind, owner] of first.entries()) {
    if (owner === undefined) continue;
    const spans = owner.spread.length === 0 ? new Uint8Array(0) : Uint8Array.from(instance.nodes, (node) => (node.count !== 0 && selects(owner, node) && keyed(owner, node) ? 1 : 0));
    for (const { topologyKey, maxSkew, minDomains, selector } of owner.spread) declare(kind, owner, topologyKey, selector, { maxSkew, minDomains: minDomains ?? 1, spans });
    for (const { topologyKey, selector } of owner.antiAffinity) declare(kind, owner, topologyKey, selector, undefined);
  }
  return [...rules.values()];
}

/** Kinds by label: a rule of thousands of kinds picks few of them. */
function byLabel(first: readonly (PodGroup | undefined)[]): ReadonlyMap<string, readonly number[]> {
  const kinds = new Map<string, number[]>();
  for (const [kind, pod] of first.entries())
    for (const [key, value] of pod?.labels ?? []) {
      const list = kinds.get(`${key}=${value}`);
      if (list === undefined) kinds.set(`${key}=${value}`, [kind]);
      else list.push(kind);
    }
  return kinds;
}

/** Kinds that a rule may count: those that one of its requirements leaves, or all. */
function concerned(selector: PodSelector, owner: number, labelled: ReadonlyMap<string, readonly number[]>, n: number): Iterable<number> {
  if (selector === undefined) return [owner];
  const named = selector.find(({ operator }) => operator === 'In');
  return named === undefined ? Array.from({ length: n }, (_, kind) => kind) : new Set(named.values.flatMap((value) => labelled.get(`${named.key}=${value}`) ?? []));
}

const spelled = (selector: readonly Requirement[]): unknown => selector.map(({ key, operator, values }) => [key, operator, [...values].sort()]);
