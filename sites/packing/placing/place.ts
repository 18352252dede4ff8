import type { PlaceRule } from '../compile.js';
import { hostname, type NodeShape } from '../instance.js';
import type { Kinds, Packed, Run } from '../kinds.js';
import { Nodes } from './nodes.js';

/** What is to be placed: kinds with their limits, and the rules that limits do not express. */
export interface Placing {
  readonly kinds: Kinds;
  readonly rules: readonly PlaceRule[];
  readonly shapes: readonly NodeShape[];
}

/**
 * Places kinds one after the other in the order given, keeping every rule at every step, so that the scheduler could have
 * done the same in that order. Undefined when time is over first.
 */
export function place(placing: Placing, order: readonly number[], late: () => boolean): Packed | undefined {
  const { kinds, rules, shapes } = placing;
  const nodes = new Nodes(kinds, rules, shapes);
  const left = Int32Array.from(kinds.need);
  const weight = weightsOf(kinds);
  for (const kind of order) {
    if (late()) return undefined;
    left[kind] = new Placer(placing, nodes, kind, weight).place(left[kind] ?? 0);
  }
  // What came later may have filled the domain that kept others waiting.
  for (let waiting = spreadKinds(rules, left); waiting.length > 0; ) {
    if (late()) return undefined;
    let helped = false;
    for (const kind of waiting) {
      const rest = new Placer(placing, nodes, kind, weight).place(left[kind] ?? 0);
      helped ||= rest < (left[kind] ?? 0);
      left[kind] = rest;
    }
    waiting = helped ? spreadKinds(rules, left) : [];
  }
  const runs: Run[] = [];
  const runOf = new Int32Array(nodes.held.length);
  for (const [node, held] of nodes.held.entries()) {
    runOf[node] = runs.length;
    if (held.size > 0) runs.push({ shape: nodes.shape[node] ?? 0, kinds: [...held.keys()], counts: [...held.values()], times: 1 });
  }
  return { runs, left, nodes: runs.length, order: nodes.bound.map(({ kind, node, pods }) => ({ kind, run: runOf[node] ?? 0, pods })) };
}

/** Kinds with pods left over that a spread rule may have kept waiting. */
function spreadKinds(rules: readonly PlaceRule[], left: Int32Array): number[] {
  const kinds: number[] = [];
  for (const [kind, pods] of left.entries()) if (pods > 0 && rules.some(({ spread, carries }) => spread !== undefined && carries[kind] === 1)) kinds.push(kind);
  return kinds;
}

/** What a unit of each resource counts: the part it is of all that is asked for. */
function weightsOf({ n, d, size, need }: Kinds): Float64Array {
  const demand = new Float64Array(d);
  for (let kind = 0; kind < n; kind += 1) for (let r = 0; r < d; r += 1) demand[r] = (demand[r] ?? 0) + (size[kind * d + r] ?? 0) * (need[kind] ?? 0);
  return demand.map((sum) => (sum > 0 ? 1 / sum : 0));
}

interface Own {
  readonly index: number;
  readonly maxSkew: number;
  readonly minDomains: number;
  readonly self: number;
}

/** Places the pods of one kind. */
class Placer {
  /** Anti-affinities that the kind has, and those that keep others off it. */
  private readonly has: number[] = [];
  private readonly heeds: number[] = [];
  private readonly overHosts: Own[] = [];
  private readonly overDomains: Own[] = [];
  /** Where new nodes can be had at will, an empty one may come to stand beside any other. */
  private readonly atWill: boolean;
  /** Shapes the kind may stand on, those that take most off the whole demand first. */
  private readonly eligible: readonly number[];
  /** Shapes whose nodes its spread rules count: the same for all of them. */
  private spans: Uint8Array = new Uint8Array(0);
  /** Domains that count for each rule over domains. */
  private readonly spanned: readonly (readonly number[])[];
  private readonly kinds: Kinds;

