import type { Quarter } from '../../sites/model/calendar.js';
import type { PurchaseRequest } from './purchase-messages.js';

/** What the worker is asked: the plan of `capacity purchase`, and what stands in one of its quarters. */
export interface ScenesRequest extends Omit<PurchaseRequest, 'scenarios'> {
  readonly quarter: Quarter;
}
