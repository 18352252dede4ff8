import type { DeepReadonly, Estate } from '../sites/model/estate.js';
import type { Quarter } from '../sites/model/calendar.js';
import type { EquipmentKind } from '../sites/model/kinds/planning/purchase.js';
import type { AcceptedOrder } from '../sites/model/kinds/purchase-plan.js';
import type { Pointer } from '../sites/model/pointer.js';
import { pointer } from '../sites/model/pointer.js';
import type { Text } from '../sites/model/text.js';
import { capUses, contractedOrders, openOrders, type CapUse } from '../sites/purchase/committed.js';
import type { ConflictLimit } from '../sites/purchase/conflict.js';
import type { Overloaded } from '../sites/purchase/overloaded.js';
import { pastLifeIn, type PastLife } from '../sites/purchase/owned.js';
import type { Crossing } from '../sites/purchase/problem.js';
import type { PurchasePlan, PurchaseResult } from '../sites/purchase/purchase.js';
import type { Round } from '../sites/purchase/rounds.js';
import { inputsOf, type CapacityInput } from './capacity-inputs.js';
import { estateHead, type EstateHead } from './estate-head.js';

/** `ndc/capacity-purchase.v1`: what to order by when, or what contradicts what. */
export interface PurchaseData {
  readonly estate: EstateHead;
  readonly asOf: string;
  readonly whatIf: readonly string[];
  /** (cost − lower bound) ÷ cost at which the search was to stop. */
  readonly gap: number;
  readonly timeLimitSeconds: number;
  readonly budgets: readonly CapUse[];
  readonly quarters: readonly Quarter[];
  /** Absent where none exists. */
  readonly plan?: Omit<PurchasePlan, 'status' | 'quarters' | 'overloaded'>;
  readonly conflict?: PurchaseConflict;
  /** Halls whose power or cooling does not bear what stands there already: no purchase mends that. */
  readonly overloaded: readonly Overloaded[];
  /** Equipment that is counted on although its assumed life has ended. */
  readonly pastLife: readonly PastLife[];
  /** The plan that was accepted before, with those of its orders that are still to be placed, and those under contract that do not serve yet: they are counted on, and not ordered again. */
  readonly accepted?: { readonly asOf: string; readonly digest: string; readonly orders: readonly AcceptedOrderData[]; readonly contracted: readonly AcceptedOrderData[] };
  /** Where it was to be written: the files, and the digest of the plan that was accepted. */
  readonly written?: { readonly digest: string; readonly files: readonly { readonly file: string; readonly change: 'new' | 'changed' }[] };
  /** Of every organisation that is named. */
  readonly names: readonly { readonly organisation: string; readonly name: Text }[];
  readonly discountPercentPerYear: number;
  readonly inputs: readonly CapacityInput[];
  readonly assumptions: number;
}

export type AcceptedOrderData = DeepReadonly<AcceptedOrder>;

/** What cannot all hold. */
export interface PurchaseConflict {
  readonly limits: readonly ConflictLimit[];
  readonly needs: readonly { readonly site: string; readonly compartment: string; readonly resource: string; readonly quarter: Quarter; readonly lost: readonly string[]; readonly sold: boolean }[];
  /** What links are too slow for. */
  readonly links: readonly (Pick<Crossing, 'link' | 'from' | 'to' | 'what' | 'lost'> & { readonly quarter: Quarter })[];
  readonly organisations: readonly string[];
  readonly minimal: boolean;
  readonly programs: number;
  readonly rounds: readonly Round[];
}

export interface PurchaseAbout {
  readonly whatIf: readonly string[];
  readonly gap: number;
  readonly timeLimitSeconds: number;
  readonly caps: ReadonlyMap<number, bigint>;
}

export function purchaseData(estate: Estate, result: Extract<PurchaseResult, { readonly status: 'plan' | 'infeasible' }>, { whatIf, gap, timeLimitSeconds, caps }: PurchaseAbout): PurchaseData {
  const { quarters } = result;
  const named = new Set(result.status === 'plan' ? [...result.organisations.map(({ organisation }) => organisation), ...result.orders.flatMap(({ why }) => why?.organisations.map(({ organisation }) => organisation) ?? [])] : result.conflict.organisations);
  const answer = (): Pick<PurchaseData, 'plan' | 'conflict'> => {
    if (result.status === 'plan') {
      const { status: _status, quarters: _quarters, overloaded: _overloaded, ...plan } = result;
      return { plan };
    }
    const { limits, needs, crossings, organisations, minimal, solved } = result.conflict;
    return { conflict: { limits, needs: needs.map(({ site, compartment, resource, quarter, lost, offers }) => ({ site, compartment, resource, quarter: quarters[quarter] ?? ('' as Quarter), lost, sold: offers.length > 0 })), links: crossings.map(({ link, from, to, what, lost, quarter }) => ({ link, from, to, what, lost, quarter: quarters[quarter] ?? ('' as Quarter) })), organisations, minimal, programs: solved, rounds: result.rounds } };
  };
  return {
    estate: estateHead(estate),
    asOf: estate.scenario.asOf,
    whatIf,
    gap,
    timeLimitSeconds,
    budgets: capUses(estate, caps),
    quarters,
    ...answer(),
    overloaded: result.overloaded,
    pastLife: estate.planning.purchase === undefined ? [] : pastLifeIn(estate, estate.planning.purchase, quarters),
    ...(estate.purchasePlan === undefined ? {} : { accepted: { asOf: estate.purchasePlan.asOf, digest: estate.purchasePlan.digest, orders: openOrders(estate), contracted: contractedOrders(estate) } }),
    names: [...named].sort().map((organisation) => ({ organisation, name: estate.organisations[organisation]?.name ?? { vi: organisation, en: organisation } })),
    discountPercentPerYear: estate.planning.purchase?.discountPercentPerYear ?? 0,
    inputs: inputsOf(estate, inputPointers(estate)),
    assumptions: [...estate.origins.values()].filter(({ source }) => source === 'assumption').length,
  };
}

/** What the market, money and time were taken to be: sizes of sites and demands are the other pages' to tell. */
function inputPointers({ planning, prices }: Pick<Estate, 'planning' | 'prices'>): readonly Pointer[] {
  const equipment = planning.purchase?.equipment;
  const items = equipment === undefined ? [] : [...new Set((Object.keys(equipment) as EquipmentKind[]).map((kind) => equipment[kind].price))].filter((item) => Object.hasOwn(prices, item));
  return [pointer('planning', 'purchase'), pointer('planning', 'growth'), ...items.map((item) => pointer('prices', item, 'price'))];
}
