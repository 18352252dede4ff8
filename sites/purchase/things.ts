import { compartmentOfPool } from '../capacity/compartment.js';
import { bareFacility } from '../capacity/facility-inputs.js';
import type { Plan } from '../capacity/headroom.js';
import { perRack } from '../capacity/layout.js';
import { situationIn, lossOf } from '../capacity/loss.js';
import { diskBytes } from '../capacity/storage/topology.js';
import { nodeOffer } from '../capacity/supply.js';
import type { Quarter } from '../model/calendar.js';
import type { DeepReadonly } from '../model/estate.js';
import type { EquipmentKind, PurchasePlanning } from '../model/kinds/planning/purchase.js';
import type { Hall, NodePool, Site } from '../model/kinds/site.js';
import { earliestService, leadQuarters, priceAfter, weightAfter, type Equipment } from './lead.js';
import { inBillions, type Fitting, type Thing } from './problem.js';

export type Planning = DeepReadonly<PurchasePlanning>;

/** A thing with the pool it is a copy of. */
export interface Offered extends Thing {
  readonly template: DeepReadonly<NodePool>;
  readonly compartment: string;
  /** Of one node: `cpu` in cores, `memory` in GiB, `gpu`, `pods`, `disks` in TiB. */
  readonly gives: ReadonlyMap<string, number>;
}

/** Nothing in the price book for what has to be bought. */
export class Unpriced extends Error {
  constructor(
    readonly kind: EquipmentKind,
    readonly item: string,
    readonly why: 'missing' | 'monthly',
  ) {
    super(`no price ${item} for ${kind}`);
    this.name = 'Unpriced';
  }
}

const units: Readonly<Record<string, number>> = { cpu: 1000, memory: 2 ** 30, gpu: 1, pods: 1, disks: 2 ** 40 };

/** An amount in the program's unit. */
export const inUnits = (resource: string, amount: bigint): number => Number(amount) / (units[resource.split('/')[0] ?? ''] ?? 2 ** 40);

/** What one node gives: to tenants, or as disks. */
export function givesOf(pool: DeepReadonly<NodePool>): ReadonlyMap<string, number> {
  if (pool.purpose === 'storage') return new Map([['disks', inUnits('disks', diskBytes(pool))]]);
  return new Map([...nodeOffer(pool)].filter(([, amount]) => amount > 0n).map(([resource, amount]) => [resource, inUnits(resource, amount)]));
}

/** Storage nodes run no tenants: they have a place of their own. */
export const placeOf = (pool: DeepReadonly<NodePool>): string => compartmentOfPool(pool) ?? 'disks';

export const alike = ({ purpose, shape, allocatableReserve, maxPods, rackUnits, watts, nodesPerRack, dedicatedTo }: DeepReadonly<NodePool>): string =>
  JSON.stringify([purpose, shape, allocatableReserve, maxPods, rackUnits, watts, nodesPerRack, dedicatedTo], (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value));

/** Shapes of a site's pools, each once: the last that was listed stands for its like. One of which the file wants none may be bought all the same. */
function shapesOf(site: DeepReadonly<Site>): readonly DeepReadonly<NodePool>[] {
  return [...new Map(site.nodePools.map((pool) => [alike(pool), pool])).values()];
}

/** What a site is asked for: compartments with the resources asked of their nodes, `disks` for its storage. */
export type Wanted = ReadonlyMap<string, ReadonlySet<string>>;

/** Whether a shape is worth buying at a site: whoever asks for no GPU is not sold one. */
const useful = (pool: DeepReadonly<NodePool>, wanted: Wanted): boolean => {
  const asked = wanted.get(placeOf(pool));
  return asked !== undefined && (pool.purpose !== 'gpu' || asked.has('gpu')) && [...givesOf(pool).keys()].some((resource) => asked.has(resource));
};

/** Shapes to buy from at a site; where it has none that gives what is asked, those of other sites. */
export function templatesFor({ sites }: Pick<Plan['estate'], 'sites'>, site: DeepReadonly<Site>, wanted: Wanted): readonly DeepReadonly<NodePool>[] {
  const own = shapesOf(site).filter((pool) => useful(pool, wanted));
  const missing = [...wanted].flatMap(([compartment, resources]) => [...resources].filter((resource) => !own.some((pool) => placeOf(pool) === compartment && givesOf(pool).has(resource))).map((resource) => [compartment, resource] as const));
  const others = Object.values(sites).flatMap((other) => (other === site ? [] : shapesOf(other)));
  const borrowed = missing.flatMap(([compartment, resource]) => others.find((pool) => placeOf(pool) === compartment && givesOf(pool).has(resource)) ?? []);
  return [...own, ...[...new Map(borrowed.map((pool) => [alike(pool), pool])).values()].map(({ hall: _hall, ...pool }) => pool)];
}

