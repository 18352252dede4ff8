import type { Quarter } from '../model/calendar.js';
import { importances, rank } from '../model/kinds/classification.js';
import { protectedTiers, protections } from '../model/kinds/protection.js';
import { compartmentOf } from './compartment.js';
import type { Plan } from './headroom.js';
import { siteSupply } from './left.js';
import { lossOf, situationIn } from './loss.js';
import { isStorage, type Quantities } from './quantities.js';
import { demandOf } from './quarter-demand.js';
import type { HeldCopy } from './copies/held.js';
import type { Placed, Unplaced } from './demand.js';

/** Who runs where after a loss, and who does not. Every environment that is owed something is in exactly one list. */
export interface Outcome {
  readonly quarter: Quarter;
  readonly domains: readonly string[];
  /** Those that keep what they were promised; a standby that waits is listed beside its primary. */
  readonly running: readonly Placed[];
  /** Of those that run: the ones that run at their standby because their primary is lost. */
  readonly moved: readonly Placed[];
  /** Yield their nodes because their site is too full, least protected first; with the resource that ran out. */
  readonly shed: readonly Shed[];
  /** Nowhere to go. */
  readonly unplaced: readonly Unplaced[];
  /** Disks that hold more than they may: data cannot be shed. */
  readonly overfull: readonly { readonly site: string; readonly resource: string; readonly short: bigint }[];
}

export interface Shed {
  readonly placed: Placed;
  /** Resource its site ran out of, the scarcest at the time. */
  readonly resource: string;
}

/**
 * What happens in a quarter when failure domains are lost, on top of what the scenario takes as lost. A protected
 * environment that cannot go on at its primary, for want of nodes or because its disks serve nothing, moves to its
 * standby where that serves; whoever does not fit there either is shed.
 */
export function outcomeOf(plan: Plan, quarter: Quarter, domains: readonly string[]): Outcome {
  const { estate } = plan;
  const all = [...estate.scenario.lose, ...domains];
  const { sites: lost, parts } = lossOf(all);
  const demand = demandOf(plan, quarter, lost);
  const { serving } = situationIn(estate, quarter, lost);
  const supplyOf = (id: string, without: readonly string[]): ReadonlyMap<string, Quantities> => {
    const site = estate.sites[id];
    return site === undefined ? new Map<string, Quantities>() : siteSupply(estate, site, quarter, without, plan.facility.get(id));
  };
  const copies = demand.copies ?? [];
  const supplies: Supplies = new Map([...serving].map((id) => [id, { there: besideCopies(supplyOf(id, parts), copies.filter(({ site }) => site === id)), whole: supplyOf(id, []) }]));
  const first = settle(demand.placed, supplies);
  const leaving = new Map(
    first.shed.flatMap(({ placed }): [string, Placed][] => {
      const { promise, guarantee, use } = placed;
      const standby = use === 'primary' && protectedTiers.includes(promise.tier) && promise.standby !== undefined && serving.has(promise.standby) ? estate.sites[promise.standby] : undefined;
      return standby === undefined ? [] : [[promise.namespace, { promise, guarantee, site: standby.id, compartment: compartmentOf(standby, promise), use: 'moved', amounts: guarantee.amounts }]];
    }),
  );
  const placed = leaving.size === 0 ? demand.placed : [...demand.placed.filter(({ promise }) => !leaving.has(promise.namespace)), ...leaving.values()];
  const { shed } = leaving.size === 0 ? first : settle(placed, supplies);
  const gone = new Set(shed.map((one) => one.placed));
  const running = placed.filter((one) => !gone.has(one));
  return { quarter, domains: all, running, moved: running.filter(({ use }) => use === 'moved'), shed, unplaced: demand.unplaced, overfull: overfullDisks(running, copies, supplies) };
}

type Supplies = ReadonlyMap<string, { readonly there: ReadonlyMap<string, Quantities>; readonly whole: ReadonlyMap<string, Quantities> }>;

const open = 'open';

/** What nodes have beside the replicas of databases that a site keeps for others; disks are judged as a whole. */
function besideCopies(supply: ReadonlyMap<string, Quantities>, copies: readonly HeldCopy[]): ReadonlyMap<string, Quantities> {
  const beside = new Map([...supply].map(([compartment, amounts]) => [compartment, new Map(amounts)]));
  for (const { compartment, amounts } of copies)
    for (const [resource, amount] of amounts) {
      const there = beside.get(compartment);
      const left = (there?.get(resource) ?? 0n) - amount;
      if (!isStorage(resource)) there?.set(resource, left > 0n ? left : 0n);
    }
  return beside;
}

