import type { HeldCopy } from '../capacity/copies/held.js';
import { thirdReplicasIn } from '../capacity/copies/third-replicas.js';
import { guaranteeIn } from '../capacity/guarantee.js';
import type { Plan } from '../capacity/headroom.js';
import type { Quarter } from '../model/calendar.js';

/** A replica of databases in a third site that takes less although its environment gets no less. */
export interface SmallerCopy {
  readonly namespace: string;
  readonly site: string;
}

/**
 * Third replicas that shrink while what they are copied from does not: each is as large as one instance of the cluster it
 * follows, and with more storage the same CPU and memory are cut into more instances. Right, and not to be guessed from a
 * page. Of state secrets nothing is said.
 */
export function smallerCopies(before: Plan, after: Plan, quarter: Quarter | undefined): readonly SmallerCopy[] {
  if (quarter === undefined) return [];
  const copies = (plan: Plan): readonly HeldCopy[] => thirdReplicasIn(plan.estate, plan.backups ?? [], quarter);
  const was = new Map(copies(before).map((copy) => [copy.namespace, copy]));
  const granted = (plan: Plan, namespace: string, resource: string): bigint => {
    const promise = plan.promises.find((one) => one.namespace === namespace);
    return (promise === undefined ? undefined : guaranteeIn(promise, quarter)?.amounts.get(resource)) ?? 0n;
  };
  const open = new Set(after.promises.filter(({ secret }) => !secret).map(({ namespace }) => namespace));
  return copies(after).flatMap(({ namespace, site, amounts }): SmallerCopy[] => {
    const earlier = was.get(namespace);
    const shrinks = ['cpu', 'memory'].some((resource) => (amounts.get(resource) ?? 0n) < (earlier?.amounts.get(resource) ?? 0n) && granted(after, namespace, resource) >= granted(before, namespace, resource));
    return shrinks && earlier?.site === site && open.has(namespace) ? [{ namespace, site }] : [];
  });
}
