import type { PodGroup } from '../../../sites/packing/instance.js';
import { podsIn, type Stage, type StageGroup, type StageNode } from '../../../bin/proof/stage.js';

/** Pods that ask for cores and nothing else; whatever is given besides stands as it is. */
export const podGroup = (name: string, cores: number, count: number, rest: Partial<PodGroup> = {}): PodGroup => ({ name, resources: new Map([['cpu', BigInt(cores) * 1000n]]), count, labels: new Map(), nodeSelector: new Map(), tolerations: [], spread: [], antiAffinity: [], ...rest });

export const group = (id: string, cores: number, count: number, rest: Partial<StageGroup> & { readonly pod?: PodGroup } = {}): StageGroup => ({ id, namespace: 'a-prod', told: `told ${id}`, pod: podGroup(id, cores, count), promised: true, ...rest });

export const node = (name: string, cores: number, labels: Readonly<Record<string, string>> = {}): StageNode => ({ name, shape: { shape: name, resources: new Map([['cpu', BigInt(cores) * 1000n]]), count: 1, labels: new Map(Object.entries(labels)), taints: [], maxPods: 110 } });

/** Two nodes of ten cores, full of pods that may yield; what a loss adds has to have their place. */
export function crowded(): Stage {
  const [low, high] = [{ name: 'ndc-bronze', value: 100 }, { name: 'ndc-gold', value: 300 }];
  const best = group('n0', 5, 4, { priority: low });
  const added = group('f0-0', 10, 1, { priority: high });
  return { name: 'ndc-02', nodes: [node('x-1', 10), node('x-2', 10)], groups: [best], losses: [{ lost: ['ndc-01'], groups: [{ ...best, promised: false }, added], ended: [], added: podsIn(added) }] };
}
