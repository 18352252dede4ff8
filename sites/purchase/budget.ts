import type { Estate } from '../model/estate.js';
import { fundings, type Funding } from '../model/kinds/funding.js';
import type { Order, Share } from './orders.js';

/** VND of one organisation, or of one year, by what pays for it and what kind of spending it is. */
export interface Spending {
  readonly funding: Funding;
  readonly investment: bigint;
  readonly recurrent: bigint;
}

export interface YearSpending extends Spending {
  readonly year: number;
}

export interface OrganisationSpending extends Spending {
  readonly organisation: string;
}

/** Whole parts of an amount by shares, without a đồng lost: the largest remainders take what is left over. */
export function sharedOut(amount: bigint, shares: readonly Share[]): ReadonlyMap<string, bigint> {
  // Millionths of a unit: shares are floating point, money is not.
  const weights = shares.map(({ organisation, amount: asked }) => ({ organisation, weight: BigInt(Math.round(asked * 1e6)) })).filter(({ weight }) => weight > 0n);
  const total = weights.reduce((sum, { weight }) => sum + weight, 0n);
  if (total === 0n) return new Map();
  const parts = weights.map(({ organisation, weight }) => ({ organisation, part: (amount * weight) / total, rest: (amount * weight) % total }));
  let left = amount - parts.reduce((sum, { part }) => sum + part, 0n);
  for (const one of [...parts].sort((a, b) => (a.rest === b.rest ? (a.organisation < b.organisation ? -1 : 1) : a.rest > b.rest ? -1 : 1))) {
    if (left === 0n) break;
    one.part += 1n;
    left -= 1n;
  }
  return new Map(parts.map(({ organisation, part }) => [organisation, part]));
}

/** By the year of the order for what is bought, and year by year for what is run. */
export function byYear(orders: readonly Order[], last: number): readonly YearSpending[] {
  const rows = new Map<string, { year: number; funding: Funding; investment: bigint; recurrent: bigint }>();
  const row = (year: number, funding: Funding): { investment: bigint; recurrent: bigint } => {
    const known = rows.get(`${year} ${funding}`) ?? { year, funding, investment: 0n, recurrent: 0n };
    rows.set(`${year} ${funding}`, known);
    return known;
  };
  for (const { orderBy, quarter, cost, upkeep, funding } of orders) {
    row(Number(orderBy.slice(0, 4)), funding).investment += cost;
    // Running costs run evenly over the quarters they were summed over.
    const [from, first] = [Number(quarter.slice(0, 4)), 5 - Number(quarter.slice(6))];
    const quarters = (last - from) * 4 + first;
    let given = 0n;
    for (let year = from; year <= last; year += 1) {
      const upTo = (year - from) * 4 + first;
      const due = quarters === 0 ? 0n : (upkeep * BigInt(upTo)) / BigInt(quarters);
      row(year, funding).recurrent += due - given;
      given = due;
    }
  }
  return [...rows.values()].sort((a, b) => a.year - b.year || fundings.indexOf(a.funding) - fundings.indexOf(b.funding));
}

/**
 * What each organisation's part of the plan costs: of every order, as it shares in what the order is needed for. What nobody
 * asks for by name is the operator's.
 */
export function byOrganisation({ settings }: Pick<Estate, 'settings'>, orders: readonly Order[]): readonly OrganisationSpending[] {
  const rows = new Map<string, { organisation: string; funding: Funding; investment: bigint; recurrent: bigint }>();
  const add = (organisation: string, funding: Funding, investment: bigint, recurrent: bigint): void => {
    const known = rows.get(`${organisation} ${funding}`) ?? { organisation, funding, investment: 0n, recurrent: 0n };
    rows.set(`${organisation} ${funding}`, known);
    known.investment += investment;
    known.recurrent += recurrent;
  };
  for (const order of orders) {
    const shares = order.why?.organisations ?? racksShare(orders, order);
    const [investment, recurrent] = [sharedOut(order.cost, shares), sharedOut(order.upkeep, shares)];
    if (investment.size === 0) add(settings.operator, order.funding, order.cost, order.upkeep);
    for (const [organisation, part] of investment) add(organisation, order.funding, part, recurrent.get(organisation) ?? 0n);
  }
  return [...rows.values()].sort((a, b) => (a.organisation < b.organisation ? -1 : a.organisation > b.organisation ? 1 : fundings.indexOf(a.funding) - fundings.indexOf(b.funding)));
}

/** Racks are shared as the money is that is spent on what stands in them. */
function racksShare(orders: readonly Order[], rack: Order): readonly Share[] {
  const sums = new Map<string, number>();
  for (const order of orders) {
    if (order.site !== rack.site || order.hall !== rack.hall || order.why === undefined) continue;
    const total = order.why.organisations.reduce((sum, { amount }) => sum + amount, 0);
    for (const { organisation, amount } of order.why.organisations) sums.set(organisation, (sums.get(organisation) ?? 0) + (total === 0 ? 0 : (Number(order.cost) / 1e6) * (amount / total)));
  }
  return [...sums].map(([organisation, amount]): Share => ({ organisation, amount }));
}
