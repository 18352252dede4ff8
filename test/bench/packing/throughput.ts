import { hostname, type Instance, type NodeShape, type PodGroup } from '../../../sites/packing/instance.js';
import { randomOf, type Random } from '../../../sites/packing/random.js';

const gibi = 1n << 30n;

const group = (name: string, count: number, random: Random, more: Partial<PodGroup> = {}): PodGroup => ({
  name,
  count,
  resources: new Map([
    ['cpu', BigInt(200 + random.below(40) * 100)],
    ['memory', BigInt(2 + random.below(40)) * (gibi / 4n)],
  ]),
  labels: new Map([['app', name]]),
  nodeSelector: new Map(),
  tolerations: [],
  spread: [],
  antiAffinity: [],
  ...more,
});

const shape = (name: string, zone: string, cores: bigint, count?: number): NodeShape => ({ shape: name, resources: new Map([['cpu', cores * 1000n], ['memory', cores * 4n * gibi]]), labels: new Map([['zone', zone]]), taints: [], maxPods: 250, ...(count === undefined ? {} : { count }) });

/** A million pods in groups of two thousand that are equal. */
export function grouped(seed: number): Instance {
  const random = randomOf(seed);
  return { nodes: [shape('n', 'a', 64n)], pods: Array.from({ length: 500 }, (_, index) => group(`g${index}`, 2_000, random)) };
}

/** Groups of which every second is spread over three zones and every third stands on a node once. */
export function ruled(seed: number, groups: number, each: number, counted: boolean): Instance {
  const random = randomOf(seed);
  return {
    nodes: ['a', 'b', 'c'].map((zone, index) => shape(`n-${zone}`, zone, 64n, counted ? (index === 0 ? 168 : 166) : undefined)),
    pods: Array.from({ length: groups }, (_, index) => {
      const selector = [{ key: 'app', operator: 'In' as const, values: [`g${index}`] }];
      return group(`g${index}`, each, random, {
        spread: index % 2 === 1 ? [{ topologyKey: 'zone', maxSkew: 1, selector }] : [],
        antiAffinity: index % 3 === 0 ? [{ topologyKey: hostname, selector }] : [],
      });
    }),
  };
}
