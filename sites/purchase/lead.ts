import { firstDay, plusMonths, type Day, type Quarter } from '../model/calendar.js';
import type { DeepReadonly } from '../model/estate.js';
import type { PurchasePlanning } from '../model/kinds/planning/purchase.js';

export type Equipment = DeepReadonly<PurchasePlanning['equipment']['general']>;

export const leadMonths = ({ tenderMonths, deliveryMonths, commissioningMonths }: Equipment): number => tenderMonths + deliveryMonths + commissioningMonths;

/** Whole quarters from an order's to the service's. */
export const leadQuarters = (equipment: Equipment): number => Math.ceil(leadMonths(equipment) / 3);

/** Last day on which an order still serves on the first day of a quarter: need − commissioning − delivery − tender. */
export const orderBy = (quarter: Quarter, equipment: Equipment): Day => plusMonths(firstDay(quarter), -leadMonths(equipment));

/** Index of the first quarter in which anything ordered on a day or later serves; beyond the last where none does. */
export function earliestService(quarters: readonly Quarter[], today: Day, equipment: Equipment): number {
  const found = quarters.findIndex((quarter) => orderBy(quarter, equipment) >= today);
  return found < 0 ? quarters.length : found;
}

/** Price in a quarter so many quarters from now, VND, rounded up. */
export function priceAfter(price: bigint, { driftPercentPerYear }: Pick<Equipment, 'driftPercentPerYear'>, quarters: number): bigint {
  if (driftPercentPerYear === 0 || quarters === 0) return price;
  // Millionths: a price book is round figures.
  const factor = BigInt(Math.round(1e6 * (1 + driftPercentPerYear / 100) ** (quarters / 4)));
  return (price * factor + 999_999n) / 1_000_000n;
}

/** What one VND spent so many quarters from now weighs today. */
export const weightAfter = (discountPercentPerYear: number, quarters: number): number => (1 + discountPercentPerYear / 100) ** (-quarters / 4);
