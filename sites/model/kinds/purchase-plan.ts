import { z } from 'zod';
import { fundings } from './funding.js';
import { equipmentKinds } from './planning/purchase.js';
import { dayOnly, expecting, head, id, number, positive, quarterOnly, vnd } from './scalars.js';
import { nodePool, rackOrder, storageClass } from './site.js';

const sha256 = () => z.string().regex(/^sha256:[0-9a-f]{64}$/).meta(expecting('mã băm sha256:…', 'a digest sha256:…', { plain: true }));

/** One order of the plan, as it was accepted. */
const order = z.strictObject({
  site: id(32),
  hall: id(),
  kind: z.enum(equipmentKinds),
  /** Pool of the site's file that it becomes; of racks the entry in `rackOrders` of their hall. */
  pool: id(40).optional(),
  count: positive(1_000_000),
  /** Last day on which its order still comes in time. */
  orderBy: dayOnly(),
  /** First quarter in which it serves. */
  quarter: quarterOnly(),
  /** VND for all of it. */
  cost: vnd(),
  funding: z.enum(fundings),
});

/** A site as the plan takes it to be: what stands there, what comes, and when. */
const plannedSite = z.strictObject({
  site: id(32),
  commissioning: quarterOnly(),
  halls: z
    .array(
      z.strictObject({
        id: id(),
        racks: positive(20_000),
        available: quarterOnly().optional(),
        /** What racks, feeds and cooling bear; a plan that was written before these were recorded is not held against them. */
        rackUnits: positive(60).optional(),
        rackKw: number(0.1, 200).optional(),
        feeds: z.array(z.strictObject({ id: id(), kw: number(1, 1_000_000) })).max(16).optional(),
        coolingKw: number(1, 100_000).optional(),
        coolingUnits: positive(1000).optional(),
        rackOrders: z.array(rackOrder).max(200).optional(),
      }),
    )
    .max(100),
  nodePools: z.array(nodePool).max(200),
  storage: z.array(storageClass).max(50),
});

/** The purchase plan that was accepted: `ndc capacity purchase --write` writes it, `--check` holds the estate against it. */
export const purchasePlanSchema = z.strictObject({
  ...head('PurchasePlan'),
  /** Day it was made for, and its last quarter. */
  asOf: dayOnly(),
  until: quarterOnly(),
  /** Of the estate it was made from. */
  madeFrom: sha256(),
  /** Of everything below: a plan that was changed after it was accepted is another plan. */
  digest: sha256(),
  /** VND at that day's value, running costs included, and the bound below which no plan serves every need. */
  cost: vnd(),
  lowerBound: vnd(),
  orders: z.array(order).max(10_000),
  sites: z.array(plannedSite).max(100),
});

export type AcceptedPlan = z.output<typeof purchasePlanSchema>;
export type AcceptedOrder = AcceptedPlan['orders'][number];
export type PlannedSite = AcceptedPlan['sites'][number];
