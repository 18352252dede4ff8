import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare, liveNode, livePod, overfull, type LiveNode, type LivePod } from '../../../bin/proof/compare.js';
import { nodeObject, podObject } from '../../../bin/proof/objects.js';
import { podName, podsIn, type StageGroup, type StageNode } from '../../../bin/proof/stage.js';
import { group, node, podGroup } from './stages.js';

/** What an API server would hold: the objects that are emitted, each pod with a node where it has one. */
function live(nodes: readonly StageNode[], groups: readonly StageGroup[], at: Readonly<Record<string, string | undefined>>): { pods: LivePod[]; nodes: LiveNode[] } {
  return {
    pods: groups.flatMap(podsIn).map((pod) => {
      const { metadata, spec } = podObject(pod) as unknown as Parameters<typeof livePod>[0];
      const bound = at[podName(pod)];
      return livePod({ metadata, spec: { ...spec, ...(bound === undefined ? {} : { nodeName: bound }) } });
    }),
    nodes: nodes.map((one) => liveNode(nodeObject(one) as unknown as Parameters<typeof liveNode>[0])),
  };
}

const kinds = (nodes: readonly StageNode[], groups: readonly StageGroup[], at: Readonly<Record<string, string | undefined>>): string[] => [...new Set(compare(nodes, groups, live(nodes, groups, at)).problems.map(({ what }) => what))].sort();

describe('what the API server holds is compared with what was to come of it', () => {
  const nodes = [node('x-1', 10, { zone: 'a' }), node('x-2', 10, { zone: 'b' })];
  const spread = group('e0', 2, 3, { pod: podGroup('e0', 2, 3, { spread: [{ topologyKey: 'zone', maxSkew: 1, selector: undefined }] }) });

  it('everything bound, nothing over, the spread kept: nothing is wrong', () => {
    const at = { 'e0-0': 'x-1', 'e0-1': 'x-2', 'e0-2': 'x-1' };
    expect(compare(nodes, [spread], live(nodes, [spread], at))).toEqual({ expected: 3, bound: 3, shed: 0, problems: [] });
  });

  it.each<[string, Readonly<Record<string, string | undefined>>, StageGroup, string[]]>([
    ['a pod without a node', { 'e0-0': 'x-1', 'e0-1': 'x-2' }, spread, ['unbound']],
    ['a spread that is broken', { 'e0-0': 'x-1', 'e0-1': 'x-1', 'e0-2': 'x-1' }, spread, ['spread']],
    ['a node over its allocatable, by a thousandth of a core', { 'e0-0': 'x-1', 'e0-1': 'x-1' }, group('e0', 0, 2, { pod: { ...podGroup('e0', 0, 2), resources: new Map([['cpu', 5001n]]) } }), ['over-allocatable']],
    ['a node that is not there', { 'e0-0': 'x-1', 'e0-1': 'x-3', 'e0-2': 'x-1' }, group('e0', 1, 3), ['unknown']],
    ['a selector that does not allow the node', { 'e0-0': 'x-2' }, group('e0', 1, 1, { pod: podGroup('e0', 1, 1, { nodeSelector: new Map([['zone', 'a']]) }) }), ['selector']],
  ])('%s is found', (_, at, of, found) => {
    expect(kinds(nodes, [of], at)).toEqual(found);
  });

  it('exactly full is not over', () => {
    expect(kinds(nodes, [group('e0', 5, 4)], { 'e0-0': 'x-1', 'e0-1': 'x-1', 'e0-2': 'x-2', 'e0-3': 'x-2' })).toEqual([]);
  });

  it('a taint that is not tolerated is found, and a tolerated one is not', () => {
    const kept: StageNode = { name: 'x-1', shape: { ...node('x-1', 10).shape, taints: [{ key: 'k', value: 'secret', effect: 'NoSchedule' }] } };
    const tolerating = group('e0', 1, 1, { pod: podGroup('e0', 1, 1, { tolerations: [{ key: 'k', operator: 'Equal', value: 'secret', effect: 'NoSchedule' }] }) });
    expect(kinds([kept], [group('e0', 1, 1)], { 'e0-0': 'x-1' })).toEqual(['taint']);
    expect(kinds([kept], [tolerating], { 'e0-0': 'x-1' })).toEqual([]);
  });

  it('pods that nobody asked for, or too few, are found; whoever may yield is counted and no problem', () => {
    const held = live(nodes, [group('e0', 1, 2), group('other', 1, 1)], { 'e0-0': 'x-1', 'e0-1': 'x-1', 'other-0': 'x-2' });
    expect(compare(nodes, [group('e0', 1, 3)], held).problems.map(({ what }) => what)).toEqual(['missing', 'missing', 'unknown']);
    const yielding = group('e0', 1, 3, { promised: false });
    expect(compare(nodes, [yielding], live(nodes, [yielding], { 'e0-0': 'x-1' }))).toEqual({ expected: 0, bound: 0, shed: 2, problems: [] });
  });

  it('a node has as many pods as its allocatable says', () => {
    const narrow: StageNode = { name: 'x-1', shape: { ...node('x-1', 10).shape, maxPods: 1 } };
    expect(kinds([narrow], [group('e0', 1, 2)], { 'e0-0': 'x-1', 'e0-1': 'x-1' })).toEqual(['over-allocatable']);
  });

  it('agrees with plain sums, whatever stands where', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ on: fc.constantFrom('x-1', 'x-2'), milli: fc.bigInt({ min: 1n, max: 9_000n }) }), { maxLength: 8 }), (pods) => {
        const found = overfull({ nodes: live(nodes, [], {}).nodes, pods: pods.map(({ on, milli }, index) => ({ name: `p-${index}`, group: 'e0', node: on, requests: new Map([['cpu', milli]]) })) });
        const over = ['x-1', 'x-2'].filter((on) => pods.reduce((sum, pod) => sum + (pod.on === on ? pod.milli : 0n), 0n) > 10_000n);
        expect(found.flatMap((one) => ('node' in one ? [one.node] : [])).sort()).toEqual(over);
      }),
    );
  });
});
