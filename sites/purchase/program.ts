import { crossingRows } from './crossing-rows.js';
import type { Need, Problem, Purchases, Thing } from './problem.js';
import { Sparse } from './sparse.js';

/** What is left out of a problem, to see what contradicts what. */
export interface Without {
  /** Names of limits that do not hold: `racks/…`, `feed/…`, `cooling/…`, `budget/2029`, `lead/gpu`, `opening/ndc-02/hall-1`. */
  readonly limits?: ReadonlySet<string>;
  /** Needs and crossings that count; all of them where it is left out. */
  readonly needs?: ReadonlySet<string>;
  /** Organisations that are served; all of them where it is left out. */
  readonly organisations?: ReadonlySet<string>;
  /** Orders that are placed already, by thing and quarter: more may be added, none taken back. They may lie in store for as long as it takes. */
  readonly placed?: readonly (readonly number[])[];
}

export interface Program {
  readonly sparse: Sparse;
  /** Columns of a thing that count what serves, by quarter. */
  readonly serving: readonly (readonly number[])[];
  readonly read: (x: ArrayLike<number>) => Purchases;
}

const none = -1;
const infinity = Infinity;

/** Quarters from order to service, and the first that can serve, where the time it takes may be left out. */
const timeOf = (kind: string, { lead, earliest }: Pick<Thing, 'lead' | 'earliest'>, limits: ReadonlySet<string>): { readonly lead: number; readonly earliest: number } => (limits.has(`lead/${kind}`) ? { lead: 0, earliest: 0 } : { lead, earliest });

