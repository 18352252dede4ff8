import { describe, expect, it } from 'vitest';
import { hostname, type Instance } from '../../../sites/packing/instance.js';
import { pack } from '../../../sites/packing/pack.js';
import { validate, type NodeAssignment, type Violation } from '../../../sites/packing/validate.js';
import { anti, pods, shape, spread, unhurried } from './small.js';

const labelled = (app: string) => ({ labels: new Map([['app', app]]) });

/** One rule of each kind, two zones, and a sound packing of it. */
const instance: Instance = {
  nodes: [
    shape('a', { cpu: 8, memory: 8 }, { labels: new Map([['zone', 'a'], ['disk', 'fast']]), maxPods: 5 }),
    shape('b', { cpu: 8, memory: 8 }, { labels: new Map([['zone', 'b']]), maxPods: 5, count: 3 }),
    shape('gpu', { cpu: 8, memory: 8, 'nvidia.com/gpu': 2 }, { labels: new Map([['zone', 'b']]), taints: [{ key: 'gpu', value: '', effect: 'NoSchedule' }], count: 1 }),
  ],
  pods: [
    pods('web', 4, { cpu: 2, memory: 1 }, { ...labelled('web'), spread: [spread('zone')] }),
    pods('db', 2, { cpu: 3, memory: 3 }, { ...labelled('db'), antiAffinity: [anti(hostname)] }),
    pods('train', 2, { cpu: 1, 'nvidia.com/gpu': 1 }, { tolerations: [{ key: 'gpu', operator: 'Exists', value: '' }] }),
    pods('log', 1, { cpu: 1 }, { nodeSelector: new Map([['disk', 'fast']]) }),
  ],
};

const sound = pack(instance, unhurried('normal'));
const broken = (assignment: readonly NodeAssignment[], unplaced = new Map<string, number>()): Violation['what'][] => [...new Set(validate(instance, assignment, unplaced).map(({ what }) => what))].sort();
const node = (name: string, of: string, held: Readonly<Record<string, number>>): NodeAssignment => ({ node: name, shape: of, pods: Object.entries(held).map(([pod, count]) => ({ name: pod, count })) });

/** Sound by hand. */
const whole = [node('a-1', 'a', { web: 2, db: 1, log: 1 }), node('b-1', 'b', { web: 2, db: 1 }), node('gpu-1', 'gpu', { train: 2 })];

describe('validate', () => {
  it('accepts what is sound', () => {
    expect(broken(whole)).toEqual([]);
    expect(sound.pods).toEqual({ placed: 9, unplaced: 0 });
    expect(broken(sound.assignment)).toEqual([]);
  });

  it.each<[Violation['what'], readonly NodeAssignment[]]>([
    ['resources', [node('a-1', 'a', { web: 2, db: 1, log: 1, train: 1 }), node('b-1', 'b', { web: 2, db: 1 }), node('gpu-1', 'gpu', { train: 1 })]],
    ['max-pods', [node('a-1', 'a', { web: 2, db: 1, log: 3 }), node('b-1', 'b', { web: 2, db: 1 }), node('gpu-1', 'gpu', { train: 2 })]],
    ['selector', [node('a-1', 'a', { web: 2, db: 1 }), node('b-1', 'b', { web: 2, db: 1, log: 1 }), node('gpu-1', 'gpu', { train: 2 })]],
    ['taint', [node('a-1', 'a', { web: 2, log: 1 }), node('b-1', 'b', { web: 2, db: 1 }), node('gpu-1', 'gpu', { train: 2, db: 1 })]],
    ['anti-affinity', [node('a-1', 'a', { web: 2, log: 1 }), node('b-1', 'b', { db: 2 }), node('b-2', 'b', { web: 2 }), node('gpu-1', 'gpu', { train: 2 })]],
    ['spread', [node('a-1', 'a', { web: 3, log: 1 }), node('a-2', 'a', { db: 1 }), node('b-1', 'b', { web: 1, db: 1 }), node('gpu-1', 'gpu', { train: 2 })]],
    ['node-count', [...whole.slice(0, 2), node('gpu-1', 'gpu', { train: 1 }), node('gpu-2', 'gpu', { train: 1 })]],
    ['pod-count', whole.slice(0, 2)],
    ['unknown', [...whole, node('x-1', 'x', {})]],
    ['unknown', [...whole, node('a-1', 'a', {})]],
    ['unknown', [...whole, node('a-9', 'a', { web: 0 })]],
    ['unknown', [...whole, node('a-9', 'a', { wbe: 1 })]],
  ])('finds what breaks: %s (case %#)', (what, assignment) => {
    expect(broken(assignment)).toContain(what);
  });

  it('counts pods that are said to stand nowhere', () => {
    expect(broken(whole.slice(0, 2), new Map([['train', 2]]))).toEqual([]);
    expect(broken(whole, new Map([['train', 1]]))).toEqual(['pod-count']);
  });

  it('finds any pod that is moved, added or taken away', () => {
    let moves = 0;
    for (const [from, { pods: held }] of sound.assignment.entries())
      for (const { name } of held) {
        const without = change(sound.assignment, from, name, -1);
        expect(broken(without)).toContain('pod-count');
        expect(broken(change(sound.assignment, from, name, 1))).toContain('pod-count');
        for (const to of sound.assignment.keys()) {
          if (to === from) continue;
          // A move keeps the count: whatever is found now is a rule of the node or of its domain.
          const found = broken(change(without, to, name, 1));
          expect(found).not.toContain('pod-count');
          if (found.length > 0) moves += 1;
        }
      }
    expect(moves).toBeGreaterThan(5);
  });
});

