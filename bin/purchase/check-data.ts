import type { Difference } from '../../sites/purchase/matches.js';

/** `ndc/capacity-purchase-check.v1`: whether the estate is what its plan was accepted with. */
export interface PurchaseCheckData {
  readonly file: string;
  readonly asOf: string;
  /** Day the plan was made for, and its last quarter. */
  readonly planned: string;
  readonly until: string;
  readonly digest: string;
  readonly orders: number;
  readonly toOrder: number;
  /** Those of them whose last day has passed. */
  readonly overdue: number;
  readonly differences: readonly Difference[];
}
