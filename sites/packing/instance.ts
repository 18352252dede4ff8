/**
 * What is to be packed, in the scheduler's words: node shapes and pods, all of one namespace. Quantities are whole
 * numbers of the resource's smallest unit (milliCPU, bytes, pieces), at most 2⁵³ − 1: a double holds these, and every sum of them on one node, exactly.
 */
export interface Instance {
  readonly nodes: readonly NodeShape[];
  readonly pods: readonly PodGroup[];
}

export interface NodeShape {
  readonly shape: string;
  readonly resources: ReadonlyMap<string, bigint>;
  /** How many stand there. @default - as many as are needed */
  readonly count?: number;
  readonly labels: ReadonlyMap<string, string>;
  readonly taints: readonly Taint[];
  /** Most pods on one node. @default - only the resources limit them */
  readonly maxPods?: number;
}

export const taintEffects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] as const;

export interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: (typeof taintEffects)[number];
}

/** `count` pods that are equal. */
export interface PodGroup {
  readonly name: string;
  readonly resources: ReadonlyMap<string, bigint>;
  readonly count: number;
  readonly labels: ReadonlyMap<string, string>;
  readonly nodeSelector: ReadonlyMap<string, string>;
  /** Required node affinity: one of the terms must hold. @default - any node */
  readonly affinity?: readonly (readonly Requirement[])[];
  readonly tolerations: readonly Toleration[];
  readonly spread: readonly Spread[];
  readonly antiAffinity: readonly AntiAffinity[];
}

export const operators = ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'] as const;

export interface Requirement {
  readonly key: string;
  readonly operator: (typeof operators)[number];
  readonly values: readonly string[];
}

export interface Toleration {
  /** @default - with `Exists`, every key */
  readonly key?: string;
  readonly operator: 'Equal' | 'Exists';
  readonly value: string;
  /** @default - every effect */
  readonly effect?: Taint['effect'];
}

/** Which pods a rule counts: those that meet all requirements; without a selector, those of the same entry. */
export type PodSelector = readonly Requirement[] | undefined;

/** A topology spread constraint, `DoNotSchedule`. */
export interface Spread {
  readonly topologyKey: string;
  readonly maxSkew: number;
  /** With fewer domains than this, the emptiest counts as empty. */
  readonly minDomains?: number;
  readonly selector: PodSelector;
}

/** Required inter-pod anti-affinity. */
export interface AntiAffinity {
  readonly topologyKey: string;
  readonly selector: PodSelector;
}

/** Every node is a domain of its own under this key. */
export const hostname = 'kubernetes.io/hostname';
