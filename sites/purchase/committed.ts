import { quarterOf, type Day } from '../model/calendar.js';
import type { DeepReadonly, Estate } from '../model/estate.js';
import type { EquipmentKind } from '../model/kinds/planning/purchase.js';
import type { AcceptedOrder } from '../model/kinds/purchase-plan.js';
import type { NodePool, RackOrder } from '../model/kinds/site.js';
import { isOwned } from './owned.js';

type Of = Pick<Estate, 'purchasePlan' | 'sites' | 'scenario'>;

/** What an order became in its site's file. */
type Entry = Pick<DeepReadonly<NodePool>, 'id' | 'count' | 'available' | 'ordered' | 'orderBy'>;

const rackEntry = ({ racks, ...rest }: DeepReadonly<RackOrder>): Entry => ({ ...rest, count: racks });

/** The pool, or the entry of racks in its hall; of a plan that was written before racks had one, what stands there for their quarter. */
export function entryOf({ sites }: Pick<Of, 'sites'>, { site, hall, kind, pool: id, quarter }: DeepReadonly<AcceptedOrder>): Entry | undefined {
  const of = sites[site];
  if (kind !== 'rack') return of?.nodePools.find((one) => one.id === id);
  const found = of?.facility.halls.find((one) => one.id === hall)?.rackOrders?.find((one) => (id === undefined ? one.available === quarter : one.id === id));
  return found === undefined ? undefined : rackEntry(found);
}

export const isSigned = (entry: Pick<Entry, 'ordered'> | undefined, asOf: Day): boolean => entry?.ordered !== undefined && entry.ordered <= asOf;

/** Orders of the plan that was accepted which are still to be placed, and are counted on as their pools are: their day has not passed and no contract is signed. */
export function openOrders(estate: Of): readonly DeepReadonly<AcceptedOrder>[] {
  const { asOf } = estate.scenario;
  return (estate.purchasePlan?.orders ?? []).filter((order) => {
    if (order.orderBy < asOf) return false;
    const entry = entryOf(estate, order);
    return entry === undefined ? order.pool === undefined : entry.count > 0 && isOwned(entry, estate) && !isSigned(entry, asOf);
  });
}

/** Orders of the plan that was accepted whose contract is signed and which do not serve yet. */
export const contractedOrders = (estate: Of): readonly DeepReadonly<AcceptedOrder>[] =>
  (estate.purchasePlan?.orders ?? []).filter((order) => order.quarter > quarterOf(estate.scenario.asOf) && isSigned(entryOf(estate, order), estate.scenario.asOf));

/** Orders of a plan that no contract was signed for, whether or not their day has passed. */
export const unsignedOrders = (estate: Of): readonly DeepReadonly<AcceptedOrder>[] => (estate.purchasePlan?.orders ?? []).filter((order) => !isSigned(entryOf(estate, order), estate.scenario.asOf));

/** What is ordered, or is counted on to be, and so is no longer there for anything else. */
export interface Commitment {
  readonly site: string;
  readonly kind: EquipmentKind;
  /** Or the entry of racks in their hall; absent where a plan names none. */
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
    const entry = entryOf(estate, order);
    const signed = isSigned(entry, asOf);
    if (!signed && !open.has(order)) return [];
    return [{ site, kind, ...(id === undefined ? {} : { pool: id }), count, year: yearOf(signed ? (entry?.ordered ?? orderBy) : orderBy), cost, signed }];
  });
  const entries = Object.values(sites).flatMap(({ id: site, nodePools, facility }) => [
    ...nodePools.map((pool) => ({ site, hall: undefined, kind: pool.purpose, entry: pool })),
    ...facility.halls.flatMap(({ id: hall, rackOrders = [] }) => rackOrders.map((racks) => ({ site, hall, kind: 'rack' as const, entry: rackEntry(racks) }))),
  ]);
  const byHand = entries.flatMap(({ site, hall, kind, entry }): Commitment[] => {
    const day = entry.ordered ?? entry.orderBy;
    const named = planned.some((order) => order.site === site && order.pool === entry.id && (hall === undefined ? order.kind !== 'rack' : order.hall === hall));
    if (day === undefined || entry.count === 0 || !isOwned(entry, estate) || named) return [];
    return [{ site, kind, pool: entry.id, count: entry.count, year: yearOf(day), cost: BigInt(entry.count) * priceToday(estate, kind), signed: isSigned(entry, asOf) }];
  });
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