/** The integer program of a problem. Amounts of money are billions of VND. */
export function programOf(problem: Problem, { limits = new Set(), needs, organisations, placed }: Without = {}): Program {
  const { quarters, things, fittings } = problem;
  const sparse = new Sparse();
  const T = quarters.length;
  const columns = (count: number, at: (quarter: number) => number): number[] => Array.from({ length: count }, (_, quarter) => at(quarter));
  const opensOf = ({ site, hall, opens }: Pick<Thing, 'site' | 'hall' | 'opens'>): number => (limits.has(`opening/${site}/${hall}`) ? 0 : opens);
  const most = things.map(({ site, hall, perRack }) => {
    const racks = limits.has(`racks/${site}/${hall}`) ? [] : problem.limits.filter((limit) => limit.kind === 'racks' && limit.site === site && limit.hall === hall).map(({ left }) => left);
    // HiGHS is at home with bounded whole numbers: https://github.com/ERGO-Code/HiGHS/issues/2226
    return racks.length === 0 ? 100_000 : Math.max(...racks) * perRack;
  });

  const ordered = things.map(({ kind, cost, ...thing }, index) => {
    const { lead } = timeOf(kind, thing, limits);
    return columns(T, (at) => (at + lead < T ? sparse.column(cost[at] ?? 0, placed?.[index]?.[at] ?? 0, Math.max(most[index] ?? 0, placed?.[index]?.[at] ?? 0), true) : none));
  });
  const arriving = things.map((thing, index) => {
    const from = Math.max(opensOf(thing), timeOf(thing.kind, thing, limits).earliest);
    return columns(T, (at) => (at < from ? none : sparse.column(thing.keep[at] ?? 0, 0, most[index] ?? 0, true)));
  });
  const racks = things.map(({ perRack }, index) => (arriving[index] ?? []).map((column) => (column === none ? none : sparse.column(0, 0, Math.ceil((most[index] ?? 0) / perRack), true))));
  const serving = things.map((_, index) => columns(T, () => sparse.column(0, 0, most[index] ?? 0, false)));
  const fitted = fittings.map((fitting) => {
    const { lead, earliest } = timeOf('rack', fitting, limits);
    const from = Math.max(opensOf(fitting), earliest);
    return columns(T, (at) => (at < from || at < lead ? none : sparse.column((fitting.cost[at - lead] ?? 0) + (fitting.keep[at] ?? 0), 0, 1_000_000, true)));
  });
  const there = (all: readonly number[] | undefined, upTo: number, from = 0): number[] => (all ?? []).slice(Math.max(0, from), Math.max(0, upTo + 1)).filter((column) => column !== none);

  for (const [index, thing] of things.entries()) {
    const { lead } = timeOf(thing.kind, thing, limits);
    for (let at = 0; at < T; at += 1) {
      const came = there(arriving[index], at).map((column) => [column, 1] as const);
      const bought = (upTo: number) => there(ordered[index], upTo).map((column) => [column, -1] as const);
      // Serves only what was ordered in time; what was ordered does not lie in store for ever.
      if (came.length > 0) sparse.row(-infinity, 0, [...came, ...bought(at - lead)]);
      const due = bought(at - lead - thing.store);
      if (due.length > 0 && placed === undefined) sparse.row(0, infinity, [...came, ...due]);
      const [before, now] = [serving[index]?.[at - 1], serving[index]?.[at] ?? none];
      const [comes, goes] = [there(arriving[index], at, at), there(arriving[index], at - thing.life, at - thing.life)];
      sparse.row(0, 0, [[now, 1], ...(before === undefined ? [] : [[before, -1] as const]), ...comes.map((column) => [column, -1] as const), ...goes.map((column) => [column, 1] as const)]);
      const [v, rack] = [arriving[index]?.[at] ?? none, racks[index]?.[at] ?? none];
      if (v !== none && rack !== none) sparse.row(0, infinity, [[rack, thing.perRack], [v, -1]]);
    }
  }
  const inHall = (site: string, hall: string): number[] => things.flatMap((thing, index) => (thing.site === site && thing.hall === hall ? [index] : []));
  const standing = (index: number, at: number): (readonly [number, number])[] => there(racks[index], at, at - (things[index]?.life ?? T) + 1).map((column) => [column, 1] as const);
  for (const { name, kind, site, hall, quarter, left } of problem.limits) {
    if (limits.has(name)) continue;
    const inside = inHall(site, hall);
    sparse.row(-infinity, left, kind === 'racks' ? inside.flatMap((index) => standing(index, quarter)) : inside.map((index) => [serving[index]?.[quarter] ?? none, things[index]?.kw ?? 0] as const));
  }
  for (const [index, { site, hall }] of fittings.entries())
    for (let at = 0; at < T; at += 1) {
      const taken = inHall(site, hall).flatMap((thing) => standing(thing, at));
      if (taken.length > 0) sparse.row(-infinity, 0, [...taken, ...there(fitted[index], at).map((column) => [column, -1] as const)]);
    }
  for (const { name, year, cap } of problem.budgets) {
    if (limits.has(name)) continue;
    const inYear = (at: number): boolean => quarters[at]?.startsWith(`${year}-`) === true;
    const spent = things.flatMap(({ price }, index) => (ordered[index] ?? []).flatMap((column, at) => (column !== none && inYear(at) ? [[column, Number(price[at] ?? 0n) / 1e9] as const] : [])));
    const racked = fittings.flatMap((fitting, index) => {
      const { lead } = timeOf('rack', fitting, limits);
      return (fitted[index] ?? []).flatMap((column, at) => (column !== none && inYear(at - lead) ? [[column, Number(fitting.price[at - lead] ?? 0n) / 1e9] as const] : []));
    });
    sparse.row(-infinity, cap, [...spent, ...racked]);
  }
  const fractions = new Map<string, number>();
  // The share of a group served in an event is settled before it, by placement: its column is fixed.
  const fraction = (kin: string, quarter: number, lost: readonly string[], share: number): number => {
    const key = `${kin} ${quarter} ${lost.join(' ')}`;
    const column = fractions.get(key) ?? sparse.column(0, share, share, false);
    fractions.set(key, column);
    return column;
  };
  const included = (group: number): boolean => organisations === undefined || organisations.has(problem.groups[group]?.organisation ?? '');
  for (const need of problem.needs) {
    if (needs !== undefined && !needs.has(need.id)) continue;
    const asked = asks(problem, need, included);
    // What nobody asks for needs no room kept free beside it either.
    if (asked.size === 0 && need.asks.length > 0) continue;
    const served = [...asked].map(([kin, { amount, share }]) => [fraction(kin, need.quarter, need.lost, share), -amount] as const);
    sparse.row(need.spare + need.more - need.owned, infinity, [...need.offers.map(({ thing, amount }) => [serving[thing]?.[need.quarter] ?? none, amount] as const), ...served]);
  }
  for (const crossing of problem.crossings) {
    if (needs !== undefined && !needs.has(crossing.id)) continue;
    for (const { most: room, amounts } of crossingRows(crossing, included))
      sparse.row(-infinity, room, amounts.map(({ group, amount }) => [fraction(problem.groups[group]?.kin ?? '', crossing.quarter, crossing.sites, 1), amount] as const));
  }
  const whole = (x: ArrayLike<number>, column: number | undefined): number => (column === undefined || column === none ? 0 : Math.round(x[column] ?? 0));
  return {
    sparse,
    serving,
    read: (x) => ({
      ordered: ordered.map((all) => all.map((column) => whole(x, column))),
      serving: arriving.map((all) => all.map((column) => whole(x, column))),
      racks: fitted.map((all) => all.map((column) => whole(x, column))),
    }),
  };
}

/** What a need's kin ask together. */
function asks({ groups }: Problem, { asks: all }: Need, included: (group: number) => boolean): ReadonlyMap<string, { amount: number; share: number }> {
  const sums = new Map<string, { amount: number; share: number }>();
  for (const { group, amount, served } of all) {
    const of = groups[group];
    if (of === undefined || !included(group)) continue;
    const known = sums.get(of.kin);
    if (known === undefined) sums.set(of.kin, { amount, share: served });
    else known.amount += amount;
  }
  return sums;
}