/** Index of the first quarter in which a hall takes equipment that serves; beyond the last where it never does. */
function opensIn({ estate }: Plan, site: DeepReadonly<Site>, hall: DeepReadonly<Hall>, quarters: readonly Quarter[]): number {
  const { sites: lost } = lossOf(estate.scenario.lose);
  const found = quarters.findIndex((quarter) => (hall.available ?? '') <= quarter && situationIn(estate, quarter, lost).serving.has(site.id));
  return found < 0 ? quarters.length : found;
}

/** What an item of the book costs, by the quarter of its order: as it is paid, and in billions at today's value. @throws Unpriced */
export function pricesOf({ prices }: Pick<Plan['estate'], 'prices'>, kind: EquipmentKind, planning: Planning, quarters: number): { readonly price: readonly bigint[]; readonly cost: readonly number[] } {
  const equipment = planning.equipment[kind];
  const entry = Object.hasOwn(prices, equipment.price) ? prices[equipment.price] : undefined;
  if (entry === undefined) throw new Unpriced(kind, equipment.price, 'missing');
  if (entry.once !== true) throw new Unpriced(kind, equipment.price, 'monthly');
  const price = Array.from({ length: quarters }, (_, at) => priceAfter(entry.price, equipment, at));
  return { price, cost: price.map((each, at) => inBillions(each) * weightAfter(planning.discountPercentPerYear, at)) };
}

/** What running one costs from each quarter of service on, until the last quarter or the end of its life. */
function upkeepOf(price: readonly bigint[], { upkeepPercentPerYear, lifeYears }: Equipment, { discountPercentPerYear }: Planning): Pick<Thing & Fitting, 'keep' | 'upkeep'> {
  const quarterly = price.map((each) => (each * BigInt(Math.round(upkeepPercentPerYear * 100)) + 39_999n) / 40_000n);
  const served = price.map((_, from) => Math.min(price.length - from, lifeYears * 4));
  return {
    upkeep: quarterly.map((each, from) => each * BigInt(served[from] ?? 0)),
    keep: quarterly.map((each, from) => Array.from({ length: served[from] ?? 0 }, (_, after) => inBillions(each) * weightAfter(discountPercentPerYear, from + after)).reduce((a, b) => a + b, 0)),
  };
}

/** Everything that can be bought at a site for what is asked of it, hall by hall. */
export function thingsAt(plan: Plan, site: DeepReadonly<Site>, wanted: Wanted, planning: Planning, quarters: readonly Quarter[]): readonly Offered[] {
  const { estate } = plan;
  const facility = plan.facility.get(site.id) ?? bareFacility;
  return templatesFor(estate, site, wanted).flatMap((template) =>
    site.facility.halls.flatMap((hall): Offered[] => {
      const opens = opensIn(plan, site, hall, quarters);
      const rack = perRack(hall, template, facility).perRack;
      if (opens >= quarters.length || rack < 1) return [];
      const equipment = planning.equipment[template.purpose];
      const priced = pricesOf(estate, template.purpose, planning, quarters.length);
      return [
        {
          id: `${site.id}/${hall.id}/${template.id}`,
          site: site.id,
          hall: hall.id,
          kind: template.purpose,
          template,
          compartment: placeOf(template),
          gives: givesOf(template),
          opens,
          ...priced,
          ...upkeepOf(priced.price, equipment, planning),
          lead: leadQuarters(equipment),
          earliest: earliestService(quarters, estate.scenario.asOf, equipment),
          store: Math.floor(planning.storeMonths / 3),
          life: equipment.lifeYears * 4,
          perRack: rack,
          kw: (template.watts * facility.diversityPercent) / 100_000,
        },
      ];
    }),
  );
}

/** Halls that are yet to open: their racks are bought with what stands in them. */
export function fittingsAt(plan: Plan, site: DeepReadonly<Site>, planning: Planning, quarters: readonly Quarter[]): readonly Fitting[] {
  const [now] = quarters;
  return site.facility.halls.flatMap((hall): Fitting[] => {
    const opens = opensIn(plan, site, hall, quarters);
    if (now === undefined || (hall.available ?? '') <= now || opens >= quarters.length) return [];
    const equipment = planning.equipment.rack;
    const priced = pricesOf(plan.estate, 'rack', planning, quarters.length);
    return [{ site: site.id, hall: hall.id, opens, ...priced, ...upkeepOf(priced.price, equipment, planning), lead: leadQuarters(equipment), earliest: earliestService(quarters, plan.estate.scenario.asOf, equipment) }];
  });
}
