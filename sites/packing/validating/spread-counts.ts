import { hostname, type Instance, type NodeShape, type PodGroup, type Spread } from '../instance.js';
import { allowed, domainOf, picked, picks, type Places, type Standing } from './reading.js';

/**
 * How many of the pods that a selector picks stand in each domain. Pods come one after the other, and are taken away
 * again where a search turns back. Constraints that count the same pods on the same nodes share it.
 */
export class DomainCounts {
  readonly domains: number;
  /** The fewest that a domain has. */
  least = 0;
  private readonly counts = new Map<string, number>();
  /** Domains by how many pods they have. */
  private readonly levels: number[];

  constructor(
    readonly topologyKey: string,
    private readonly eligible: ReadonlySet<NodeShape>,
    /** Entries that are counted, whatever rules those have themselves. */
    readonly counted: ReadonlySet<PodGroup>,
    standing: readonly Standing[],
  ) {
    let domains = 0;
    if (topologyKey === hostname) {
      // Nodes of a counted shape stand there whether or not they hold anything.
      const used = new Map<NodeShape, number>();
      for (const { shape } of standing) used.set(shape, (used.get(shape) ?? 0) + 1);
      for (const shape of eligible) domains += Math.max(used.get(shape) ?? 0, shape.count ?? 0);
    } else domains = new Set([...eligible].map(({ labels }) => labels.get(topologyKey))).size;
    this.domains = domains;
    this.levels = [domains];
  }

  /** The domain of a node; undefined where nothing is counted. */
  domainOf({ node, shape }: Pick<Standing, 'node' | 'shape'>): string | undefined {
    return this.eligible.has(shape) ? domainOf(this.topologyKey, node, shape) : undefined;
  }

  in(domain: string): number {
    return this.counts.get(domain) ?? 0;
  }

  /** Pods that are counted come to a domain, or are taken away again. */
  add(domain: string, pods: number): void {
    const before = this.in(domain);
    const after = before + pods;
    this.counts.set(domain, after);
    this.levels[before] = (this.levels[before] ?? 0) - 1;
    this.levels[after] = (this.levels[after] ?? 0) + 1;
    if (after < this.least) this.least = after;
    else while ((this.levels[this.least] ?? 0) === 0) this.least += 1;
  }
}

/** One constraint of one entry. */
export interface SpreadRule {
  readonly owner: PodGroup;
  readonly counts: DomainCounts;
  readonly maxSkew: number;
  /** Whether it counts the pods that have it. */
  readonly self: 0 | 1;
  /** Whether there are as many domains as it asks for: with fewer, the emptiest counts as empty. */
  readonly enough: boolean;
}

/** The skew that one more pod of the owner makes in a domain. */
export const skewOf = ({ counts, self, enough }: SpreadRule, domain: string): number => counts.in(domain) + self - (enough ? counts.least : 0);

/** Every constraint of what stands. */
export function spreadRules(instance: Instance, standing: readonly Standing[], places: Places): SpreadRule[] {
  const known = new Map<string, DomainCounts>();
  const countsFor = (owner: PodGroup, { topologyKey, selector }: Spread, eligible: ReadonlyMap<NodeShape, number>, shapes: string): DomainCounts => {
    const key = JSON.stringify([topologyKey, shapes, selector === undefined ? owner.name : selector.map(({ key: label, operator, values }) => [label, operator, ...values])]);
    const counts = known.get(key) ?? new DomainCounts(topologyKey, new Set(eligible.keys()), new Set(picked(places, selector, owner)), standing);
    known.set(key, counts);
    return counts;
  };
  return [...places.keys()].flatMap((owner) => {
    if (owner.spread.length === 0) return [];
    const keys = owner.spread.map(({ topologyKey }) => topologyKey);
    const eligible = new Map(instance.nodes.flatMap((shape, index): [NodeShape, number][] => (shape.count !== 0 && allowed(owner, shape) && keys.every((key) => key === hostname || shape.labels.has(key)) ? [[shape, index]] : [])));
    const shapes = [...eligible.values()].join(' ');
    return owner.spread.map((rule): SpreadRule => {
      const counts = countsFor(owner, rule, eligible, shapes);
      return { owner, counts, maxSkew: rule.maxSkew, self: picks(rule.selector, owner, owner) ? 1 : 0, enough: counts.domains >= (rule.minDomains ?? 1) };
    });
  });
}