  constructor(
    { kinds, rules }: Placing,
    private readonly nodes: Nodes,
    private readonly kind: number,
    private readonly weight: Float64Array,
  ) {
    this.kinds = kinds;
    for (const index of nodes.concerning[kind] ?? []) {
      const rule = rules[index];
      if (rule === undefined) continue;
      if (rule.spread === undefined) {
        if (rule.carries[kind] === 1) this.has.push(index);
        if (rule.counted[kind] === 1) this.heeds.push(index);
      } else if (rule.carries[kind] === 1) {
        this.spans = rule.spread.spans;
        (rule.topologyKey === hostname ? this.overHosts : this.overDomains).push({ index, maxSkew: rule.spread.maxSkew, minDomains: rule.spread.minDomains, self: rule.counted[kind] ?? 0 });
      }
    }
    const worth = kinds.shapes.map(({ cap }) => cap.reduce((sum, amount, r) => sum + Math.min(1, amount * (weight[r] ?? 0)), 0));
    this.eligible = kinds.shapes
      .map((_, shape) => shape)
      .filter((shape) => kinds.shapes[shape]?.takes[kind] === 1)
      .sort((a, b) => (worth[b] ?? 0) - (worth[a] ?? 0) || a - b);
    this.spanned = this.overDomains.map(({ index }) => [...new Set(Array.from(this.spans, (span, shape) => (span === 1 ? nodes.domainOfKind(index, shape) : -1)).filter((domain) => domain >= 0))]);
    this.atWill = kinds.shapes.some(({ count }, shape) => this.spans[shape] === 1 && count === Infinity);
  }

  /** Places as many as it can; returns how many are left. */
  place(pods: number): number {
    const single = this.overHosts.length > 0 || this.overDomains.length > 0;
    const lists = this.candidates();
    let rest = pods;
    while (rest > 0) {
      const placed = this.step(lists, single ? 1 : rest);
      if (placed === 0) break;
      rest -= placed;
    }
    return rest;
  }

  /** Nodes that hold something and have room, by domain of the first spread rule over domains; one list where there is none. */
  private candidates(): Map<number, number[]> {
    const [first] = this.overDomains;
    const lists = new Map<number, number[]>();
    if (first !== undefined) for (const shape of this.eligible) lists.set(this.nodes.domainOfKind(first.index, shape), []);
    else lists.set(0, []);
    for (let node = 0; node < this.nodes.shape.length; node += 1) {
      if (!this.nodes.joins(this.kind, node) || this.kinds.shapes[this.nodes.shape[node] ?? 0]?.takes[this.kind] !== 1) continue;
      lists.get(first === undefined ? 0 : this.nodes.domainOf(first.index, node))?.push(node);
    }
    // Taken from the end: the node that one more pod leaves least room on first.
    const left = new Float64Array(this.nodes.shape.length);
    for (const list of lists.values()) {
      for (const node of list) left[node] = this.leftover(node);
      list.sort((a, b) => (left[b] as number) - (left[a] as number) || b - a);
    }
    return lists;
  }

  /** How much room one more pod leaves on a node, all resources together. */
  private leftover(node: number): number {
    const { d, size } = this.kinds;
    const cap = this.kinds.shapes[this.nodes.shape[node] ?? 0]?.cap;
    let sum = 0;
    for (let r = 0; r < d; r += 1) {
      const part = ((this.nodes.room[node * d + r] as number) - (size[this.kind * d + r] as number)) / (cap?.[r] || 1);
      sum += part * part * (this.weight[r] as number) * (cap?.[r] ?? 0);
    }
    return sum;
  }

  private step(lists: Map<number, number[]>, most: number): number {
    const [first] = this.overDomains;
    const counts = first === undefined ? undefined : this.nodes.counted[first.index];
    const domains = [...lists.keys()];
    if (counts !== undefined) domains.sort((a, b) => (counts[a] ?? 0) - (counts[b] ?? 0) || a - b);
    for (const domain of domains) {
      const list = lists.get(domain) ?? [];
      const node = this.within(list) ?? this.fresh(first, domain, list);
      if (node === undefined) continue;
      const pods = Math.min(most, this.nodes.most(this.kind, node), this.has.some((rule) => this.heeds.includes(rule)) ? 1 : Infinity);
      this.nodes.put(this.kind, node, pods);
      return pods;
    }
    return 0;
  }

