import type { Demand } from '../capacity/demand.js';
import { hazardZones, lossOf, situationIn } from '../capacity/loss.js';
import { isStorage } from '../capacity/quantities.js';
import type { Plan } from '../capacity/headroom.js';
import type { Quarter } from '../model/calendar.js';
import { protectedTiers, protections, type Protection } from '../model/kinds/protection.js';

/** Sites lost together: none, each that serves, and what a hazard takes at once. */
export function eventsIn({ estate }: Plan, quarter: Quarter): readonly (readonly string[])[] {
  const { serving } = situationIn(estate, quarter, lossOf(estate.scenario.lose).sites);
  const events = new Map<string, readonly string[]>([['', []]]);
  const add = (sites: readonly string[]): void => {
    const lost = sites.filter((site) => serving.has(site)).sort();
    if (lost.length > 0) events.set(lost.join(' '), lost);
  };
  for (const site of serving) add([site]);
  for (const { sites } of hazardZones(estate)) add(sites);
  return [...events.values()];
}

/** The lowest tier that is promised anything in an event. */
export const promisedTier = (lost: readonly string[]): Protection => (lost.length === 0 ? protections : protectedTiers).at(-1) ?? 'platinum';

/** Amounts of one organisation's environments that go the same ways, at one place. */
export interface Asked {
  readonly site: string;
  readonly compartment: string;
  readonly resource: string;
  readonly group: string;
  readonly organisation: string;
  readonly amount: bigint;
}

/**
 * What is asked of every site with these sites lost, by resource and group. Whoever is shed by design asks for no node;
 * data keep their disks, whoever owns them. Storage stands with the open nodes.
 */
export function askedOf({ placed, copies = [] }: Demand, lost: readonly string[], organisationOf: ReadonlyMap<string, string>): readonly Asked[] {
  const lowest = protections.indexOf(promisedTier(lost));
  const found = new Map<string, { site: string; compartment: string; resource: string; group: string; organisation: string; amount: bigint }>();
  const add = (site: string, at: string, tier: Protection, group: string, organisation: string, amounts: ReadonlyMap<string, bigint>): void => {
    for (const [resource, amount] of amounts) {
      if (amount === 0n || (!isStorage(resource) && protections.indexOf(tier) > lowest)) continue;
      const compartment = isStorage(resource) ? 'open' : at;
      const key = [site, compartment, resource, group].join(' ');
      const known = found.get(key);
      if (known === undefined) found.set(key, { site, compartment, resource, group, organisation, amount });
      else known.amount += amount;
    }
  };
  for (const { promise, site, compartment, amounts } of placed) add(site, compartment, promise.tier, groupOf(promise), promise.organisation, amounts);
  for (const { promise, site, compartment, tier, amounts, namespace } of copies) {
    const organisation = organisationOf.get(namespace) ?? namespace;
    add(site, compartment, tier, groupOf({ ...promise, tier, organisation }), organisation, amounts);
  }
  return [...found.values()];
}

/** Environments of one organisation with the same tier, home and standby: they go the same ways. */
export const groupOf = ({ organisation, tier, primary, standby }: { readonly organisation: string; readonly tier: Protection; readonly primary: string; readonly standby?: string }): string => [organisation, tier, primary, standby ?? '-'].join('/');
