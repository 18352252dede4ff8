import type { NodeShape, PodGroup } from '../../sites/packing/instance.js';

/** A node as the scheduler is to see it. */
export interface StageNode {
  readonly name: string;
  /** What it offers and bears: its `count` is one. */
  readonly shape: NodeShape;
}

/** Pods that are equal, as they are to be scheduled. */
export interface StageGroup {
  /** Unique on the stage; nothing that a file says, so that it can be part of a name. */
  readonly id: string;
  readonly namespace: string;
  /** What it stands for, in the estate's or the file's own words. */
  readonly told: string;
  /** The packer's word for it: requests, labels, selectors, tolerations, spread. */
  readonly pod: PodGroup;
  readonly priority?: PriorityClass;
  /** Whether the plan finds nodes for it; whoever is shed by design may end up without. */
  readonly promised: boolean;
}

export interface PriorityClass {
  readonly name: string;
  readonly value: number;
}

/** One pod: which group it is of, and which of its pods, from 0. */
export interface StagePod {
  readonly group: StageGroup;
  readonly index: number;
}

/** What a loss changes at a place where the normal state stands. */
export interface StageLoss {
  /** Sites, or nothing where a file has no losses. */
  readonly lost: readonly string[];
  /** Groups whose pods stay promised after it. */
  readonly groups: readonly StageGroup[];
  /** Pods that end because their environment now runs here at full size. */
  readonly ended: readonly StagePod[];
  readonly added: readonly StagePod[];
}

/** One cluster: nodes, the normal state, and what is added to it after each loss. */
export interface Stage {
  readonly name: string;
  readonly nodes: readonly StageNode[];
  readonly groups: readonly StageGroup[];
  readonly losses: readonly StageLoss[];
}

/** Name of a pod in Kubernetes, unique on the stage. */
export const podName = ({ group, index }: StagePod): string => `${group.id}-${index}`;

export const podsIn = (group: StageGroup): StagePod[] => Array.from({ length: group.pod.count }, (_, index) => ({ group, index }));
