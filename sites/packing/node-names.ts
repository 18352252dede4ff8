import type { Compiled } from './compile.js';
import type { Instance } from './instance.js';
import type { Packed, Run } from './kinds.js';
import type { NodeAssignment } from './validate.js';
import type { BindingStep } from './validating/binding-order.js';

/** Nodes of a shape that a list of runs has, by name and with the entries whose pods they hold: `<shape>-1` and so on. */
export function nodesFor(instance: Instance, { members }: Compiled, runs: readonly Run[]): NodeAssignment[] {
  const next = members.map((of) => ({ at: 0, left: of[0]?.count ?? 0 }));
  const numbers = instance.nodes.map(() => 0);
  const names = instance.pods.map(({ name }) => name);
  const nodes: NodeAssignment[] = [];
  const take = (kind: number, count: number, pods: Map<number, number>): void => {
    const of = members[kind] ?? [];
    const from = next[kind];
    for (let rest = count; from !== undefined && rest > 0; ) {
      const member = of[from.at];
      if (member === undefined) throw new Error('more pods are placed than there are');
      const some = Math.min(rest, from.left);
      if (some > 0) pods.set(member.pod, (pods.get(member.pod) ?? 0) + some);
      from.left -= some;
      rest -= some;
      if (from.left === 0) {
        from.at += 1;
        from.left = of[from.at]?.count ?? 0;
      }
    }
  };
  for (const { shape, kinds, counts, times } of runs)
    for (let time = 0; time < times; time += 1) {
      const number = (numbers[shape] ?? 0) + 1;
      numbers[shape] = number;
      const pods = new Map<number, number>();
      for (const [index, kind] of kinds.entries()) take(kind, counts[index] ?? 0, pods);
      const of = instance.nodes[shape]?.shape ?? '';
      nodes.push({ node: `${of}-${number}`, shape: of, pods: [...pods].sort(([a], [b]) => a - b).map(([pod, count]) => ({ name: names[pod] ?? '', count })) });
    }
  return nodes;
}

/** An order of binding by the same names. */
export function stepsFor(instance: Instance, { members }: Compiled, order: NonNullable<Packed['order']>, nodes: readonly NodeAssignment[]): BindingStep[] {
  const names = members.map((of) => of.map(({ pod }) => instance.pods[pod]?.name ?? ''));
  const left = nodes.map(({ pods }) => new Map(pods.map(({ name, count }) => [name, count])));
  return order.flatMap(({ kind, run, pods }) => {
    const steps: BindingStep[] = [];
    let rest = pods;
    // Entries of one kind are equal in all that a rule could count: which of them comes first is the same.
    for (const pod of names[kind] ?? []) {
      const count = Math.min(rest, left[run]?.get(pod) ?? 0);
      if (count === 0) continue;
      rest -= count;
      left[run]?.set(pod, (left[run].get(pod) ?? 0) - count);
      steps.push({ node: nodes[run]?.node ?? '', pod, count });
    }
    return steps;
  });
}
