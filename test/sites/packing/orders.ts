import fc from 'fast-check';
import { hostname, type Instance, type NodeShape, type PodGroup, type PodSelector, type Spread } from '../../../sites/packing/instance.js';
import { pods, shape, spread } from './small.js';

/** A pod, and the number of the node that it is on; a node's number is its place in `nodes`. */
interface Placed {
  readonly pod: PodGroup;
  readonly on: number;
}

const meets = (labels: ReadonlyMap<string, string>, selector: Exclude<PodSelector, undefined>): boolean => selector.every(({ key, operator, values }) => (operator === 'Exists' ? labels.has(key) : operator === 'In' && values.includes(labels.get(key) ?? '')));
const picks = (selector: PodSelector, owner: PodGroup, other: PodGroup): boolean => (selector === undefined ? owner === other : meets(other.labels, selector));
const selected = (pod: PodGroup, node: NodeShape): boolean => [...pod.nodeSelector].every(([key, value]) => node.labels.get(key) === value);
const listOf = (instance: Instance): PodGroup[] => instance.pods.flatMap((pod) => Array.from({ length: pod.count }, () => pod));

/** Whether nodes hold their pods at all, whatever the order: room, taints, selectors, anti-affinity. */
function holds(nodes: readonly NodeShape[], placed: readonly Placed[]): boolean {
  const domain = (key: string, on: number): string | undefined => (key === hostname ? `#${on}` : nodes[on]?.labels.get(key));
  return (
    placed.every(({ pod, on }) => {
      const node = nodes[on];
      return node !== undefined && selected(pod, node) && node.taints.every(({ key }) => pod.tolerations.some((one) => one.key === key)) && pod.spread.every(({ topologyKey }) => domain(topologyKey, on) !== undefined);
    }) &&
    nodes.every((node, on) => {
      const here = placed.filter((one) => one.on === on);
      return here.length <= (node.maxPods ?? Infinity) && [...new Set(here.flatMap(({ pod }) => [...pod.resources.keys()]))].every((name) => here.reduce((sum, { pod }) => sum + (pod.resources.get(name) ?? 0n), 0n) <= (node.resources.get(name) ?? 0n));
    }) &&
    placed.every((a, i) => a.pod.antiAffinity.every(({ topologyKey, selector }) => placed.every((b, j) => i === j || !picks(selector, a.pod, b.pod) || domain(topologyKey, a.on) === undefined || domain(topologyKey, a.on) !== domain(topologyKey, b.on))))
  );
}

/** Whether the scheduler could have bound these pods to these nodes in some order: every order is tried. */
export function bindable(instance: Instance, nodes: readonly NodeShape[], placed: readonly Placed[]): boolean {
  if (!holds(nodes, placed)) return false;
  const domain = (key: string, on: number): string => (key === hostname ? `#${on}` : (nodes[on]?.labels.get(key) ?? ''));
  const counts = (pod: PodGroup, node: NodeShape): boolean => selected(pod, node) && pod.spread.every(({ topologyKey }) => topologyKey === hostname || node.labels.has(topologyKey));
  const keeps = (rule: Spread, { pod, on }: Placed, bound: readonly Placed[]): boolean => {
    const sums = new Map<string, number>();
    // A zone counts as soon as a shape offers it; nodes count that stand.
    if (rule.topologyKey !== hostname) for (const node of instance.nodes) if (node.count !== 0 && counts(pod, node)) sums.set(node.labels.get(rule.topologyKey) ?? '', 0);
    for (const [index, node] of nodes.entries()) if (counts(pod, node)) sums.set(domain(rule.topologyKey, index), 0);
    for (const other of bound) {
      const node = nodes[other.on];
      if (node !== undefined && counts(pod, node) && picks(rule.selector, pod, other.pod)) sums.set(domain(rule.topologyKey, other.on), (sums.get(domain(rule.topologyKey, other.on)) ?? 0) + 1);
    }
    const least = sums.size < (rule.minDomains ?? 1) ? 0 : Math.min(...sums.values());
    return (sums.get(domain(rule.topologyKey, on)) ?? 0) + (picks(rule.selector, pod, pod) ? 1 : 0) - least <= rule.maxSkew;
  };
  const reached = new Set([0]);
  const all = 2 ** placed.length - 1;
  for (const bound of reached) {
    const there = placed.filter((_, index) => (bound >> index) & 1);
    for (const [index, one] of placed.entries()) if (((bound >> index) & 1) === 0 && one.pod.spread.every((rule) => keeps(rule, one, there))) reached.add(bound | (1 << index));
  }
  return reached.has(all);
}

