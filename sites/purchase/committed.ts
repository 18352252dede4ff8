import { quarterOf } from '../model/calendar.js';
import type { DeepReadonly, Estate } from '../model/estate.js';
import type { AcceptedOrder } from '../model/kinds/purchase-plan.js';

/** Orders of the plan that was accepted which are still to be placed: their day has not passed and no contract is signed. */
export function openOrders({ purchasePlan, sites, scenario: { asOf } }: Pick<Estate, 'purchasePlan' | 'sites' | 'scenario'>): readonly DeepReadonly<AcceptedOrder>[] {
  return (purchasePlan?.orders ?? []).filter(({ site, pool: id, orderBy }) => {
    if (orderBy < asOf) return false;
    const pool = sites[site]?.nodePools.find((one) => one.id === id);
    return id === undefined || (pool !== undefined && (pool.ordered === undefined || pool.ordered > asOf));
  });
}

/** Orders of the plan that was accepted whose contract is signed and which do not serve yet. Racks are no pool, so nothing tells of their contract. */
export function contractedOrders({ purchasePlan, sites, scenario: { asOf } }: Pick<Estate, 'purchasePlan' | 'sites' | 'scenario'>): readonly DeepReadonly<AcceptedOrder>[] {
  return (purchasePlan?.orders ?? []).filter(({ site, pool: id, quarter }) => {
    const pool = sites[site]?.nodePools.find((one) => one.id === id);
    return quarter > quarterOf(asOf) && pool?.ordered !== undefined && pool.ordered <= asOf;
  });
}

/** What the caps of the years leave for further orders. */
export function capsLeft(estate: Pick<Estate, 'purchasePlan' | 'sites' | 'scenario'>, caps: ReadonlyMap<number, bigint>): ReadonlyMap<number, bigint> {
  const committed = new Map<number, bigint>();
  for (const { orderBy, cost } of openOrders(estate)) {
    const year = Number(orderBy.slice(0, 4));
    committed.set(year, (committed.get(year) ?? 0n) + cost);
  }
  return new Map([...caps].map(([year, cap]) => [year, cap - (committed.get(year) ?? 0n) > 0n ? cap - (committed.get(year) ?? 0n) : 0n]));
}