describe('an order of binding', () => {
  const zones = ['a', 'b'].map((zone) => shape(zone, { cpu: 8 }, { labels: new Map([['zone', zone]]), count: 1 }));
  const rule = (skew: number) => spread('zone', skew, { selector: [{ key: 'app', operator: 'Exists', values: [] }] });
  const given: Instance = { nodes: zones, pods: [pods('tight', 2, { cpu: 1 }, { ...labelled('x'), spread: [rule(1)] }), pods('loose', 2, { cpu: 1 }, { ...labelled('x'), spread: [rule(3)] })] };
  const stands = [node('a-1', 'a', { tight: 1, loose: 2 }), node('b-1', 'b', { tight: 1 })];
  const [inA, inB, loose] = [{ node: 'a-1', pod: 'tight', count: 1 }, { node: 'b-1', pod: 'tight', count: 1 }, { node: 'a-1', pod: 'loose', count: 2 }];

  it('is looked for where none is given', () => {
    expect(validate(given, stands, new Map())).toEqual([]);
    // Two more in a than in b, before the second of `tight` or after it.
    expect(validate(given, [node('a-1', 'a', { tight: 2, loose: 2 })], new Map())).toMatchObject([{ what: 'spread', detail: { en: expect.stringMatching(/^skew \d over zone, at most \d$/) as string } }]);
  });

  it('is replayed where it is given, and must bind what stands', () => {
    const replayed = (...order: readonly (typeof inA)[]) => validate(given, stands, new Map(), () => order).map(({ pod, detail }) => `${pod}: ${detail.en}`);
    expect(replayed(inA, inB, loose)).toEqual([]);
    expect(replayed(loose, inB, inA)).toEqual(['tight: skew 2 over zone, at most 1']);
    expect(replayed(inA, inB)).toEqual(['loose: the order binds 0 to a-1, the assignment 2']);
    expect(replayed(inA, inB, loose, { ...inA, pod: 'none' })).toEqual(['none: the order binds none to a-1, the assignment does not']);
  });

  it('says that it does not know where there are too many orders to try', () => {
    // Each zone waits for the others: twelve entries, of which the last pods fit in no order.
    const many: Instance = { nodes: ['a', 'b', 'c'].map((zone) => shape(zone, { cpu: 1_000 }, { labels: new Map([['zone', zone]]), count: 1 })), pods: Array.from({ length: 12 }, (_, index) => pods(`p${index}`, 9, { cpu: 1 }, { ...labelled('x'), spread: [rule(1 + (index % 3))] })) };
    const held = (from: number, to: number) => Object.fromEntries(many.pods.slice(from, to).map(({ name }) => [name, 9]));
    const found = validate(many, [node('a-1', 'a', held(0, 5)), node('b-1', 'b', held(5, 9)), node('c-1', 'c', held(9, 12))], new Map());
    expect(found).toMatchObject([{ what: 'spread', sure: false }]);
  });
});

function change(assignment: readonly NodeAssignment[], at: number, name: string, by: number): NodeAssignment[] {
  return assignment.map((one, index) => {
    if (index !== at) return one;
    const counts = new Map(one.pods.map((pod) => [pod.name, pod.count]));
    counts.set(name, (counts.get(name) ?? 0) + by);
    return { ...one, pods: [...counts].filter(([, count]) => count > 0).map(([pod, count]) => ({ name: pod, count })) };
  });
}
