import { hostname, type Instance, type PodGroup, type Spread } from '../instance.js';
import { allowed, domainOf, picked, picks, type Places, type Standing } from './reading.js';

/**
 * One spread constraint of one entry, and how many of the pods that it counts stand in each of its domains. Pods come one
 * after the other, and are taken away again where a search turns back.
 */
export class SpreadCounts {
  readonly maxSkew: number;
  /** Entries that it counts, whatever rules those have themselves. */
  readonly counted: ReadonlySet<PodGroup>;
  private readonly self: number;
  private readonly enough: boolean;
  private readonly counts = new Map<string, number>();
  /** Domains by how many pods they have, and the fewest that one has. */
  private readonly levels: number[];
  private least = 0;
  private readonly eligible: ReadonlySet<unknown>;

  constructor(
    readonly owner: PodGroup,
    readonly rule: Spread,
    instance: Instance,
    standing: readonly Standing[],
    places: Places,
  ) {
    const keys = owner.spread.map(({ topologyKey }) => topologyKey);
    const eligible = new Set(instance.nodes.filter((shape) => shape.count !== 0 && allowed(owner, shape) && keys.every((key) => key === hostname || shape.labels.has(key))));
    this.eligible = eligible;
    this.maxSkew = rule.maxSkew;
    this.counted = new Set(picked(places, rule.selector, owner));
    this.self = picks(rule.selector, owner, owner) ? 1 : 0;
    let domains = 0;
    if (rule.topologyKey === hostname) {
      // Nodes of a counted shape stand there whether or not they hold anything.
      const used = new Map<unknown, number>();
      for (const { shape } of standing) used.set(shape, (used.get(shape) ?? 0) + 1);
      for (const shape of eligible) domains += Math.max(used.get(shape) ?? 0, shape.count ?? 0);
    } else domains = new Set([...eligible].map(({ labels }) => labels.get(rule.topologyKey))).size;
    this.levels = [domains];
    this.enough = domains >= (rule.minDomains ?? 1);
  }

  /** The domain of a node; undefined where the rule counts nothing there. */
  domainOf({ node, shape }: Pick<Standing, 'node' | 'shape'>): string | undefined {
    return this.eligible.has(shape) ? domainOf(this.rule.topologyKey, node, shape) : undefined;
  }

  /** Whether another entry's constraint is the same one: same numbers, same domains, same pods counted. */
  alike(other: SpreadCounts): boolean {
    const same = <T>(a: ReadonlySet<T>, b: ReadonlySet<T>): boolean => a.size === b.size && [...a].every((one) => b.has(one));
    return this.rule.topologyKey === other.rule.topologyKey && this.maxSkew === other.maxSkew && this.enough === other.enough && same(this.eligible, other.eligible) && same(this.counted, other.counted);
  }

  /** The skew that one more pod of the owner makes in a domain. */
  skew(domain: string): number {
    return (this.counts.get(domain) ?? 0) + this.self - (this.enough ? this.least : 0);
  }

  /** Pods that are counted come to a domain, or are taken away again. */
  add(domain: string, pods: number): void {
    const before = this.counts.get(domain) ?? 0;
    const after = before + pods;
    this.counts.set(domain, after);
    this.levels[before] = (this.levels[before] ?? 0) - 1;
    this.levels[after] = (this.levels[after] ?? 0) + 1;
    if (after < this.least) this.least = after;
    else while ((this.levels[this.least] ?? 0) === 0) this.least += 1;
  }
}
