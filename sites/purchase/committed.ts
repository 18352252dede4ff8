import { quarterOf, type Day } from '../model/calendar.js';
import type { DeepReadonly, Estate } from '../model/estate.js';
import type { EquipmentKind } from '../model/kinds/planning/purchase.js';
import type { AcceptedOrder } from '../model/kinds/purchase-plan.js';
import type { NodePool } from '../model/kinds/site.js';
import { isOwned } from './owned.js';

type Of = Pick<Estate, 'purchasePlan' | 'sites' | 'scenario'>;

const poolOf = ({ sites }: Of, { site, pool: id }: DeepReadonly<AcceptedOrder>): DeepReadonly<NodePool> | undefined => sites[site]?.nodePools.find((one) => one.id === id);

const isSigned = ({ ordered }: Pick<DeepReadonly<NodePool>, 'ordered'>, asOf: Day): boolean => ordered !== undefined && ordered <= asOf;

/** Orders of the plan that was accepted which are still to be placed, and are counted on as their pools are: their day has not passed and no contract is signed. */
export function openOrders(estate: Of): readonly DeepReadonly<AcceptedOrder>[] {
  const { asOf } = estate.scenario;
  return (estate.purchasePlan?.orders ?? []).filter((order) => {
    if (order.orderBy < asOf) return false;
    const pool = poolOf(estate, order);
    return order.pool === undefined || (pool !== undefined && pool.count > 0 && isOwned(pool, estate) && !isSigned(pool, asOf));
  });
}

/** Orders of the plan that was accepted whose contract is signed and which do not serve yet. Racks are no pool, so nothing tells of their contract. */
export function contractedOrders(estate: Of): readonly DeepReadonly<AcceptedOrder>[] {
  const { asOf } = estate.scenario;
  return (estate.purchasePlan?.orders ?? []).filter((order) => {
    const pool = poolOf(estate, order);
    return order.quarter > quarterOf(asOf) && pool !== undefined && isSigned(pool, asOf);
  });
}

/** What is ordered, or is counted on to be, and so is no longer there for anything else. */
export interface Commitment {
  readonly site: string;
  readonly kind: EquipmentKind;
  /** Absent for racks. */
  readonly pool?: string;
  readonly count: number;
  /** In which its money is spent: that of the contract, else that of the last day to order on. */
  readonly year: number;
  /** VND: as the accepted plan says, else today's price. */
  readonly cost: bigint;
  readonly signed: boolean;
}

const yearOf = (day: Day): number => Number(day.slice(0, 4));

/** Every order that takes money of a year: of the accepted plan, and of pools that a person wrote `ordered` or `orderBy` into. */
export function commitments(estate: Of & Pick<Estate, 'planning' | 'prices'>): readonly Commitment[] {
  const { purchasePlan, sites, scenario: { asOf } } = estate;
  const planned = purchasePlan?.orders ?? [];
  const open = new Set(openOrders(estate));
  const ofPlan = planned.flatMap((order): Commitment[] => {
    const { site, kind, pool: id, count, orderBy, cost } = order;
    const pool = poolOf(estate, order);
    const signed = pool !== undefined && isSigned(pool, asOf);
    if (!signed && !open.has(order)) return [];
    return [{ site, kind, ...(id === undefined ? {} : { pool: id }), count, year: yearOf(signed ? (pool.ordered ?? orderBy) : orderBy), cost, signed }];
  });
  const byHand = Object.values(sites).flatMap(({ id: site, nodePools }) =>
    nodePools.flatMap((pool): Commitment[] => {
      const day = pool.ordered ?? pool.orderBy;
      if (day === undefined || pool.count === 0 || !isOwned(pool, estate) || planned.some((order) => order.site === site && order.pool === pool.id)) return [];
      return [{ site, kind: pool.purpose, pool: pool.id, count: pool.count, year: yearOf(day), cost: BigInt(pool.count) * priceToday(estate, pool.purpose), signed: isSigned(pool, asOf) }];
    }),
  );
  return [...ofPlan, ...byHand];
}

/** What has no price takes nothing off a cap; whoever has to buy it is told so. */
function priceToday({ planning, prices }: Pick<Estate, 'planning' | 'prices'>, kind: EquipmentKind): bigint {
  const item = planning.purchase?.equipment[kind].price;
  return item !== undefined && Object.hasOwn(prices, item) ? (prices[item]?.price ?? 0n) : 0n;
}

/** The cap of a year, and what is gone of it. */
export interface CapUse {
  readonly year: number;
  readonly vnd: bigint;
  /** Of orders that are counted on and still to be placed, and of contracts that are signed. */
  readonly open: bigint;
  readonly signed: bigint;
  readonly orders: readonly Omit<Commitment, 'year'>[];
}

export function capUses(estate: Parameters<typeof commitments>[0], caps: ReadonlyMap<number, bigint>): readonly CapUse[] {
  const all = commitments(estate);
  return [...caps].sort(([a], [b]) => a - b).map(([year, vnd]): CapUse => {
    const orders = all.flatMap(({ year: of, ...order }) => (of === year ? [order] : []));
    const sum = (signed: boolean): bigint => orders.reduce((total, order) => (order.signed === signed ? total + order.cost : total), 0n);
    return { year, vnd, open: sum(false), signed: sum(true), orders };
  });
}

/** How far what is ordered, or counted on, goes beyond the cap of its year. */
export const beyondCap = ({ vnd, open, signed }: Pick<CapUse, 'vnd' | 'open' | 'signed'>): bigint => (open + signed > vnd ? open + signed - vnd : 0n);

/** Whether orders that are still to be placed break a cap: a plan that counts on them keeps it no more than they do. */
export const isBroken = (cap: Pick<CapUse, 'vnd' | 'open' | 'signed'>): boolean => cap.open > 0n && beyondCap(cap) > 0n;

/** What the caps of the years leave for further orders. */
export const capsLeft = (estate: Parameters<typeof commitments>[0], caps: ReadonlyMap<number, bigint>): ReadonlyMap<number, bigint> =>
  new Map(capUses(estate, caps).map(({ year, vnd, open, signed }) => [year, vnd > open + signed ? vnd - open - signed : 0n]));
