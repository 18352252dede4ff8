import { hostname, type NodeShape } from '../instance.js';
import type { PlaceRule } from '../compile.js';
import type { Kinds } from '../kinds.js';
import { kindsOf } from '../limits.js';

/**
 * Nodes that stand, what they hold, and for each rule how many pods stand in each of its domains. All nodes of a counted
 * shape stand from the start: the scheduler sees them, whether or not a pod stands on them.
 */
export class Nodes {
  readonly shape: number[] = [];
  readonly held: Map<number, number>[] = [];
  readonly room: number[] = [];
  /** What was put where, one after the other. */
  readonly bound: { readonly kind: number; readonly node: number; readonly pods: number }[] = [];
  readonly available: number[];
  /** By shape: nodes that stand and hold nothing; some that do hold something may still be named, at the end. */
  private readonly idle: number[][];
  /** By rule and shape: the domain's number; -1 where the shape lacks the key, -2 where each node is its own. */
  private readonly domainOfShape: Int32Array[];
  /** By kind: rules that it carries or that count it. */
  readonly concerning: readonly (readonly number[])[];
  /** Rules whose domains are nodes. */
  private readonly overHosts: readonly number[];
  /** By rule and domain: pods counted, and pods that carry an anti-affinity. */
  readonly counted: number[][];
  readonly carried: number[][];
  readonly domains: readonly (readonly string[])[];

  constructor(
    private readonly kinds: Kinds,
    private readonly rules: readonly PlaceRule[],
    shapes: readonly NodeShape[],
  ) {
    const concerning: number[][] = Array.from({ length: kinds.n }, () => []);
    for (const [rule, { carries, counted }] of rules.entries()) for (const kind of new Set([...kindsOf(carries), ...kindsOf(counted)])) concerning[kind]?.push(rule);
    this.concerning = concerning;
    this.overHosts = rules.flatMap(({ topologyKey }, rule) => (topologyKey === hostname ? [rule] : []));
    this.idle = kinds.shapes.map(() => []);
    this.available = kinds.shapes.map(({ count }) => count);
    const domains = rules.map(({ topologyKey }) => [...new Set(shapes.flatMap(({ labels, count }) => (topologyKey === hostname || count === 0 || !labels.has(topologyKey) ? [] : [labels.get(topologyKey) ?? ''])))]);
    this.domains = domains;
    this.domainOfShape = rules.map(({ topologyKey }, rule) => Int32Array.from(shapes, ({ labels }) => (topologyKey === hostname ? -2 : (domains[rule]?.indexOf(labels.get(topologyKey) ?? '\u0000') ?? -1))));
    this.counted = rules.map((_, rule) => (domains[rule] ?? []).map(() => 0));
    this.carried = rules.map((_, rule) => (domains[rule] ?? []).map(() => 0));
    for (const [index, { count }] of shapes.entries()) if (count !== undefined) for (let node = 0; node < count; node += 1) this.idle[index]?.push(this.open(index));
  }

  /** One more node of a shape; its number. */
  open(shape: number): number {
    const node = this.shape.length;
    this.shape.push(shape);
    this.held.push(new Map());
    for (const amount of this.kinds.shapes[shape]?.cap ?? []) this.room.push(amount);
    for (const rule of this.overHosts) {
      this.counted[rule]?.push(0);
      this.carried[rule]?.push(0);
    }
    this.available[shape] = (this.available[shape] ?? 0) - 1;
    return node;
  }

  /** An empty node of a shape: one that stands, or a new one where there are more to be had; undefined where there are none. */
  empty(shape: number): number | undefined {
    const idle = this.idle[shape] ?? [];
    for (let node = idle.at(-1); node !== undefined; node = idle.at(-1)) {
      if (this.held[node]?.size === 0) return node;
      idle.pop();
    }
    return (this.available[shape] ?? 0) >= 1 ? this.open(shape) : undefined;
  }

  domainOf(rule: number, node: number): number {
    const domain = this.domainOfShape[rule]?.[this.shape[node] ?? 0] ?? -1;
    return domain === -2 ? node : domain;
  }

  /** A shape's domain under a rule; -1 where it has none. */
  domainOfKind(rule: number, shape: number): number {
    return this.domainOfShape[rule]?.[shape] ?? -1;
  }

  /** Whether a node that holds something takes one more of a kind. */
  joins(kind: number, node: number): boolean {
    const { d, size } = this.kinds;
    for (let r = 0; r < d; r += 1) if ((size[kind * d + r] as number) > (this.room[node * d + r] as number)) return false;
    const held = this.held[node];
    return held !== undefined && held.size > 0 && (held.get(kind) ?? 0) < (this.kinds.limit[kind] ?? 0);
  }

  /** Most pods of a kind that the room of a node takes. */
  most(kind: number, node: number): number {
    const { d, size } = this.kinds;
    let most = Math.max(0, (this.kinds.limit[kind] ?? 0) - (this.held[node]?.get(kind) ?? 0));
    for (let r = 0; most > 0 && r < d; r += 1) {
      const one = size[kind * d + r] as number;
      if (one > 0) most = Math.min(most, Math.floor((this.room[node * d + r] as number) / one));
    }
    return most;
  }

  put(kind: number, node: number, pods: number): void {
    const { d, size } = this.kinds;
    this.bound.push({ kind, node, pods });
    this.held[node]?.set(kind, (this.held[node]?.get(kind) ?? 0) + pods);
    for (let r = 0; r < d; r += 1) this.room[node * d + r] = (this.room[node * d + r] ?? 0) - (size[kind * d + r] ?? 0) * pods;
    for (const rule of this.concerning[kind] ?? []) {
      const { carries, counted, spread } = this.rules[rule] as PlaceRule;
      const domain = this.domainOf(rule, node);
      if (domain < 0) continue;
      // A spread rule counts all that its selector picks, whatever rules those have, on nodes that are domains of its own.
      if (counted[kind] === 1 && (spread === undefined || spread.spans[this.shape[node] ?? 0] === 1)) (this.counted[rule] as number[])[domain] = (this.counted[rule]?.[domain] ?? 0) + pods;
      if (carries[kind] === 1) (this.carried[rule] as number[])[domain] = (this.carried[rule]?.[domain] ?? 0) + pods;
    }
  }
}
