import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instance, NodeShape, PodGroup } from '../../../sites/packing/instance.js';
import { pack } from '../../../sites/packing/pack.js';
import { validate, type NodeAssignment } from '../../../sites/packing/validate.js';
import { bindable, fewestNodes, interlocking, standing } from './orders.js';
import { pods, shape, spread, ticking, unhurried } from './small.js';

/** The nodes that stand under an assignment, and every pod of it with the number of its node. */
function placedBy(instance: Instance, assignment: readonly NodeAssignment[]): readonly [NodeShape[], { pod: PodGroup; on: number }[]] {
  const used = assignment.flatMap(({ shape: of }) => instance.nodes.find((node) => node.shape === of) ?? []);
  const placed = assignment.flatMap(({ pods: held }, on) => held.flatMap(({ name, count }) => instance.pods.filter((pod) => pod.name === name).flatMap((pod) => Array.from({ length: count }, () => ({ pod, on })))));
  return [standing(instance, used), placed];
}

/** With nothing but spread to break. */
const roomy = ({ nodes, pods: groups }: Instance): Instance => ({ nodes: nodes.map((node) => ({ ...node, resources: new Map([['cpu', 100n]]), taints: [] })), pods: groups.map((pod) => ({ ...pod, nodeSelector: new Map(), antiAffinity: [] })) });