/** Who stops where everybody stays where they are. */
function settle(placed: readonly Placed[], supplies: Supplies): { readonly shed: readonly Shed[] } {
  const stopped = placed.flatMap((one): Shed[] => {
    const of = supplies.get(one.site);
    const dead = one.use === 'standby' ? undefined : [...one.amounts].find(([resource, amount]) => isStorage(resource) && amount > 0n && (of?.there.get(open)?.get(resource) ?? 0n) === 0n && (of?.whole.get(open)?.get(resource) ?? 0n) > 0n);
    return dead === undefined ? [] : [{ placed: one, resource: dead[0] }];
  });
  const gone = new Set(stopped.map((one) => one.placed));
  const groups = new Map<string, Placed[]>();
  for (const one of placed) {
    if (gone.has(one)) continue;
    const key = `${one.site} ${one.compartment}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  const crowded = [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : shedFrom(group, supplies.get(first.site)?.there.get(first.compartment) ?? new Map<string, bigint>());
  });
  return { shed: [...stopped, ...crowded] };
}

/** Classes that serve and hold more than they may: data cannot be shed. A class that serves nothing has stopped who uses it. */
function overfullDisks(running: readonly Placed[], copies: readonly HeldCopy[], supplies: Supplies): Outcome['overfull'] {
  const needs = new Map<string, bigint>();
  const serves = (site: string, resource: string): boolean => (supplies.get(site)?.there.get(open)?.get(resource) ?? 0n) > 0n || (supplies.get(site)?.whole.get(open)?.get(resource) ?? 0n) === 0n;
  const add = (site: string, resource: string, amount: bigint): unknown => needs.set(`${site} ${resource}`, (needs.get(`${site} ${resource}`) ?? 0n) + amount);
  for (const { site, amounts } of running) for (const [resource, amount] of amounts) if (isStorage(resource)) add(site, resource, amount);
  for (const { site, amounts } of copies) for (const [resource, amount] of amounts) if (isStorage(resource) && serves(site, resource)) add(site, resource, amount);
  return [...needs].flatMap(([key, needed]) => {
    const [site = '', resource = ''] = key.split(' ');
    const short = needed - (supplies.get(site)?.there.get(open)?.get(resource) ?? 0n);
    return short > 0n ? [{ site, resource, short }] : [];
  });
}

/**
 * Takes environments off the nodes of one compartment until the rest fit: the least protected tier first; within a tier
 * those that wait before those that run, then the least important, then the lowest security level, and of those alike
 * whoever frees most of what is scarcest, so that few are shed. Afterwards whoever still fits beside the others is let in
 * again, the most important first.
 */
function shedFrom(group: readonly Placed[], supply: Quantities): Shed[] {
  const needs = new Map<string, bigint>();
  const take = (amounts: Quantities, sign: 1n | -1n): void => {
    for (const [resource, amount] of amounts) if (!isStorage(resource)) needs.set(resource, (needs.get(resource) ?? 0n) + sign * amount);
  };
  group.forEach(({ amounts }) => take(amounts, 1n));
  const short = (resource: string): bigint => (needs.get(resource) ?? 0n) - (supply.get(resource) ?? 0n);
  /** Resources that ran out, the scarcest first. */
  const scarce = (): string[] =>
    [...needs.keys()].filter((resource) => short(resource) > 0n).sort((x, y) => compare(short(y) * (supply.get(x) ?? 0n), short(x) * (supply.get(y) ?? 0n)) || compare(short(y), short(x)) || (x < y ? -1 : 1));
  const shed: Shed[] = [];
  for (const tier of [...protections].reverse()) {
    const next = leavers(group.filter(({ promise }) => promise.tier === tier));
    for (;;) {
      // Asked one by one: whoever is named has gone.
      let one: Shed | undefined;
      for (const resource of scarce()) if ((one = next(resource)) !== undefined) break;
      if (one === undefined) break;
      take(one.placed.amounts, -1n);
      shed.push(one);
    }
  }
  return readmitted(shed, take, () => scarce().length === 0);
}

/**
 * Who of a tier goes next for a resource, each once: of those that use it, who waits before who runs, then the least
 * important, then whoever frees most of it. Each resource's queue is ordered once: hundreds may have to go.
 */
function leavers(candidates: readonly Placed[]): (resource: string) => Shed | undefined {
  const queues = new Map<string, Placed[]>();
  const gone = new Set<Placed>();
  const queueOf = (resource: string): Placed[] => {
    const amount = ({ amounts }: Placed): bigint => amounts.get(resource) ?? 0n;
    // Last in line goes first: taking from the end of a list is cheap.
    return candidates.filter((one) => amount(one) > 0n).sort((a, b) => waits(a) - waits(b) || weight(b) - weight(a) || compare(amount(a), amount(b)) || (a.promise.namespace < b.promise.namespace ? 1 : -1));
  };
  return (resource) => {
    const queue = queues.get(resource) ?? queueOf(resource);
    queues.set(resource, queue);
    for (;;) {
      const placed = queue.pop();
      if (placed === undefined) return undefined;
      if (gone.has(placed)) continue;
      gone.add(placed);
      return { placed, resource };
    }
  };
}

const waits = ({ use }: Placed): number => (use === 'standby' ? 1 : 0);
/** Importance first, then the security level: at most five levels lie between two ranks. */
const weight = ({ promise: { importance, securityLevel } }: Placed): number => rank(importances, importance) * 10 + securityLevel;
const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

/** Lets in again, best protected and most important first, whoever fits once larger ones are out. */
function readmitted(shed: readonly Shed[], take: (amounts: Quantities, sign: 1n | -1n) => void, fits: () => boolean): Shed[] {
  const tierOf = ({ placed }: Shed): number => protections.indexOf(placed.promise.tier);
  const out = new Set(shed);
  for (const one of [...shed].sort((a, b) => tierOf(a) - tierOf(b) || weight(b.placed) - weight(a.placed) || (a.placed.promise.namespace < b.placed.promise.namespace ? -1 : 1))) {
    take(one.placed.amounts, 1n);
    if (fits()) out.delete(one);
    else take(one.placed.amounts, -1n);
  }
  return shed.filter((one) => out.has(one));
}
