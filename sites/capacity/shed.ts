import type { Quarter } from '../model/calendar.js';
import { protections, type Protection } from '../model/kinds/protection.js';
import { demandOf, type Plan } from './headroom.js';
import { siteSupply } from './left.js';
import { lossOf } from './loss.js';
import { isStorage, type Quantities } from './quantities.js';
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

/** What happens in a quarter when failure domains are lost, on top of what the scenario takes as lost. */
export function outcomeOf(plan: Plan, quarter: Quarter, domains: readonly string[]): Outcome {
  const { estate } = plan;
  const all = [...estate.scenario.lose, ...domains];
  const { sites: lost, parts } = lossOf(all);
  const demand = demandOf(plan, quarter, lost);
  const groups = new Map<string, Placed[]>();
  for (const one of demand.placed) {
    const key = `${one.site} ${one.compartment}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  const shed: Shed[] = [];
  const overfull: Outcome['overfull'][number][] = [];
  const disks = new Map<string, bigint>();
  const supplies = new Map([...new Set(demand.placed.map(({ site }) => site))].map((id) => {
    const site = estate.sites[id];
    return [id, site === undefined ? new Map<string, Quantities>() : siteSupply(estate, site, quarter, parts, plan.facility.get(id))] as const;
  }));
  for (const group of groups.values()) {
    const [first] = group;
    if (first === undefined) continue;
    shed.push(...shedFrom(group, supplies.get(first.site)?.get(first.compartment) ?? new Map<string, bigint>()));
    for (const { site, amounts } of group)
      for (const [resource, amount] of amounts) if (isStorage(resource)) disks.set(`${site} ${resource}`, (disks.get(`${site} ${resource}`) ?? 0n) + amount);
  }
  for (const [key, needed] of disks) {
    const [site = '', resource = ''] = key.split(' ');
    const short = needed - (supplies.get(site)?.get('open')?.get(resource) ?? 0n);
    if (short > 0n) overfull.push({ site, resource, short });
  }
  const gone = new Set(shed.map(({ placed }) => placed));
  const running = demand.placed.filter((one) => !gone.has(one));
  return { quarter, domains: all, running, moved: running.filter(({ use }) => use === 'moved'), shed, unplaced: demand.unplaced, overfull };
}

/**
 * Takes environments off the nodes of one compartment until the rest fit: the least protected tier first; within a tier
 * those that wait before those that run, then whoever frees most of what is scarcest, so that few are shed. Afterwards
 * whoever still fits beside the others is let in again.
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
    const candidates = new Set(group.filter(({ promise }) => promise.tier === tier));
    for (;;) {
      const next = scarce().map((resource) => nextToGo(candidates, resource)).find((found) => found !== undefined);
      if (next === undefined) break;
      candidates.delete(next.placed);
      take(next.placed.amounts, -1n);
      shed.push(next);
    }
  }
  return readmitted(shed, take, () => scarce().length === 0);
}

/** Of those that use a resource: who waits before who runs, then whoever frees most of it. */
function nextToGo(candidates: ReadonlySet<Placed>, resource: string): Shed | undefined {
  const amount = ({ amounts }: Placed): bigint => amounts.get(resource) ?? 0n;
  const [placed] = [...candidates].filter((one) => amount(one) > 0n).sort((a, b) => waits(b) - waits(a) || compare(amount(b), amount(a)) || (a.promise.namespace < b.promise.namespace ? -1 : 1));
  return placed === undefined ? undefined : { placed, resource };
}

const waits = ({ use }: Placed): number => (use === 'standby' ? 1 : 0);
const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

/** Lets in again, best protected first, whoever fits once larger ones are out. */
function readmitted(shed: readonly Shed[], take: (amounts: Quantities, sign: 1n | -1n) => void, fits: () => boolean): Shed[] {
  const rank = ({ placed }: Shed): number => protections.indexOf(placed.promise.tier);
  const out = new Set(shed);
  for (const one of [...shed].sort((a, b) => rank(a) - rank(b) || (a.placed.promise.namespace < b.placed.promise.namespace ? -1 : 1))) {
    take(one.placed.amounts, 1n);
    if (fits()) out.delete(one);
    else take(one.placed.amounts, -1n);
  }
  return shed.filter((one) => out.has(one));
}

/** Shed environments by tier, least protected first. */
export const shedByTier = (shed: readonly Shed[]): readonly { readonly tier: Protection; readonly shed: readonly Shed[] }[] =>
  [...protections].reverse().map((tier) => ({ tier, shed: shed.filter(({ placed }) => placed.promise.tier === tier) })).filter(({ shed: some }) => some.length > 0);