describe('pods whose spread counts others', () => {
  it.each(['fast', 'normal', 'best'] as const)('%s: every answer could have been bound, no bound is above the fewest nodes, what is proven is so', (effort) => {
    let [nodes, fewest, complete, leftOut, possible] = [0, 0, 0, 0, 0];
    fc.assert(
      fc.property(interlocking(), (instance) => {
        const packing = pack(instance, effort === 'best' ? ticking() : unhurried(effort));
        const [there, placed] = placedBy(instance, packing.assignment);
        expect(placed).toHaveLength(packing.pods.placed);
        expect(bindable(instance, there, placed)).toBe(true);
        const best = fewestNodes(instance, placed.map(({ pod }) => pod)) ?? NaN;
        expect(packing.lowerBound.value).toBeLessThanOrEqual(best);
        if (packing.optimal) expect(packing.nodesUsed).toBe(best);
        nodes += packing.nodesUsed;
        fewest += best;
        if (packing.pods.unplaced === 0) {
          complete += 1;
          return;
        }
        leftOut += 1;
        if (fewestNodes(instance) === undefined) return;
        possible += 1;
        expect(packing.unplaced.every(({ reason }) => reason.why === 'no-room' && !reason.proven)).toBe(true);
      }),
      { numRuns: 300, seed: 5 },
    );
    expect(Math.min(complete, leftOut)).toBeGreaterThan(20);
    // One kind after the other does not find every packing; it must find nearly all.
    expect(possible / (complete + possible)).toBeLessThan({ fast: 0.08, normal: 0.06, best: 0.04 }[effort]);
    expect((nodes - fewest) / fewest).toBeLessThan(0.1);
  });

  it('an assignment is refused where no order of binding leads to it, and only there', () => {
    let [right, wrong] = [0, 0];
    fc.assert(
      fc.property(interlocking().map(roomy), fc.array(fc.nat(), { minLength: 6, maxLength: 6 }), (instance, choices) => {
        const list = instance.pods.flatMap((pod) => Array.from({ length: pod.count }, () => pod));
        // Some nodes of each shape, pods on any of them.
        const named = instance.nodes.flatMap((node) => [1, 2].slice(0, node.count ?? 2).map((number) => ({ node: `${node.shape}-${number}`, shape: node.shape })));
        const at = list.map((_, index) => (choices[index] ?? 0) % named.length);
        const assignment = named.flatMap((node, index): NodeAssignment[] => {
          const here = list.filter((_, pod) => at[pod] === index);
          return here.length === 0 ? [] : [{ ...node, pods: [...new Set(here)].map(({ name }) => ({ name, count: here.filter((one) => one.name === name).length })) }];
        });
        const found = validate(instance, assignment, new Map());
        const [there, placed] = placedBy(instance, assignment);
        if (bindable(instance, there, placed)) {
          expect(found).toEqual([]);
          right += 1;
        } else {
          expect(found.length).toBeGreaterThan(0);
          if (found.every(({ what }) => what === 'spread')) wrong += 1;
        }
        expect(found.some(({ sure }) => sure === false)).toBe(false);
      }),
      { numRuns: 1_000, seed: 3 },
    );
    expect(Math.min(right, wrong)).toBeGreaterThan(100);
  });

  const zones = ['a', 'b'].map((zone) => shape(zone, { cpu: 8 }, { labels: new Map([['zone', zone]]), count: 1 }));
  const app = { labels: new Map([['app', 'v'], ['part', 'x']]) };
  const [one, two] = [{ key: 'app', operator: 'In' as const, values: ['v'] }, { key: 'part', operator: 'In' as const, values: ['x'] }];
  const held = (instance: Instance) => pack(instance, unhurried('normal')).assignment.map(({ node, pods: on }) => [node, ...on.map(({ name, count }) => `${name} ${count}`)]);

  it.each<[string, Instance]>([
    ['selectors that say the same in other words', { nodes: zones, pods: [pods('web', 1, { cpu: 1 }, { ...app, spread: [spread('zone', 1, { selector: [one, two] })] }), pods('db', 1, { cpu: 1 }, { ...app, spread: [spread('zone', 1, { selector: [two, one] })] })] }],
    ['selectors that pick the same pods', { nodes: zones, pods: [pods('web', 1, { cpu: 1 }, { ...app, spread: [spread('zone', 1, { selector: [one] })] }), pods('db', 1, { cpu: 1 }, { ...app, spread: [spread('zone', 1, { selector: [{ key: 'app', operator: 'Exists', values: [] }] })] })] }],
    ['rules that differ in minDomains alone', { nodes: zones, pods: [pods('web', 1, { cpu: 1 }, { ...app, spread: [spread('zone', 1, { selector: [one] })] }), pods('db', 1, { cpu: 1 }, { ...app, spread: [spread('zone', 1, { selector: [one], minDomains: 2 })] })] }],
  ])('%s count each other: two pods, two zones', (_what, instance) => {
    const found = pack(instance, unhurried('normal'));
    expect(found).toMatchObject({ nodesUsed: 2, pods: { placed: 2, unplaced: 0 } });
    const [web, db] = instance.pods;
    const together = [{ node: 'a-1', shape: 'a', pods: [web, db].map((pod) => ({ name: pod?.name ?? '', count: 1 })) }];
    expect(validate(instance, together, new Map()).map(({ what }) => what)).toContain('spread');
  });

  it('counts nobody on nodes that its own selector leaves out', () => {
    // `db` may stand on fast disks alone: what `web` has on the slow ones of the same zone is nothing to it.
    const nodes = [['a', 'fast'], ['a', 'slow'], ['b', 'fast']].map(([zone = '', disk = ''], index) => shape(`n${index}`, { cpu: 8 }, { labels: new Map([['zone', zone], ['disk', disk]]), count: 1 }));
    const instance: Instance = { nodes, pods: [pods('web', 4, { cpu: 2 }, { ...app, nodeSelector: new Map([['disk', 'slow']]) }), pods('db', 2, { cpu: 1 }, { ...app, nodeSelector: new Map([['disk', 'fast']]), spread: [spread('zone', 1, { selector: [one] })] })] };
    expect(held(instance).sort()).toEqual([['n0-1', 'db 1'], ['n1-1', 'web 4'], ['n2-1', 'db 1']]);
  });

  it('goes back to pods that waited for others to fill the emptiest domain', () => {
    // Zone b has no room for `web`; only `db`, which is smaller and comes later, makes it more than empty.
    const [a, b] = [12, 2].map((cpu, index) => shape('ab'[index] ?? '', { cpu }, { labels: new Map([['zone', 'ab'[index] ?? '']]), count: 1 }));
    const instance: Instance = { nodes: [a, b].flatMap((node) => node ?? []), pods: [pods('web', 3, { cpu: 4 }, { ...app, spread: [spread('zone', 2, { selector: [one] })] }), pods('db', 1, { cpu: 1 }, { ...app, nodeSelector: new Map([['zone', 'b']]) })] };
    expect(pack(instance, unhurried('normal')).pods).toEqual({ placed: 4, unplaced: 0 });
  });
});
