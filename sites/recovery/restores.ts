import type { RestoredAt } from '../model/losses.js';
import type { Fate, Recovered } from './event.js';
import { standing } from './situation.js';

/**
 * Environments that run again at a survivor which is not their standby, by site: restored from backups there, because it has
 * a backup of theirs, what they need and room beside everybody else. It is what the matrix, the simulation and the runbook
 * say of the loss, in the form in which a declaration says it and two people sign it.
 */
export const restoresOf = (recovered: Recovered): readonly RestoredAt[] => restored(recovered, (fate) => fate.to !== fate.subject.protection.standby?.site);

/** Those that run again at their standby, where a place is kept and no copy stands: a backup is what they have there as well. */
export const restoresAtStandby = (recovered: Recovered): readonly RestoredAt[] => restored(recovered, ({ to, subject, copies }) => to === subject.protection.standby?.site && copies.there.some(({ means }) => !standing.includes(means)));

function restored({ fates }: Recovered, is: (fate: Extract<Fate, { readonly to: string }>) => boolean): readonly RestoredAt[] {
  const sites = new Map<string, string[]>();
  for (const [namespace, fate] of fates) {
    if (!('to' in fate) || !is(fate)) continue;
    sites.set(fate.to, [...(sites.get(fate.to) ?? []), namespace]);
  }
  return [...sites.keys()].sort().map((to) => ({ to, environments: [...(sites.get(to) ?? [])].sort() }));
}
