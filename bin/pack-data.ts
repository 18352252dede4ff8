import type { Instance } from '../sites/packing/instance.js';
import type { Packing, Unplaced } from '../sites/packing/pack.js';
import type { Effort } from '../sites/packing/solve.js';
import type { Text } from '../sites/model/text.js';
import { visible } from '../sites/model/visible.js';

/** Why the search ended. Only `proven` says that there is no better answer. */
export type PackStopped = 'proven' | 'effort-spent' | 'time-limit' | 'interrupted';

export interface PackData extends Omit<Packing, 'optimal' | 'timeOver' | 'unplaced'> {
  /** As given. */
  readonly file: string;
  readonly effort: Effort;
  readonly seed: number;
  readonly optimal: boolean;
  readonly stopped: PackStopped;
  readonly shapes: readonly PackedShape[];
  readonly unplaced: readonly { readonly pod: string; readonly count: number; readonly why: Unplaced['reason']['why']; readonly proven: boolean; readonly reason: Text }[];
}

/** What stands on the nodes of one shape, and what they have. */
export interface PackedShape {
  readonly shape: string;
  readonly nodes: number;
  readonly pods: number;
  /** Whole numbers of the smallest unit: milliCPU, bytes, pieces. */
  readonly resources: readonly { readonly resource: string; readonly used: bigint; readonly there: bigint }[];
}

export function packData(packing: Packing, instance: Instance, about: { readonly file: string; readonly effort: Effort; readonly seed: number; readonly interrupted: boolean }): PackData {
  const { optimal, timeOver, unplaced, ...rest } = packing;
  const { file, effort, seed, interrupted } = about;
  return {
    file,
    effort,
    seed,
    ...rest,
    optimal,
    stopped: optimal ? 'proven' : interrupted ? 'interrupted' : timeOver ? 'time-limit' : 'effort-spent',
    shapes: shapesOf(packing, instance),
    unplaced: unplaced.map(({ pod, count, reason }) => ({ pod, count, why: reason.why, proven: reason.why !== 'no-room' || reason.proven, reason: words(reason) })),
  };
}

function shapesOf({ assignment }: Packing, { nodes, pods }: Instance): PackedShape[] {
  const groups = new Map(pods.map((pod) => [pod.name, pod]));
  const asked = [...new Set(pods.flatMap(({ resources }) => [...resources.keys()]))];
  const found = new Map(nodes.map(({ shape }) => [shape, { nodes: 0, pods: 0, used: new Map<string, bigint>() }]));
  for (const { shape, pods: held } of assignment) {
    const of = found.get(shape);
    if (of === undefined) continue;
    of.nodes += 1;
    for (const { name, count } of held) {
      of.pods += count;
      for (const [resource, amount] of groups.get(name)?.resources ?? []) of.used.set(resource, (of.used.get(resource) ?? 0n) + amount * BigInt(count));
    }
  }
  return nodes.map(({ shape, resources }) => {
    const of = found.get(shape) ?? { nodes: 0, pods: 0, used: new Map<string, bigint>() };
    return { shape, nodes: of.nodes, pods: of.pods, resources: asked.map((resource) => ({ resource, used: of.used.get(resource) ?? 0n, there: (resources.get(resource) ?? 0n) * BigInt(of.nodes) })) };
  });
}

function words(reason: Unplaced['reason']): Text {
  switch (reason.why) {
    case 'resource': {
      const [name, asked, most] = [visible(reason.resource, 80), unit(reason.resource, reason.asked), unit(reason.resource, reason.most)];
      return { vi: `cần ${asked} ${name}, máy lớn nhất được phép có ${most}`, en: `asks for ${asked} ${name}; the largest node it may stand on has ${most}` };
    }
    case 'resources-together':
      return { vi: 'từng tài nguyên thì có máy đủ, nhưng không máy nào đủ tất cả cùng lúc', en: 'each resource is there on some node, all of them together on none' };
    case 'selector':
      return { vi: 'không loại máy nào thỏa nodeSelector và affinity', en: 'no shape meets its node selector and affinity' };
    case 'taint':
      return { vi: `không chấp nhận taint ${visible(reason.key, 80)} của loại máy được phép`, en: `does not tolerate the taint ${visible(reason.key, 80)} of the shapes it may stand on` };
    case 'topology-key':
      return { vi: `không loại máy nào được phép có nhãn ${visible(reason.key, 80)} mà quy tắc spread cần`, en: `no shape it may stand on has the label ${visible(reason.key, 80)} that its spread needs` };
    case 'no-room':
      return reason.proven
        ? { vi: 'không đủ máy: cận dưới đã chứng minh lớn hơn số máy có', en: 'too few nodes: the proven lower bound exceeds those there are' }
        : { vi: 'không tìm được chỗ trên số máy có (không phải chứng minh rằng không có chỗ)', en: 'no place was found on the nodes there are, which does not prove that there is none' };
  }
}

/** A quantity as Kubernetes spells it. */
export const unit = (resource: string, amount: bigint): string => (resource === 'cpu' ? (amount % 1000n === 0n ? String(amount / 1000n) : `${amount}m`) : String(amount));