/** The nodes that stand where these are used: of a counted shape all. */
export function standing(instance: Instance, used: readonly NodeShape[]): NodeShape[] {
  return [...used, ...instance.nodes.flatMap((node) => Array.from({ length: Math.max(0, (node.count ?? 0) - used.filter((one) => one === node).length) }, () => node))];
}

/** The fewest nodes on which the scheduler could have bound every pod, by trying all ways; undefined where there are none. */
export function fewestNodes(instance: Instance, list: readonly PodGroup[] = listOf(instance)): number | undefined {
  let best: number | undefined;
  const used: NodeShape[] = [];
  const placed: Placed[] = [];
  const visit = (): void => {
    if (best !== undefined && used.length >= best) return;
    const pod = list[placed.length];
    if (pod === undefined) {
      if (bindable(instance, standing(instance, used), placed)) best = used.length;
      return;
    }
    const put = (on: number): void => {
      placed.push({ pod, on });
      if (holds(used, placed)) visit();
      placed.pop();
    };
    for (const on of used.keys()) put(on);
    for (const node of instance.nodes) {
      if (node.count !== undefined && used.filter((one) => one === node).length >= node.count) continue;
      used.push(node);
      put(used.length - 1);
      used.pop();
    }
  };
  visit();
  return best;
}

/** Groups that count each other: different skews, selectors, numbers of domains, labels, taints and anti-affinities. */
export const interlocking = (): fc.Arbitrary<Instance> => {
  const selector = fc.constantFrom<PodSelector>(undefined, [{ key: 'app', operator: 'In', values: ['u'] }], [{ key: 'app', operator: 'Exists', values: [] }], [{ key: 'app', operator: 'In', values: ['v'] }], []);
  const rule = fc.record({ key: fc.constantFrom(hostname, 'zone', 'zone'), skew: fc.integer({ min: 1, max: 3 }), selector, least: fc.constantFrom(undefined, undefined, undefined, 2, 3) });
  const group = fc.record({ cpu: fc.integer({ min: 1, max: 3 }), count: fc.integer({ min: 1, max: 3 }), app: fc.constantFrom('u', 'u', 'v'), rules: fc.array(rule, { maxLength: 2 }), apart: fc.option(fc.constantFrom('u', 'v'), { nil: undefined, freq: 7 }), zone: fc.option(fc.constantFrom('a', 'b'), { nil: undefined, freq: 6 }), tolerates: fc.boolean() });
  const node = fc.record({ cpu: fc.integer({ min: 4, max: 10 }), zone: fc.constantFrom('a', 'b', 'c'), count: fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined, freq: 2 }), tainted: fc.constantFrom(false, false, false, true) });
  return fc
    .record({ nodes: fc.array(node, { minLength: 1, maxLength: 3 }), groups: fc.array(group, { minLength: 2, maxLength: 3 }) })
    .filter(({ groups }) => groups.reduce((sum, { count }) => sum + count, 0) <= 6)
    .map(({ nodes, groups }) => ({
      nodes: nodes.map(({ cpu, zone, count, tainted }, index) => shape(`s${index}`, { cpu }, { labels: new Map([['zone', zone]]), taints: tainted ? [{ key: 't', value: '', effect: 'NoSchedule' }] : [], ...(count === undefined ? {} : { count }) })),
      pods: groups.map(({ cpu, count, app, rules, apart, zone, tolerates }, index) =>
        pods(`p${index}`, count, { cpu }, {
          labels: new Map([['app', app]]),
          spread: rules.map(({ key, skew, selector: of, least }) => spread(key, skew, { selector: of, ...(least === undefined ? {} : { minDomains: least }) })),
          antiAffinity: apart === undefined ? [] : [{ topologyKey: hostname, selector: [{ key: 'app', operator: 'In', values: [apart] }] }],
          ...(zone === undefined ? {} : { nodeSelector: new Map([['zone', zone]]) }),
          ...(tolerates ? { tolerations: [{ key: 't', operator: 'Exists', value: '' }] } : {}),
        }),
      ),
    }));
};
