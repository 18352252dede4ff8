import type { Instance, NodeShape } from '../../sites/packing/instance.js';
import type { NodeAssignment } from '../../sites/packing/validate.js';
import { podsIn, podName, type Stage, type StageGroup, type StageNode } from './stage.js';

/** Where every pod of a file is to go: one namespace, as the packer takes them. */
const namespace = 'default';

/** A file as a cluster, and where an assignment puts each pod. */
export interface InputStage {
  readonly stage: Stage;
  /** Node of each pod, by the pod's name. */
  readonly places: ReadonlyMap<string, string>;
}

/**
 * All nodes that a file counts, and of shapes without a count those that the assignment uses; the pods that the assignment
 * places, all added at once. Names are ours: those of a file may be anything. Nodes of shapes that are not there, and pods
 * that are not, are left to the validator to name.
 */
export function inputStage({ nodes, pods }: Instance, assignment: readonly NodeAssignment[], name: string): InputStage {
  const shapes = new Map(nodes.map(({ shape }, index) => [shape, index]));
  const used = nodes.map(() => 0);
  const nodeNames = new Map<string, string>();
  const placed = pods.map(() => 0);
  const entries = new Map(pods.map((pod, index) => [pod.name, index]));
  const at: { readonly entry: number; readonly node: string }[] = [];
  for (const { node, shape, pods: held } of assignment) {
    const index = shapes.get(shape);
    if (index === undefined || nodeNames.has(node)) continue;
    const number = (used[index] ?? 0) + 1;
    used[index] = number;
    nodeNames.set(node, nameOf(index, number));
    for (const { name: pod, count } of held) {
      const entry = entries.get(pod);
      if (entry === undefined) continue;
      placed[entry] = (placed[entry] ?? 0) + count;
      for (let one = 0; one < count; one += 1) at.push({ entry, node: nameOf(index, number) });
    }
  }
  const groups = pods.flatMap((pod, index): StageGroup[] => {
    const count = placed[index] ?? 0;
    return count === 0 ? [] : [{ id: `e${index}`, namespace, told: pod.name, pod: { ...pod, name: `e${index}`, count }, promised: true }];
  });
  const byEntry = new Map(groups.map((group) => [Number(group.id.slice(1)), podsIn(group)]));
  const next = new Map<number, number>();
  const places = new Map<string, string>();
  for (const { entry, node } of at) {
    const index = next.get(entry) ?? 0;
    next.set(entry, index + 1);
    const pod = byEntry.get(entry)?.[index];
    if (pod !== undefined) places.set(podName(pod), node);
  }
  const all = nodes.flatMap((shape, index): StageNode[] => Array.from({ length: Math.max(shape.count ?? 0, used[index] ?? 0) }, (_, number) => ({ name: nameOf(index, number + 1), shape: ofOne(shape, nameOf(index, number + 1)) })));
  return { stage: { name, nodes: all, groups: [], losses: [{ lost: [], groups, ended: [], added: groups.flatMap(podsIn) }] }, places };
}

const nameOf = (shape: number, number: number): string => `node-${shape}-${number}`;

const ofOne = (shape: NodeShape, name: string): NodeShape => ({ ...shape, shape: name, count: 1 });
