import fc from 'fast-check';
import type { AntiAffinity, Instance, NodeShape, PodGroup, Spread } from '../../../sites/packing/instance.js';
import { validate, type NodeAssignment } from '../../../sites/packing/validate.js';
import type { PackOptions } from '../../../sites/packing/pack.js';

/** A clock that stands still: effort alone decides when to stop. */
export const unhurried = (effort: PackOptions['effort'], seed = 1): PackOptions => ({ effort, seed, now: () => 0, until: 1 });

/** A clock that moves on with every look at it: `best` ends by itself. */
export const ticking = (seed = 1, looks = 3_000): PackOptions => {
  let now = 0;
  return { effort: 'best', seed, now: () => (now += 1), until: looks };
};

export const shape = (name: string, resources: Readonly<Record<string, number>>, more: Partial<NodeShape> = {}): NodeShape => ({ shape: name, resources: new Map(Object.entries(resources).map(([key, amount]) => [key, BigInt(amount)])), labels: new Map(), taints: [], ...more });

export const pods = (name: string, count: number, resources: Readonly<Record<string, number>>, more: Partial<PodGroup> = {}): PodGroup => ({
  name,
  count,
  resources: new Map(Object.entries(resources).map(([key, amount]) => [key, BigInt(amount)])),
  labels: new Map(),
  nodeSelector: new Map(),
  tolerations: [],
  spread: [],
  antiAffinity: [],
  ...more,
});

export const spread = (topologyKey: string, maxSkew = 1, more: Partial<Spread> = {}): Spread => ({ topologyKey, maxSkew, selector: undefined, ...more });
export const anti = (topologyKey: string, app?: string): AntiAffinity => ({ topologyKey, selector: app === undefined ? undefined : [{ key: 'app', operator: 'In', values: [app] }] });

/** Pods on up to seven nodes of up to two shapes in two zones, with rules beside each other. */
export const smallInstances = (rules: boolean): fc.Arbitrary<Instance> => {
  const zones = ['a', 'b'];
  const resources = fc.record({ cpu: fc.integer({ min: 0, max: 6 }), memory: fc.integer({ min: 0, max: 6 }) });
  const rule = fc.record({ key: fc.constantFrom('kubernetes.io/hostname', 'zone'), skew: fc.integer({ min: 1, max: 2 }), app: fc.constantFrom(undefined, 'x', 'y') });
  const group = fc.record({ resources, count: fc.integer({ min: 1, max: 3 }), app: fc.constantFrom('x', 'y'), spread: fc.option(rule, { nil: undefined }), anti: fc.option(rule, { nil: undefined }), zone: fc.option(fc.constantFrom(...zones), { nil: undefined, freq: 6 }) });
  return fc
    .record({
      shapes: fc.array(fc.record({ cpu: fc.integer({ min: 4, max: 8 }), memory: fc.integer({ min: 4, max: 8 }), zone: fc.constantFrom(...zones), maxPods: fc.option(fc.integer({ min: 2, max: 4 }), { nil: undefined }) }), { minLength: 1, maxLength: 2 }),
      groups: fc.array(group, { minLength: 1, maxLength: 4 }),
    })
    .filter(({ groups }) => groups.reduce((sum, { count }) => sum + count, 0) <= 7)
    .map(({ shapes, groups }) => ({
      nodes: shapes.map(({ cpu, memory, zone, maxPods }, index) => shape(`s${index}`, { cpu, memory }, { labels: new Map([['zone', zone]]), ...(maxPods === undefined ? {} : { maxPods }) })),
      pods: groups.map(({ resources: of, count, app, spread: over, anti: apart, zone }, index) =>
        pods(`p${index}`, count, of, {
          labels: new Map([['app', app]]),
          ...(rules && over !== undefined ? { spread: [spread(over.key, over.skew, over.app === undefined ? {} : { selector: [{ key: 'app', operator: 'In', values: [over.app] }] })] } : {}),
          ...(rules && apart !== undefined ? { antiAffinity: [anti(apart.key, apart.app)] } : {}),
          ...(rules && zone !== undefined ? { nodeSelector: new Map([['zone', zone]]) } : {}),
        }),
      ),
    }));
};

/** The fewest nodes that hold every pod, by trying all ways; undefined where none does. */
export function optimum(instance: Instance): number | undefined {
  const list = instance.pods.flatMap(({ name, count }) => Array.from({ length: count }, () => name));
  let best: number | undefined;
  const nodes: { shape: string; names: string[] }[] = [];
  const fits = (): boolean => validate(instance, assignmentOf(nodes), missingOf(instance, nodes)).length === 0;
  const roomy = (): boolean => !validate(instance, assignmentOf(nodes), missingOf(instance, nodes)).some(({ what }) => what !== 'spread');
  const visit = (at: number): void => {
    if (best !== undefined && nodes.length >= best) return;
    const name = list[at];
    if (name === undefined) {
      if (fits()) best = nodes.length;
      return;
    }
    for (const node of nodes) {
      node.names.push(name);
      if (roomy()) visit(at + 1);
      node.names.pop();
    }
    for (const { shape: of } of instance.nodes) {
      nodes.push({ shape: of, names: [name] });
      if (roomy()) visit(at + 1);
      nodes.pop();
    }
  };
  visit(0);
  return best;
}

const assignmentOf = (nodes: readonly { readonly shape: string; readonly names: readonly string[] }[]): NodeAssignment[] =>
  nodes.map(({ shape: of, names }, index) => ({ node: `n${index}`, shape: of, pods: [...new Set(names)].map((name) => ({ name, count: names.filter((other) => other === name).length })) }));

function missingOf(instance: Instance, nodes: readonly { readonly names: readonly string[] }[]): Map<string, number> {
  const placed = nodes.flatMap(({ names }) => names);
  return new Map(instance.pods.map(({ name, count }) => [name, count - placed.filter((other) => other === name).length]));
}
