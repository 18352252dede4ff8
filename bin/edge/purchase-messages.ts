import type { Estate } from '../../sites/model/estate.js';
import type { EquipmentKind } from '../../sites/model/kinds/planning/purchase.js';
import type { Told } from '../../sites/purchase/purchase.js';
import type { Unpriced } from '../../sites/purchase/things.js';

/** What the worker is asked. */
export interface PurchaseRequest {
  /** Under its scenario. */
  readonly estate: Estate;
  readonly gap: number;
  readonly caps: ReadonlyMap<number, bigint>;
  readonly scenarios?: { readonly seed: number; readonly count: number };
  /** Time for everything, its own start included. */
  readonly milliseconds: number;
}

/** What a planning worker says: how far it is, then its answer, or what it cannot price, or what broke. */
export type PlanningMessage<R> =
  | { readonly told: Told }
  | { readonly done: R }
  | { readonly unpriced: { readonly kind: EquipmentKind; readonly item: string; readonly why: Unpriced['why'] } }
  | { readonly broke: string };
