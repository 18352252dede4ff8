import { z } from 'zod';
import { fundings } from '../funding.js';
import { bytes, count, cpu, expecting, id, number, positive, vnd } from '../scalars.js';

/** How long one kind of equipment takes to come, what it costs, how long it serves. */
const equipment = () =>
  z.strictObject({
    /** Item of catalogue/prices.yaml, paid once. */
    price: id(),
    /** Months from the order to buy until a contract is signed. */
    tenderMonths: count(60),
    /** Months from the contract until it stands at the site. */
    deliveryMonths: count(60),
    /** Months from then until it serves. */
    commissioningMonths: count(60),
    /** Years it serves; then it is replaced. */
    lifeYears: positive(60),
    /** Percent a year by which its price changes. */
    driftPercentPerYear: number(-90, 100),
    /** Percent of its price a year that it costs to run: power, maintenance, licences. */
    upkeepPercentPerYear: number(0, 100),
  });

/** What is likely, with bounds between which the truth lies with a confidence. */
const likely = (min: number, max: number) =>
  z
    .strictObject({ low: number(min, max), mid: number(min, max), high: number(min, max), confidencePercent: number(1, 99) })
    .refine(({ low, mid, high }) => low <= mid && mid <= high)
    .meta(expecting(`ba số từ ${min} đến ${max} theo thứ tự tăng dần (low ≤ mid ≤ high) và confidencePercent từ 1 đến 99`, `three numbers from ${min} to ${max} in rising order (low ≤ mid ≤ high), and a confidencePercent from 1 to 99`));

/** What can be bought: nodes by purpose, and racks for halls that open later. */
export const equipmentKinds = ['general', 'gpu', 'storage', 'secret', 'rack'] as const;
export type EquipmentKind = (typeof equipmentKinds)[number];

/** What the purchase plan assumes of the market, of money and of time. */
export const purchasePlanningSchema = z.strictObject({
  /** Percent a year by which money spent later weighs less: plans are compared at today's value. */
  discountPercentPerYear: number(0, 50),
  /** Months that delivered equipment may wait before it serves. */
  storeMonths: count(60),
  /** What pays for equipment of a site that names nothing itself. */
  funding: z.enum(fundings),
  equipment: z.strictObject({ general: equipment(), gpu: equipment(), storage: equipment(), secret: equipment(), rack: equipment() }),
  /** Most that one pod of a tenant asks for: quotas are cut into pods no larger, to see whether they can be placed. */
  largestPod: z.strictObject({ cpu: cpu(), memory: bytes() }),
  /** How far growth, dates and prices may turn out otherwise; without it no scenarios are drawn. */
  uncertainty: z
    .strictObject({
      /** Percent a year by which demand outgrows what is asked, forecast and assumed. */
      growthPercentPerYear: likely(-50, 100),
      /** Quarters by which a site that is yet to operate is late. */
      lateQuarters: likely(-8, 40),
      /** Percent of the price book. */
      pricePercent: likely(1, 1000),
    })
    .optional(),
  /** Most VND that may be ordered for in a year; years that are left out have no cap. */
  budgets: z.array(z.strictObject({ year: z.int().min(1900).max(2199).meta(expecting('một năm, ví dụ 2029', 'a year such as 2029')), vnd: vnd() })).max(100).optional(),
});

export type PurchasePlanning = z.output<typeof purchasePlanningSchema>;