  /** A node of the list that takes one more; nodes that are full for good are dropped on the way. */
  private within(list: number[]): number | undefined {
    const floors = this.overHosts.map((rule) => this.emptiestHost(rule));
    for (let at = list.length - 1; at >= 0; at -= 1) {
      const node = list[at] as number;
      if (this.nodes.most(this.kind, node) === 0 || !this.apart(node)) {
        list.splice(at, 1);
        continue;
      }
      if (this.spreads(node, floors)) {
        // The next pod goes to another node first, where the rule is to spread over nodes.
        if (this.overHosts.length > 0) {
          list.splice(at, 1);
          list.unshift(node);
        }
        return node;
      }
    }
    return undefined;
  }

  /** An empty node that takes one, of the shape worth most; only in a domain that may take one. */
  private fresh(first: Own | undefined, domain: number, list: number[]): number | undefined {
    for (const shape of this.eligible) {
      if (first !== undefined && this.nodes.domainOfKind(first.index, shape) !== domain) continue;
      if (!this.mayOpen(shape)) continue;
      const node = this.nodes.empty(shape);
      if (node === undefined) continue;
      list.push(node);
      return node;
    }
    return undefined;
  }

  /** Whether an empty node of a shape would take a pod. */
  private mayOpen(shape: number): boolean {
    const blocked = (rule: number, counts: readonly number[] | undefined): boolean => {
      const domain = this.nodes.domainOfKind(rule, shape);
      return domain >= 0 && (counts?.[domain] ?? 0) > 0;
    };
    return (
      !this.has.some((rule) => blocked(rule, this.nodes.counted[rule])) &&
      !this.heeds.some((rule) => blocked(rule, this.nodes.carried[rule])) &&
      this.overDomains.every((rule, at) => (this.nodes.counted[rule.index]?.[this.nodes.domainOfKind(rule.index, shape)] ?? 0) + rule.self - this.emptiestDomain(at) <= rule.maxSkew)
    );
  }

  private apart(node: number): boolean {
    for (const rule of this.has) {
      const domain = this.nodes.domainOf(rule, node);
      if (domain >= 0 && (this.nodes.counted[rule]?.[domain] ?? 0) > 0) return false;
    }
    for (const rule of this.heeds) {
      const domain = this.nodes.domainOf(rule, node);
      if (domain >= 0 && (this.nodes.carried[rule]?.[domain] ?? 0) > 0) return false;
    }
    return true;
  }

  private spreads(node: number, floors: readonly number[]): boolean {
    for (const [at, rule] of this.overHosts.entries()) if ((this.nodes.counted[rule.index]?.[node] ?? 0) + rule.self - (floors[at] ?? 0) > rule.maxSkew) return false;
    for (const [at, rule] of this.overDomains.entries()) if ((this.nodes.counted[rule.index]?.[this.nodes.domainOf(rule.index, node)] ?? 0) + rule.self - this.emptiestDomain(at) > rule.maxSkew) return false;
    return true;
  }

  /** Pods in the emptiest domain that a shape offers the kind, whether or not a node stands there. */
  private emptiestDomain(at: number): number {
    const { index = 0, minDomains = 1 } = this.overDomains[at] ?? {};
    const domains = this.spanned[at] ?? [];
    if (domains.length < minDomains) return 0;
    const counts = this.nodes.counted[index];
    let least = Infinity;
    for (const domain of domains) least = Math.min(least, counts?.[domain] ?? 0);
    return least;
  }

  private emptiestHost({ index, minDomains }: Own): number {
    if (this.atWill) return 0;
    let least = Infinity;
    let domains = 0;
    for (let node = 0; node < this.nodes.shape.length; node += 1) {
      if (this.spans[this.nodes.shape[node] ?? 0] !== 1) continue;
      domains += 1;
      least = Math.min(least, this.nodes.counted[index]?.[node] ?? 0);
    }
    return domains < minDomains ? 0 : least;
  }
}
