import { describe, expect, it } from 'vitest';
import { hostname, type Instance } from '../../../sites/packing/instance.js';
import { pack } from '../../../sites/packing/pack.js';
import { anti, pods, shape, spread, ticking, unhurried } from './small.js';

const packed = (instance: Instance) => pack(instance, unhurried('normal'));
const labels = (app: string) => ({ labels: new Map([['app', app]]) });
const zones = (...names: string[]) => names.map((zone) => shape(`n-${zone}`, { cpu: 8 }, { labels: new Map([['zone', zone]]) }));

describe('pack, by the scheduler’s rules', () => {
  it('counts requests, and zero is no demand', () => {
    const found = packed({ nodes: [shape('n', { cpu: 8 })], pods: [pods('a', 4, { cpu: 4 }), pods('free', 5, { cpu: 0 })] });
    expect(found).toMatchObject({ nodesUsed: 2, lowerBound: { value: 2, method: 'volume' }, gap: 0, optimal: true, bindingResource: 'cpu', pods: { placed: 9, unplaced: 0 }, unplaced: [] });
  });

  it('keeps to the most pods of a node', () => {
    expect(packed({ nodes: [shape('n', { cpu: 100 }, { maxPods: 3 })], pods: [pods('a', 10, { cpu: 1 })] })).toMatchObject({ nodesUsed: 4, lowerBound: { value: 4 }, bindingResource: 'pods' });
  });

  it('puts pods of one anti-affinity on nodes of their own, and others beside them', () => {
    const found = packed({ nodes: [shape('n', { cpu: 8 })], pods: [pods('db', 3, { cpu: 1 }, { antiAffinity: [anti(hostname)] }), pods('web', 21, { cpu: 1 })] });
    expect(found).toMatchObject({ nodesUsed: 3, optimal: true });
    for (const { pods: held } of found.assignment) expect(held.find(({ name }) => name === 'db')?.count).toBe(1);
  });

  it('keeps apart what another’s anti-affinity counts, whichever comes first', () => {
    const found = packed({ nodes: [shape('n', { cpu: 8 })], pods: [pods('quiet', 1, { cpu: 1 }, { antiAffinity: [anti(hostname, 'loud')] }), pods('loud', 2, { cpu: 1 }, labels('loud'))] });
    expect(found).toMatchObject({ nodesUsed: 2, lowerBound: { value: 2, method: 'incompatible-pods' }, optimal: true });
  });

  it('has one pod a zone with anti-affinity by zone, and says which have none', () => {
    const found = packed({ nodes: zones('a', 'b'), pods: [pods('db', 3, { cpu: 1 }, { antiAffinity: [anti('zone')] })] });
    expect(found).toMatchObject({ pods: { placed: 2, unplaced: 1 }, optimal: false, unplaced: [{ pod: 'db', count: 1, reason: { why: 'no-room', proven: false } }] });
  });

  it('is not called optimal where pods have no shape to stand on at all', () => {
    expect(packed({ nodes: [shape('a', { cpu: 8 })], pods: [pods('web', 4, { cpu: 1 }, { spread: [spread('nowhere')] })] })).toMatchObject({ pods: { placed: 0, unplaced: 4 }, optimal: false });
  });

  it('spreads over zones, and a zone without nodes counts as empty', () => {
    const found = packed({ nodes: zones('a', 'b', 'c'), pods: [pods('web', 8, { cpu: 1 }, { spread: [spread('zone')] })] });
    const by = found.assignment.map(({ shape: of, pods: held }) => [of, held[0]?.count]).sort();
    expect(by.map(([, count]) => count).sort()).toEqual([2, 3, 3]);
    const short = packed({ nodes: [...zones('a', 'b'), shape('tiny', { cpu: 1 }, { labels: new Map([['zone', 'c']]), count: 1 })], pods: [pods('web', 6, { cpu: 1 }, { spread: [spread('zone')] })] });
    // One in c, so two in a and in b: the sixth finds no place.
    expect(short.pods).toEqual({ placed: 5, unplaced: 1 });
  });

  it('counts a zone that taints close, as the scheduler does', () => {
    const closed = shape('closed', { cpu: 8 }, { labels: new Map([['zone', 'c']]), taints: [{ key: 'x', value: '', effect: 'NoExecute' }] });
    expect(packed({ nodes: [...zones('a', 'b'), closed], pods: [pods('web', 6, { cpu: 1 }, { spread: [spread('zone')] })] }).pods).toEqual({ placed: 2, unplaced: 4 });
    // A node selector takes the zone out of the count.
    const selector = [[{ key: 'zone', operator: 'NotIn' as const, values: ['c'] }]];
    expect(packed({ nodes: [...zones('a', 'b'), closed], pods: [pods('web', 6, { cpu: 1 }, { spread: [spread('zone')], affinity: selector })] }).pods).toEqual({ placed: 6, unplaced: 0 });
  });

  it('takes the emptiest domain as empty where there are fewer than minDomains', () => {
    expect(packed({ nodes: zones('a', 'b'), pods: [pods('web', 6, { cpu: 1 }, { spread: [spread('zone', 1, { minDomains: 3 })] })] }).pods).toEqual({ placed: 2, unplaced: 4 });
  });

  it('spreads over the nodes there are, beyond the skew, evenly', () => {
    const found = packed({ nodes: [shape('n', { cpu: 8 }, { count: 3 })], pods: [pods('web', 7, { cpu: 1 }, { spread: [spread(hostname)] })] });
    expect(found.pods).toEqual({ placed: 7, unplaced: 0 });
    expect(found.assignment.map(({ pods: held }) => held[0]?.count).sort()).toEqual([2, 2, 3]);
  });

  it('tolerates by key, value and effect', () => {
    const node = shape('n', { cpu: 8 }, { taints: [{ key: 'team', value: 'a', effect: 'NoSchedule' }, { key: 'soft', value: '', effect: 'PreferNoSchedule' }] });
    const found = packed({
      nodes: [node],
      pods: [
        pods('none', 1, { cpu: 1 }),
        pods('wrong', 1, { cpu: 1 }, { tolerations: [{ key: 'team', operator: 'Equal', value: 'b' }] }),
        pods('effect', 1, { cpu: 1 }, { tolerations: [{ key: 'team', operator: 'Exists', value: '', effect: 'NoExecute' }] }),
        pods('right', 1, { cpu: 1 }, { tolerations: [{ key: 'team', operator: 'Equal', value: 'a' }] }),
        pods('all', 1, { cpu: 1 }, { tolerations: [{ operator: 'Exists', value: '' }] }),
      ],
    });
    expect(found.unplaced).toEqual(['none', 'wrong', 'effect'].map((pod) => ({ pod, count: 1, reason: { why: 'taint', key: 'team' } })));
    expect(found.pods.placed).toBe(2);
  });

  it('selects by labels and by each operator', () => {
    const node = shape('n', { cpu: 8 }, { labels: new Map([['zone', 'a'], ['cores', '64']]) });
    const where = (key: string, operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt', ...values: string[]) => ({ affinity: [[{ key, operator, values }]] });
    const cases: [string, object, boolean][] = [
      ['in', where('zone', 'In', 'a', 'b'), true],
      ['not-in', where('zone', 'NotIn', 'a'), false],
      ['not-in-absent', where('rack', 'NotIn', 'a'), true],
      ['exists', where('rack', 'Exists'), false],
      ['absent', where('rack', 'DoesNotExist'), true],
      ['gt', where('cores', 'Gt', '63'), true],
      ['gt-equal', where('cores', 'Gt', '64'), false],
      ['lt-text', where('zone', 'Lt', '64'), false],
      ['selector', { nodeSelector: new Map([['zone', 'b']]) }, false],
      ['either', { affinity: [[{ key: 'zone', operator: 'In', values: ['b'] }], [{ key: 'cores', operator: 'Exists', values: [] }]] }, true],
      ['empty-term', { affinity: [[]] }, false],
    ];
    const found = packed({ nodes: [node], pods: cases.map(([name, more]) => pods(name, 1, { cpu: 0 }, more)) });
    expect(found.unplaced.map(({ pod, reason }) => [pod, reason.why])).toEqual(cases.filter(([, , fits]) => !fits).map(([name]) => [name, 'selector']));
  });

  it('names what fits nowhere and why', () => {
    const found = packed({
      nodes: [shape('cpu', { cpu: 8, memory: 1 }), shape('memory', { cpu: 1, memory: 8 })],
      pods: [pods('tall', 2, { cpu: 9 }), pods('square', 1, { cpu: 2, memory: 2 }), pods('odd', 1, { tpu: 1 }), pods('zoned', 1, { cpu: 1 }, { spread: [spread('zone')] }), pods('fine', 1, { cpu: 1 })],
    });
    expect(found.unplaced).toEqual([
      { pod: 'tall', count: 2, reason: { why: 'resource', resource: 'cpu', asked: 9n, most: 8n } },
      { pod: 'square', count: 1, reason: { why: 'resources-together' } },
      { pod: 'odd', count: 1, reason: { why: 'resource', resource: 'tpu', asked: 1n, most: 0n } },
      { pod: 'zoned', count: 1, reason: { why: 'topology-key', key: 'zone' } },
    ]);
    expect(found).toMatchObject({ nodesUsed: 1, optimal: false, pods: { placed: 1, unplaced: 5 } });
  });

  it('never calls an answer optimal that leaves out pods for want of nodes, and proves the want where it can', () => {
    const found = packed({ nodes: [shape('n', { cpu: 8 }, { count: 2 })], pods: [pods('a', 17, { cpu: 1 })] });
    expect(found).toMatchObject({ nodesUsed: 2, optimal: false, unplaced: [{ pod: 'a', count: 1, reason: { why: 'no-room', proven: true } }] });
    expect(found.lowerBound.value).toBe(2);
  });

  it('uses the large shape where that takes fewer nodes, and no more of it than there are', () => {
    const found = packed({ nodes: [shape('small', { cpu: 4 }), shape('large', { cpu: 16 }, { count: 1 })], pods: [pods('a', 24, { cpu: 1 })] });
    expect(found).toMatchObject({ nodesUsed: 3, lowerBound: { value: 3 }, optimal: true });
  });

  it('names no hostile pod or shape out of the way', () => {
    const found = packed({ nodes: [shape('__proto__', { cpu: 8 }, { labels: new Map([['constructor', 'x']]) })], pods: [pods('__proto__', 2, { cpu: 8 }), pods('toString', 1, { cpu: 1 }, { nodeSelector: new Map([['constructor', 'y']]) })] });
    expect(found.assignment.map(({ node, pods: held }) => [node, held])).toEqual([['__proto__-1', [{ name: '__proto__', count: 1 }]], ['__proto__-2', [{ name: '__proto__', count: 1 }]]]);
    expect(found.unplaced.map(({ pod }) => pod)).toEqual(['toString']);
  });

  it('says the same for the same seed', () => {
    // Without the solver, which stops by its own clock.
    const instance: Instance = { nodes: [shape('n', { cpu: 100, memory: 100 })], pods: Array.from({ length: 40 }, (_, index) => pods(`p${index}`, 1, { cpu: 20 + ((index * 37) % 41), memory: 20 + ((index * 53) % 43) })) };
    const told = (seed: number) => JSON.stringify({ ...pack(instance, unhurried('normal', seed)), seconds: 0 });
    expect(told(3)).toBe(told(3));
  });

  it('says when time was over, and answers all the same', () => {
    const instance: Instance = { nodes: [shape('n', { cpu: 100, memory: 100 })], pods: Array.from({ length: 30 }, (_, index) => pods(`p${index}`, 1, { cpu: 26 + ((index * 7) % 30), memory: 26 + ((index * 11) % 30) })) };
    const found = pack(instance, ticking(1, 1));
    expect(found).toMatchObject({ timeOver: true, pods: { placed: 30, unplaced: 0 } });
  });
});
