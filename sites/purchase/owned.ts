import { plusQuarters, quarterOf, type Quarter } from '../model/calendar.js';
import { deepFreeze, type DeepReadonly, type Estate } from '../model/estate.js';
import type { PurchasePlanning } from '../model/kinds/planning/purchase.js';
import type { NodePool, Site } from '../model/kinds/site.js';
import { earliestService } from './lead.js';

type Planning = DeepReadonly<PurchasePlanning>;

/**
 * Whether a pool is there to count on: it stands by now, its contract is signed or is to be on a day that is named, or a
 * plan that was accepted orders it and the day to do so has not passed. The rest are wishes that a plan sizes.
 */
export const isOwned = ({ available, ordered, orderBy }: Pick<DeepReadonly<NodePool>, 'available' | 'ordered' | 'orderBy'>, { scenario: { asOf } }: Pick<Estate, 'scenario'>): boolean =>
  available <= quarterOf(asOf) || ordered !== undefined || (orderBy !== undefined && orderBy >= asOf);

/**
 * When a pool is replaced: as its file says, else at the end of its life. One whose assumed life ends before a
 * replacement could come serves until then: nobody switches it off.
 */
export function retiresIn({ available, retires, purpose }: Pick<DeepReadonly<NodePool>, 'available' | 'retires' | 'purpose'>, { equipment }: Planning, quarters: readonly Quarter[], { scenario: { asOf } }: Pick<Estate, 'scenario'>): Quarter {
  if (retires !== undefined) return retires;
  const [first] = quarters;
  const ends = plusQuarters(available, equipment[purpose].lifeYears * 4);
  if (first === undefined) return ends;
  const earliest = plusQuarters(first, earliestService(quarters, asOf, equipment[purpose]));
  return ends < earliest ? earliest : ends;
}

/** A pool whose assumed life has ended, and which is counted on until a replacement could come. */
export interface PastLife {
  readonly site: string;
  readonly pool: string;
  readonly kind: NodePool['purpose'];
  readonly count: number;
  /** Quarter in which its life ended, and the first in which it is not counted on. */
  readonly since: Quarter;
  readonly until: Quarter;
}

/** Pools without `retires` that stand although their life is over. */
export const pastLifeIn = (estate: Pick<Estate, 'scenario' | 'sites'>, planning: Planning, quarters: readonly Quarter[]): readonly PastLife[] =>
  Object.values(estate.sites).flatMap(({ id: site, nodePools }) =>
    nodePools.flatMap((pool): PastLife[] => {
      const since = plusQuarters(pool.available, planning.equipment[pool.purpose].lifeYears * 4);
      if (pool.retires !== undefined || pool.count === 0 || since > quarterOf(estate.scenario.asOf)) return [];
      return [{ site, pool: pool.id, kind: pool.purpose, count: pool.count, since, until: retiresIn(pool, planning, quarters, estate) }];
    }),
  );

/** The site with what is owned alone, each pool until it is replaced. */
export const ownedSite = (estate: Pick<Estate, 'scenario'>, site: DeepReadonly<Site>, planning: Planning, quarters: readonly Quarter[]): DeepReadonly<Site> =>
  deepFreeze({
    ...site,
    nodePools: site.nodePools.filter((pool) => isOwned(pool, estate)).map((pool) => ({ ...pool, retires: retiresIn(pool, planning, quarters, estate) })),
  });
