import type { Quarter } from '../model/calendar.js';
import type { Estate } from '../model/estate.js';
import { protectedTiers, type Protection } from '../model/kinds/protection.js';
import { compartmentOf, type Compartment } from './compartment.js';
import { homelessBecause, tiersAt, type Homeless, type Situation, type Sums, type Unplaced } from './demand.js';
import { guaranteeIn, type Growth } from './guarantee.js';
import { waitingShare, type Promised } from './promised.js';
import { addTo, type Quantities } from './quantities.js';

/** Environments that go the same ways whatever is lost: same sites, tier and compartments. */
interface Kin {
  readonly tier: Protection;
  readonly primary: string;
  readonly standby?: string;
  /** Where they run at their primary and at their standby; absent where the estate has no such site. */
  readonly at?: Compartment;
  readonly standbyAt?: Compartment;
  /** Places in the list of promises. */
  readonly members: readonly number[];
}

/** A kin's demand in one quarter, together. */
interface KinDemand extends Kin {
  readonly full: Quantities;
  readonly waiting: Quantities;
}

/** What all environments ask in one quarter, before anything is lost: a few dozen sums, however many environments there are. */
export interface QuarterDemand {
  readonly quarter: Quarter;
  readonly kin: readonly KinDemand[];
}

/** In the order in which the first of each kin comes. */
export function kinOf({ sites }: Pick<Estate, 'sites'>, promises: readonly Promised[]): readonly Kin[] {
  const kin = new Map<string, Kin & { readonly members: number[] }>();
  promises.forEach((promise, index) => {
    const { tier, primary, standby } = promise;
    const [own, other] = [sites[primary], standby === undefined ? undefined : sites[standby]];
    const [at, standbyAt] = [own, other].map((site) => (site === undefined ? undefined : compartmentOf(site, promise)));
    const key = [tier, primary, at, standby, standbyAt].join(' ');
    const known = kin.get(key);
    if (known !== undefined) known.members.push(index);
    else kin.set(key, { tier, primary, ...(standby === undefined ? {} : { standby }), ...(at === undefined ? {} : { at }), ...(standbyAt === undefined ? {} : { standbyAt }), members: [index] });
  });
  return [...kin.values()];
}

/** What every kin is owed in a quarter, and what waits for it at its standby. */
export function kinDemand(estate: Pick<Estate, 'protection'>, promises: readonly Promised[], kin: readonly Kin[], quarter: Quarter, growth?: Growth): QuarterDemand {
  return {
    quarter,
    kin: kin.map((one): KinDemand => {
      const full = new Map<string, bigint>();
      const waiting = new Map<string, bigint>();
      for (const index of one.members) {
        const promise = promises[index];
        const guarantee = promise === undefined ? undefined : guaranteeIn(promise, quarter, growth);
        if (guarantee === undefined) continue;
        addTo(full, guarantee.amounts);
        // Each share is rounded up on its own, so that nobody waits with less than theirs.
        if (one.standby !== undefined) addTo(waiting, waitingShare(estate, one.tier, guarantee.amounts));
      }
      return { ...one, full, waiting };
    }),
  };
}

/** The sums that `demandIn` comes to with some sites lost, without placing anybody by name; `homeless` by name, in the order of the promises. */
export function demandAfter({ quarter, kin }: QuarterDemand, promises: readonly Promised[], situation: Situation, growth?: Growth): { readonly sites: Sums; readonly unplaced: readonly Unplaced[] } {
  const sites: Sums = new Map();
  const homeless: { readonly index: number; readonly because: Homeless }[] = [];
  for (const { tier, primary, standby, at, standbyAt, members, full, waiting } of kin) {
    const waits = standby !== undefined && situation.serving.has(standby);
    const put = (site: string | undefined, compartment: Compartment | undefined, amounts: Quantities): void => {
      if (site !== undefined && compartment !== undefined && amounts.size > 0) addTo(tiersAt(sites, site, compartment)[tier], amounts);
    };
    if (situation.serving.has(primary)) {
      put(primary, at, full);
      if (waits) put(standby, standbyAt, waiting);
    } else if (waits && situation.lost.has(primary) && protectedTiers.includes(tier)) put(standby, standbyAt, full);
    else {
      const because = homelessBecause({ tier, primary, ...(standby === undefined ? {} : { standby }) }, situation);
      for (const index of members) homeless.push({ index, because });
    }
  }
  const unplaced = homeless
    .sort((a, b) => a.index - b.index)
    .flatMap(({ index, because }): Unplaced[] => {
      const promise = promises[index];
      const guarantee = promise === undefined ? undefined : guaranteeIn(promise, quarter, growth);
      return promise === undefined || guarantee === undefined ? [] : [{ promise, because, guarantee }];
    });
  return { sites, unplaced };
}
