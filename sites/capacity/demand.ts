import type { Quarter } from '../model/calendar.js';
import type { Estate } from '../model/estate.js';
import { protectedTiers, protections, type Protection } from '../model/kinds/protection.js';
import { compartmentOf, type Compartment } from './compartment.js';
import type { HeldCopy } from './copies/held.js';
import { guaranteeIn, type Guarantee, type Growth } from './guarantee.js';
import { waitingShare, type Promised } from './promised.js';
import { addTo, type Quantities } from './quantities.js';

/** How an environment uses a site: it runs there, waits there, or has moved there because its primary is lost. */
export type Use = 'primary' | 'standby' | 'moved';

export interface Placed {
  readonly promise: Promised;
  readonly site: string;
  readonly compartment: Compartment;
  readonly use: Use;
  readonly amounts: Quantities;
  readonly guarantee: Guarantee;
}

/** Why an environment runs nowhere. Best effort is shed by design; everything else breaks a promise. */
export const homelessBecauses = ['best-effort', 'no-standby', 'standby-lost', 'standby-not-operating', 'primary-not-operating'] as const;
export type Homeless = (typeof homelessBecauses)[number];

export interface Unplaced {
  readonly promise: Promised;
  readonly because: Homeless;
  readonly guarantee: Guarantee;
}

export interface Demand {
  readonly placed: readonly Placed[];
  readonly unplaced: readonly Unplaced[];
  /** Where copies are planned: those that are held, at the sites that serve. */
  readonly copies?: readonly HeldCopy[];
}

/** Which sites run something in a quarter, and which are taken as lost; a lost site serves no more. */
export interface Situation {
  readonly serving: ReadonlySet<string>;
  readonly lost: ReadonlySet<string>;
}

/**
 * Where every environment that is owed something in a quarter runs and waits. Whoever's primary is lost runs at full size
 * at the standby where the tier has one that serves; unprotected tiers are shed.
 */
export function demandIn(estate: Pick<Estate, 'sites' | 'protection'>, promises: readonly Promised[], quarter: Quarter, { serving, lost }: Situation, growth?: Growth): Demand {
  const placed: Placed[] = [];
  const unplaced: Unplaced[] = [];
  for (const promise of promises) {
    const guarantee = guaranteeIn(promise, quarter, growth);
    if (guarantee === undefined) continue;
    const put = (id: string, use: Use, amounts: Quantities): void => {
      const site = estate.sites[id];
      if (site !== undefined) placed.push({ promise, site: id, compartment: compartmentOf(site, promise), use, amounts, guarantee });
    };
    const { primary, standby, tier } = promise;
    const waits = standby !== undefined && serving.has(standby);
    if (serving.has(primary)) {
      put(primary, 'primary', guarantee.amounts);
      if (waits) put(standby, 'standby', waitingShare(estate, tier, guarantee.amounts));
      continue;
    }
    if (waits && lost.has(primary) && protectedTiers.includes(tier)) put(standby, 'moved', guarantee.amounts);
    else unplaced.push({ promise, because: homelessBecause(promise, { lost }), guarantee });
  }
  return { placed, unplaced };
}

/** What a loss makes of an environment: it runs at home, has moved to its standby, runs nowhere, or has yet to begin at a primary that is to open. */
export const standings = ['at-home', 'moved', 'homeless', 'not-begun'] as const;
export type Standing = (typeof standings)[number];

/** Where an environment stands in a situation: as `demandIn` places it. */
export function standingOf({ primary, standby, tier }: Pick<Promised, 'primary' | 'standby' | 'tier'>, { serving, lost }: Situation): Standing {
  if (serving.has(primary)) return 'at-home';
  if (!lost.has(primary)) return 'not-begun';
  return standby !== undefined && serving.has(standby) && protectedTiers.includes(tier) ? 'moved' : 'homeless';
}

/** Why an environment whose primary does not serve, and whose standby cannot take it, runs nowhere. */
export function homelessBecause({ primary, standby, tier }: Pick<Promised, 'primary' | 'standby' | 'tier'>, { lost }: Pick<Situation, 'lost'>): Homeless {
  if (!lost.has(primary)) return 'primary-not-operating';
  if (!protectedTiers.includes(tier)) return 'best-effort';
  return standby === undefined ? 'no-standby' : lost.has(standby) ? 'standby-lost' : 'standby-not-operating';
}

/** Sums at one site and compartment, one for each tier on its own. */
export type ByTier = Readonly<Record<Protection, Quantities>>;

/** Sums by site, compartment and tier, while they are made. */
export type Sums = Map<string, Map<Compartment, Record<Protection, Map<string, bigint>>>>;

/** The sums of one site and compartment, begun where there are none. */
export function tiersAt(sums: Sums, site: string, compartment: Compartment): Record<Protection, Map<string, bigint>> {
  const compartments = sums.get(site) ?? new Map<Compartment, Record<Protection, Map<string, bigint>>>();
  sums.set(site, compartments);
  const tiers = compartments.get(compartment) ?? (Object.fromEntries(protections.map((tier) => [tier, new Map()])) as unknown as Record<Protection, Map<string, bigint>>);
  compartments.set(compartment, tiers);
  return tiers;
}

/** Adds what copies take of the sites that hold them. */
export function addCopies(sums: Sums, copies: readonly Pick<HeldCopy, 'site' | 'compartment' | 'amounts' | 'tier'>[]): void {
  for (const { site, compartment, tier, amounts } of copies) addTo(tiersAt(sums, site, compartment)[tier], amounts);
}
