import type { RestoredAt } from '../model/losses.js';
import type { Recovered } from './event.js';

/**
 * Environments that run again at a survivor which is not their standby, by site: restored from backups there, because it has
 * a backup of theirs, what they need and room beside everybody else. It is what the matrix, the simulation and the runbook
 * say of the loss, in the form in which a declaration says it and two people sign it.
 */
export function restoresOf({ fates }: Recovered): readonly RestoredAt[] {
  const sites = new Map<string, string[]>();
  for (const [namespace, fate] of fates) {
    if (!('to' in fate) || fate.to === fate.subject.protection.standby?.site) continue;
    sites.set(fate.to, [...(sites.get(fate.to) ?? []), namespace]);
  }
  return [...sites.keys()].sort().map((to) => ({ to, environments: [...(sites.get(to) ?? [])].sort() }));
}
