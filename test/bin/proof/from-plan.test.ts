import { describe, expect, it } from 'vitest';
import { inputStage } from '../../../bin/proof/from-input.js';
import { stageOf } from '../../../bin/proof/from-plan.js';
import { podName, type StageGroup } from '../../../bin/proof/stage.js';
import type { Scene, SceneGroup } from '../../../sites/purchase/scenes.js';
import { node, podGroup } from './stages.js';

const of = (namespace: string, tier: SceneGroup['tier'], cores: bigint, count: number, compartment = 'open'): SceneGroup => ({ namespace, organisation: 'a', system: namespace, tier, compartment, resources: new Map([['cpu', cores], ['gpu', 0n]]), count });

/** ndc-02 with ndc-01 lost: one waits at half its size, one goes on, one arrives, one may have to yield. */
const scene: Scene = {
  site: 'ndc-02',
  quarter: '2030-Q4' as Scene['quarter'],
  nodes: [
    { pool: 'general-1', number: 1, rack: 'hall-1/3', hall: 'hall-1', compartment: 'open', allocatable: new Map([['cpu', 10n], ['gpu', 2n], ['pods', 250n]]) },
    { pool: 'own-1', number: 1, rack: 'hall-1/4', hall: 'hall-1', compartment: 'dedicated/bo-a', allocatable: new Map([['cpu', 10n], ['gpu', 0n], ['pods', 250n]]) },
  ],
  normal: [of('waits', 'gold', 5n, 1), of('goes-on', 'platinum', 4n, 3), of('yields', 'bronze', 1n, 2)],
  events: [{ lost: ['ndc-01'], groups: [of('waits', 'gold', 8n, 2), of('goes-on', 'platinum', 4n, 4), of('yields', 'bronze', 1n, 2), of('apart', 'silver', 2n, 1, 'dedicated/bo-a')], yielding: ['bronze'] }],
};
const tiers = { platinum: { priority: 4 }, gold: { priority: 3 }, silver: { priority: 2 }, bronze: { priority: 1 } };
const stage = stageOf(scene, { protection: { tiers } } as unknown as Parameters<typeof stageOf>[1]);
const [loss] = stage.losses;
const sized = (groups: readonly StageGroup[]): string[] => groups.map(({ namespace, pod, promised }) => `${namespace} ${pod.resources.get('cpu')} x${pod.count}${promised ? '' : ' may yield'}`);

describe('a site of the plan as a cluster', () => {
  it('pods that are alike go on, as many as are wanted; what waited at another size ends, and the rest is added', () => {
    expect(sized(stage.groups)).toEqual(['waits 5 x1', 'goes-on 4 x3', 'yields 1 x2']);
    expect(sized(loss?.groups ?? [])).toEqual(['goes-on 4 x3', 'yields 1 x2 may yield', 'waits 8 x2', 'goes-on 4 x1', 'apart 2 x1']);
    expect(loss?.ended.map(podName)).toEqual(['n0-0']);
    expect(loss?.added.map(({ group }) => group.namespace)).toEqual(['waits', 'waits', 'goes-on', 'apart']);
  });

  it('pods bear their tier’s priority; a selector only where nodes are kept for them', () => {
    const [waits, apart] = ['waits', 'apart'].map((name) => loss?.groups.find(({ namespace }) => namespace === name));
    expect(waits?.priority).toEqual({ name: 'ndc-gold', value: 3 });
    expect([waits?.pod.nodeSelector.size, waits?.pod.tolerations.length]).toEqual([0, 0]);
    expect([...(apart?.pod.nodeSelector ?? [])]).toEqual([['ndc.gov.vn/nodes', 'dedicated.bo-a']]);
    expect(apart?.pod.tolerations).toEqual([{ key: 'ndc.gov.vn/nodes', operator: 'Equal', value: 'dedicated.bo-a', effect: 'NoSchedule' }]);
  });

  it('nodes register with pool, hall and rack, and where they are kept apart with label and taint; with GPUs with the soft taint that spares them', () => {
    const [open, own] = stage.nodes.map(({ shape }) => shape);
    expect(Object.fromEntries(open?.labels ?? [])).toEqual({ 'kubernetes.io/hostname': 'ndc-02-general-1-1', 'ndc.gov.vn/pool': 'general-1', 'ndc.gov.vn/hall': 'hall-1', 'topology.rook.io/rack': 'hall-1.3' });
    expect([open?.taints, open?.maxPods, Object.fromEntries(open?.resources ?? [])]).toEqual([[{ key: 'nvidia.com/gpu', value: '', effect: 'PreferNoSchedule' }], 250, { cpu: 10n, 'nvidia.com/gpu': 2n }]);
    expect(own?.taints).toEqual([{ key: 'ndc.gov.vn/nodes', value: 'dedicated.bo-a', effect: 'NoSchedule' }]);
  });
});

describe('a file as a cluster', () => {
  const instance = { nodes: [{ ...node('big', 8).shape, count: 3 }, (({ count: _count, ...rest }) => rest)(node('more', 4).shape)], pods: [podGroup('web; x', 1, 3), podGroup('none', 1, 2)] };
  const { stage: built, places } = inputStage(instance, [{ node: 'big-1', shape: 'big', pods: [{ name: 'web; x', count: 2 }] }, { node: 'more-1', shape: 'more', pods: [{ name: 'web; x', count: 1 }, { name: 'stranger', count: 1 }] }, { node: 'x', shape: 'not-there', pods: [] }], 'pods.json');

  it('has every node that is counted and those that are used, and the pods that were placed', () => {
    expect(built.nodes.map(({ name }) => name)).toEqual(['node-0-1', 'node-0-2', 'node-0-3', 'node-1-1']);
    expect(sized(built.losses[0]?.groups ?? [])).toEqual(['default 1000 x3']);
    expect(built.losses[0]?.groups[0]?.told).toBe('web; x');
  });

  it('knows where the assignment puts each', () => {
    expect(Object.fromEntries(places)).toEqual({ 'e0-0': 'node-0-1', 'e0-1': 'node-0-1', 'e0-2': 'node-1-1' });
  });
});
