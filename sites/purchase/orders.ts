import { firstDay, lastDay, plusMonths, type Day, type Quarter } from '../model/calendar.js';
import type { DeepReadonly, Estate } from '../model/estate.js';
import type { Funding } from '../model/kinds/funding.js';
import type { EquipmentKind } from '../model/kinds/planning/purchase.js';
import type { EstateProblem } from './build.js';
import { matched } from './later.js';
import { orderBy } from './lead.js';
import { inServiceAt, type Fitting, type Need, type Purchases } from './problem.js';
import { programOf } from './program.js';
import { slackOf } from './rounds.js';
import { fewest, noDearer, type Solved, type SolveOptions } from './solve.js';
import type { Offered, Planning } from './things.js';

/** What would be missing without an order, for whom, and after which loss. */
export interface Why {
  readonly compartment: string;
  readonly resource: string;
  readonly quarter: Quarter;
  /** Sites lost; empty where a rack is. */
  readonly lost: readonly string[];
  /** Part of what is asked that nothing would serve, in cores, GiB, pieces, pods, TiB of disk. */
  readonly missing: number;
  readonly organisations: readonly Share[];
}

export interface Share {
  readonly organisation: string;
  /** Of what is asked there. */
  readonly amount: number;
}

/** One line of the order list. */
export interface Order {
  readonly site: string;
  readonly hall: string;
  readonly kind: EquipmentKind;
  /** Pool whose shape is bought; absent for racks. */
  readonly like?: string;
  readonly count: number;
  /** Last day to order on, and the day it has to serve from. */
  readonly orderBy: Day;
  /** When the contract is signed and the goods are there, where nothing slips. */
  readonly contract: Day;
  readonly delivered: Day;
  readonly needed: Day;
  readonly quarter: Quarter;
  /** VND: one, all of them, and what running them costs until the horizon or the end of their life. */
  readonly price: bigint;
  readonly cost: bigint;
  readonly upkeep: bigint;
  readonly funding: Funding;
  /** Nodes of the same purpose that are replaced at the site in the same quarter. */
  readonly replaces: number;
  /** How many of the kind that were bought serve at the site from then on, and the fewest that do in any plan that costs no more than this one. */
  readonly serving: number;
  readonly fewest: number;
  readonly why?: Why;
}

