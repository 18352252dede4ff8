import type { Day, Quarter } from '../model/calendar.js';
import type { DeepReadonly, Estate } from '../model/estate.js';
import type { NodePool } from '../model/kinds/site.js';
import type { EstateProblem } from './build.js';
import type { Order } from './orders.js';
import { isOwned } from './owned.js';
import type { Lot } from './planned.js';
import { alike } from './things.js';

/** A pool that orders become in the file of their site. */
export interface BoughtPool {
  readonly site: string;
  /** Of the wish that it settles, else a new one. */
  readonly id: string;
  /** Pool whose shape it has, and the site that pool stands at. */
  readonly like: { readonly site: string; readonly id: string };
  readonly hall: string;
  readonly count: number;
  readonly available: Quarter;
  /** Of its first order. */
  readonly orderBy: Day;
}

/** Racks that orders become in their hall's entry. */
export interface BoughtRacks {
  readonly site: string;
  readonly hall: string;
  readonly id: string;
  readonly racks: number;
  readonly available: Quarter;
  readonly orderBy: Day;
}

/** A pool that the plan replaces, and the first quarter in which it does not serve. */
export interface Retiring {
  readonly site: string;
  readonly pool: string;
  readonly quarter: Quarter;
}

/** Every lot as a pool. The first of a wish takes the wish's own place in the file; others are new, and so is one for another hall than the wish names: what is remarked above a wish is of its hall. */
export function poolsOf({ sites, scenario }: Estate, { things }: EstateProblem, lots: readonly Lot[], orders: readonly Order[]): readonly BoughtPool[] {
  const taken = new Map(Object.values(sites).map(({ id, nodePools }) => [id, new Set(nodePools.map((pool) => pool.id))]));
  const settled = new Set<string>();
  return lots.flatMap(({ thing, pool: { count, available } }): BoughtPool[] => {
    const of = things[thing];
    if (of === undefined) return [];
    const { site, hall, template } = of;
    const standsAt = (id: string): DeepReadonly<NodePool> | undefined => sites[id]?.nodePools.find((one) => one.id === template.id && alike(one) === alike(template));
    const own = standsAt(site);
    const likeSite = own === undefined ? (Object.keys(sites).find((id) => standsAt(id) !== undefined) ?? site) : site;
    const wish = own !== undefined && (own.hall === undefined || own.hall === hall) && !isOwned(own, { scenario }) && !settled.has(`${site}/${own.id}`) ? own : undefined;
    const id = wish?.id ?? freeId(`${template.id.slice(0, 28)}-${available.toLowerCase()}`, taken.get(site) ?? new Set());
    settled.add(`${site}/${id}`);
    taken.get(site)?.add(id);
    const days = orders.flatMap((order) => (order.site === site && order.hall === hall && order.like === template.id && order.quarter === available ? [order.orderBy] : []));
    const [orderBy] = days.sort();
    return orderBy === undefined ? [] : [{ site, id, like: { site: likeSite, id: template.id }, hall, count, available, orderBy }];
  });
}

/** Every order of racks as an entry of its hall. */
export function racksOf({ sites }: Pick<Estate, 'sites'>, orders: readonly Order[]): readonly BoughtRacks[] {
  const taken = new Map(Object.values(sites).flatMap(({ id: site, facility }) => facility.halls.map(({ id: hall, rackOrders = [] }) => [`${site}/${hall}`, new Set(rackOrders.map(({ id }) => id))] as const)));
  return orders.flatMap(({ kind, site, hall, count, quarter, orderBy }): BoughtRacks[] => {
    if (kind !== 'rack') return [];
    const ids = taken.get(`${site}/${hall}`) ?? new Set<string>();
    const id = freeId(`racks-${quarter.toLowerCase()}`, ids);
    ids.add(id);
    return [{ site, hall, id, racks: count, available: quarter, orderBy }];
  });
}

function freeId(wanted: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? wanted : `${wanted}-${number}`;
    if (!taken.has(id)) return id;
  }
}

/** Pools that end within the plan's quarters by the life assumed for them, where the plan buys others of their purpose. */
export function retiringOf({ sites }: Pick<Estate, 'sites'>, { owned, quarters, things }: EstateProblem, lots: readonly Lot[]): readonly Retiring[] {
  const last = quarters.at(-1) ?? '';
  return Object.values(sites).flatMap(({ id: site, nodePools }) =>
    nodePools.flatMap((pool): Retiring[] => {
      const ends = owned.get(site)?.nodePools.find(({ id }) => id === pool.id)?.retires;
      const replaced = lots.some(({ thing }) => things[thing]?.site === site && things[thing].kind === pool.purpose);
      return pool.retires === undefined && ends !== undefined && ends <= last && replaced ? [{ site, pool: pool.id, quarter: ends }] : [];
    }),
  );
}