/** Every order, by the day it is to be placed on. */
export function ordersOf(estate: Estate, problem: EstateProblem, first: EstateProblem, { purchases, cost }: Pick<Solved, 'purchases' | 'cost'>, planning: Planning, options: Pick<SolveOptions, 'solver' | 'seconds'>): readonly Order[] {
  // Without the cuts: what packing asked for besides is shown by no proof.
  const program = programOf(first);
  noDearer(program, cost);
  const known = new Map<string, number>();
  const least = (site: string, kind: EquipmentKind, at: number): number => {
    const key = `${site} ${kind} ${at}`;
    const found = known.get(key) ?? fewest(program, indicesOf(problem, site, kind), at, options);
    known.set(key, found);
    return found;
  };
  const nodes = problem.things.flatMap((thing, index) =>
    matched(purchases.ordered[index] ?? [], purchases.serving[index] ?? []).map(({ ordered, serves, count }): Order => {
      const all = indicesOf(problem, thing.site, thing.kind);
      const why = whyOf(problem, purchases, index, serves, count);
      return {
        ...placeOfOrder(problem, thing, ordered, serves, planning),
        kind: thing.kind,
        like: thing.template.id,
        count,
        price: thing.price[ordered] ?? 0n,
        cost: BigInt(count) * (thing.price[ordered] ?? 0n),
        upkeep: BigInt(count) * (thing.upkeep[serves] ?? 0n),
        funding: fundingAt(estate, thing.site, planning),
        replaces: replacedAt(problem, thing, serves),
        serving: all.reduce((sum, one) => sum + inServiceAt(problem.things[one] ?? thing, purchases.serving[one] ?? [], serves), 0),
        fewest: least(thing.site, thing.kind, serves),
        ...(why === undefined ? {} : { why }),
      };
    }),
  );
  const racks = problem.fittings.flatMap((fitting, index) =>
    (purchases.racks[index] ?? []).flatMap((count, serves): Order[] => {
      if (count === 0) return [];
      const ordered = serves - fitting.lead;
      const cost = BigInt(count) * (fitting.price[ordered] ?? 0n);
      return [
        {
          ...placeOfOrder(problem, { ...fitting, kind: 'rack' }, ordered, serves, planning),
          kind: 'rack',
          count,
          price: fitting.price[ordered] ?? 0n,
          cost,
          upkeep: BigInt(count) * (fitting.upkeep[serves] ?? 0n),
          funding: fundingAt(estate, fitting.site, planning),
          replaces: 0,
          serving: (purchases.racks[index] ?? []).slice(0, serves + 1).reduce((a, b) => a + b, 0),
          fewest: rackBound(problem, fitting, serves, least),
        },
      ];
    }),
  );
  return [...nodes, ...racks].sort((a, b) => byText(a.orderBy, b.orderBy) || byText(a.site, b.site) || byText(a.hall, b.hall) || byText(a.kind, b.kind) || byText(a.quarter, b.quarter));
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const indicesOf = ({ things }: EstateProblem, site: string, kind: EquipmentKind): readonly number[] => things.flatMap((thing, index) => (thing.site === site && thing.kind === kind ? [index] : []));

/** Racks that the fewest nodes of each kind take; where other halls of the site could take those nodes, none is sure. */
function rackBound({ things }: EstateProblem, { site, hall }: Fitting, at: number, least: (site: string, kind: EquipmentKind, at: number) => number): number {
  if (things.some((thing) => thing.site === site && thing.hall !== hall)) return 0;
  const kinds = [...new Set(things.filter((thing) => thing.site === site).map(({ kind }) => kind))];
  return kinds.reduce((sum, kind) => sum + Math.ceil(least(site, kind, at) / Math.max(...things.filter((thing) => thing.site === site && thing.kind === kind).map(({ perRack }) => perRack))), 0);
}

const fundingAt = ({ sites }: Pick<Estate, 'sites'>, site: string, planning: Planning): Funding => sites[site]?.funding ?? planning.funding;

function placeOfOrder({ quarters }: EstateProblem, { site, hall, kind, lead }: Pick<Offered, 'site' | 'hall' | 'kind' | 'lead'>, ordered: number, serves: number, planning: Planning): Pick<Order, 'site' | 'hall' | 'orderBy' | 'contract' | 'delivered' | 'needed' | 'quarter'> {
  const [from, quarter] = [quarters[ordered], quarters[serves]];
  if (from === undefined || quarter === undefined) throw new RangeError('an order lies in the quarters of its problem');
  // Ordered earlier than it must be, money is the reason: any day of that quarter will do.
  const equipment = planning.equipment[kind];
  const placed = ordered === serves - lead ? orderBy(quarter, equipment) : lastDay(from);
  const contract = plusMonths(placed, equipment.tenderMonths);
  return { site, hall, orderBy: placed, contract, delivered: plusMonths(contract, equipment.deliveryMonths), needed: firstDay(quarter), quarter };
}

function replacedAt({ owned, quarters, things }: EstateProblem, thing: Offered, at: number): number {
  const quarter = quarters[at];
  const pools: readonly DeepReadonly<{ purpose: string; count: number; retires?: Quarter | undefined }>[] = owned.get(thing.site)?.nodePools ?? [];
  const same = things.filter(({ site, kind }) => site === thing.site && kind === thing.kind).length;
  return same === 0 ? 0 : pools.reduce((sum, { purpose, count, retires }) => sum + (purpose === thing.kind && retires === quarter ? count : 0), 0);
}

/** The need that would miss most, for its size, without these nodes. */
function whyOf(problem: EstateProblem, purchases: Purchases, thing: number, from: number, count: number): Why | undefined {
  const of = problem.things[thing];
  if (of === undefined) return undefined;
  const short = problem.needs.flatMap((need) => {
    const offer = need.offers.find((one) => one.thing === thing);
    if (offer === undefined || need.quarter < from || need.quarter >= from + of.life) return [];
    const missing = count * offer.amount - slackOf(problem, purchases, need);
    return missing > 1e-6 ? [{ need, missing, share: missing / (count * offer.amount) }] : [];
  });
  // Nobody buys GPU nodes for their cores where GPUs are short too.
  const gpus = of.kind === 'gpu' ? short.filter(({ need }) => need.resource === 'gpu') : [];
  const tightest = (gpus.length > 0 ? gpus : short).reduce<(typeof short)[number] | undefined>((best, one) => (best === undefined || one.share > best.share + 1e-9 ? one : best), undefined);
  const quarter = problem.quarters[tightest?.need.quarter ?? -1];
  if (tightest === undefined || quarter === undefined) return undefined;
  const { compartment, resource, lost } = tightest.need;
  return { compartment, resource, quarter, lost, missing: tightest.missing, organisations: sharesOf(problem, tightest.need) };
}

/** Who asks for what a need serves; what nobody asks for by name is shared as the disks beside it are. */
export function sharesOf(problem: EstateProblem, need: Need): readonly Share[] {
  const asked = need.asks.some(({ amount }) => amount > 0) ? need : problem.needs.find(({ site, quarter, lost, resource }) => site === need.site && quarter === need.quarter && lost.join() === need.lost.join() && resource.startsWith('disks/'));
  const sums = new Map<string, number>();
  for (const { group, amount, served } of asked?.asks ?? []) {
    const organisation = problem.groups[group]?.organisation;
    if (organisation !== undefined) sums.set(organisation, (sums.get(organisation) ?? 0) + amount * served);
  }
  return [...sums].map(([organisation, amount]): Share => ({ organisation, amount })).sort((a, b) => b.amount - a.amount || byText(a.organisation, b.organisation));
}
