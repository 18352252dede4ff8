import { z } from 'zod';
import { homelessBecauses } from '../../sites/capacity/demand.js';
import { fundings } from '../../sites/model/kinds/funding.js';
import { equipmentKinds } from '../../sites/model/kinds/planning/purchase.js';
import type { CapUse } from '../../sites/purchase/committed.js';
import type { Order, Why } from '../../sites/purchase/orders.js';
import type { Overloaded } from '../../sites/purchase/overloaded.js';
import type { PastLife } from '../../sites/purchase/owned.js';
import type { PurchasePlan } from '../../sites/purchase/purchase.js';
import type { Uncertain } from '../../sites/purchase/regret.js';
import type { Round } from '../../sites/purchase/rounds.js';
import { capacityTail, quarter } from './capacity-parts.js';
import { outcomeOf, partOf } from './outcome-schema.js';
import { count, digest, names, text, whole } from './parts.js';
import type { AcceptedOrderData, PurchaseConflict, PurchaseData } from '../purchase-data.js';

const day = z.string().meta({ description: 'a day, 2029-06-30' });
const stopped = z.enum(['proven', 'gap', 'time-limit']).meta({ description: 'the bound was met; the gap asked for was; time was over' });
const lost = names.meta({ description: 'sites lost; empty: a rack' });
const resource = z.string().meta({ description: 'cpu, memory, gpu, pods, disks/<pools>, domains/<pools>, storage/<class>' });
const spending = { funding: z.enum(fundings), investment: whole, recurrent: whole };

const round = partOf<Round>()(
  z.strictObject({ cost: z.number().meta({ description: 'billions of VND at today’s value' }), bound: z.number(), stopped, shortages: count, misfits: count, rackless: count }),
);

const why = partOf<Why>()(
  z.strictObject({
    compartment: z.string(),
    resource,
    quarter,
    lost,
    missing: z.number().meta({ description: 'without the order; cores, GiB, pieces, TiB of disk' }),
    organisations: z.array(z.strictObject({ organisation: z.string(), amount: z.number() })),
  }),
);

const order = partOf<Order>()(
  z.strictObject({
    site: z.string(),
    hall: z.string(),
    kind: z.enum(equipmentKinds),
    like: z.string().exactOptional().meta({ description: 'pool whose shape is bought' }),
    count,
    orderBy: day,
    contract: day,
    delivered: day,
    needed: day,
    quarter,
    price: whole,
    cost: whole,
    upkeep: whole.meta({ description: 'VND until the horizon or the end of its life' }),
    funding: z.enum(fundings),
    replaces: count,
    serving: count.meta({ description: 'bought ones of the kind that serve at the site from then on' }),
    fewest: count.meta({ description: 'in any plan that costs no more, proven' }),
    why: why.exactOptional(),
  }),
);

const accepted = partOf<AcceptedOrderData>()(
  z.strictObject({ site: z.string(), hall: z.string(), kind: z.enum(equipmentKinds), pool: z.string().exactOptional(), count, orderBy: day, quarter, cost: whole, funding: z.enum(fundings) }),
);

const cap = partOf<CapUse>()(
  z.strictObject({
    year: z.number(),
    vnd: whole,
    open: whole.meta({ description: 'VND of orders that are counted on and still to be placed' }),
    signed: whole.meta({ description: 'VND of contracts that are signed' }),
    orders: z.array(z.strictObject({ site: z.string(), kind: z.enum(equipmentKinds), pool: z.string().exactOptional(), count, cost: whole, signed: z.boolean() })),
  }),
);

const planName = z.enum(['P50', 'P90']);
const uncertain = partOf<Uncertain>()(
  z.strictObject({
    seed: count,
    until: quarter,
    plans: z.array(
      z.strictObject({ name: planName, growth: z.number(), cost: whole, lowerBound: whole, nodes: z.number(), holds: z.number(), beyond: z.number(), regret: z.strictObject({ mean: whole, p90: whole, worst: whole }) }),
    ),
    scenarios: z.array(
      z.strictObject({
        growth: z.number().meta({ description: 'percent a year' }),
        late: z.record(z.string(), z.number()).meta({ description: 'quarters, by site' }),
        prices: z.record(z.enum(equipmentKinds), z.number()).meta({ description: 'percent of the price book' }),
        best: whole.exactOptional(),
        regrets: z.array(z.strictObject({ plan: planName, regret: whole.exactOptional() })),
      }),
    ),
    best: z.strictObject({ p50: whole, p90: whole }),
    stopped: z.number(),
  }),
);

const overloaded = partOf<Overloaded>()(z.strictObject({ kind: z.enum(['feed', 'cooling']), site: z.string(), hall: z.string(), from: quarter, until: quarter, drawnKw: z.number(), limitKw: z.number() }));
const pastLife = partOf<PastLife>()(z.strictObject({ site: z.string(), pool: z.string(), kind: z.enum(['general', 'storage', 'gpu', 'secret']), count, since: quarter, until: quarter }));

const plan = partOf<Omit<PurchasePlan, 'status' | 'quarters' | 'overloaded'>>()(
  z.strictObject({
    digest: digest.meta({ description: 'of the plan: what a proof of it names' }),
    orders: z.array(order),
    years: z.array(z.strictObject({ year: z.number(), ...spending })),
    organisations: z.array(z.strictObject({ organisation: z.string(), ...spending })),
    declared: z.array(z.strictObject({ site: z.string(), class: z.string(), quarter, raw: whole })).meta({ description: 'bytes' }),
    wishes: z.array(z.strictObject({ site: z.string(), kind: z.enum(equipmentKinds), wished: count, bought: count })),
    pools: z.array(z.strictObject({ site: z.string(), id: z.string(), like: z.strictObject({ site: z.string(), id: z.string() }), hall: z.string(), count, available: quarter, orderBy: day })).meta({ description: 'what the orders become in the sites’ files' }),
    racks: z.array(z.strictObject({ site: z.string(), hall: z.string(), id: z.string(), racks: count, available: quarter, orderBy: day })).meta({ description: 'what orders of racks become in the rackOrders of their halls' }),
    retiring: z.array(z.strictObject({ site: z.string(), pool: z.string(), quarter })).meta({ description: 'pools that the plan replaces, with the first quarter in which they do not serve' }),
    waiting: z.array(z.strictObject({ site: z.string(), from: quarter, until: quarter, environments: count, because: z.array(z.enum(homelessBecauses)) })),
    cutOff: z.array(z.strictObject({ from: z.string(), to: z.string(), lost: names, environments: count, first: quarter, until: quarter })).meta({ description: 'sites between which no way is left for replication' }),
    waited: z.strictObject({ dearer: whole, short: count, of: count, worst: z.strictObject({ site: z.string(), compartment: z.string(), resource, quarter, lost, percent: z.number() }).exactOptional() }).meta({ description: 'every order placed a quarter later' }),
    uncertain: uncertain.exactOptional(),
    certificate: z.strictObject({
      cost: whole.meta({ description: 'VND at today’s value, running costs included' }),
      lowerBound: whole.meta({ description: 'no plan that serves every need costs less' }),
      gap: z.number().meta({ description: '(cost − lowerBound) ÷ lowerBound' }),
      stopped,
      rounds: z.array(round),
      judged: count,
      packings: count,
      pods: count,
    }),
  }),
);

const conflict = partOf<PurchaseConflict>()(
  z.strictObject({
    limits: z.array(
      z.union([
        z.strictObject({ kind: z.enum(['racks', 'feed', 'cooling', 'opening']), site: z.string(), hall: z.string() }),
        z.strictObject({ kind: z.literal('budget'), year: z.number() }),
        z.strictObject({ kind: z.literal('lead'), equipment: z.string() }),
      ]),
    ),
    needs: z.array(z.strictObject({ site: z.string(), compartment: z.string(), resource, quarter, lost, sold: z.boolean().meta({ description: 'whether any pool of the estate has a shape that gives it' }) })),
    links: z.array(z.strictObject({ link: z.string(), from: z.string(), to: z.string(), what: z.enum(['replication', 'copies']), lost: names.meta({ description: 'what is lost: sites, or a part of the network' }), quarter })).meta({ description: 'links too slow for what is led over them' }),
    organisations: names,
    minimal: z.boolean().meta({ description: 'without any single member the others were shown not to contradict each other; there may be other contradictions' }),
    programs: count,
    rounds: z.array(round),
  }),
);

export const purchaseShape = {
  estate: z.strictObject({ id: z.string(), name: text, digest }),
  asOf: z.string(),
  whatIf: names,
  gap: z.number(),
  timeLimitSeconds: z.number(),
  budgets: z.array(cap),
  quarters: z.array(quarter),
  plan: plan.exactOptional(),
  conflict: conflict.exactOptional(),
  overloaded: z.array(overloaded).meta({ description: 'halls that do not bear what stands in them: no purchase mends that' }),
  pastLife: z.array(pastLife).meta({ description: 'pools that are counted on although their assumed life has ended' }),
  accepted: z.strictObject({ asOf: day, digest, orders: z.array(accepted), contracted: z.array(accepted) }).exactOptional().meta({ description: 'the plan that was accepted before, with orders that are still to be placed, and those under contract that do not serve yet' }),
  written: z.strictObject({ digest, files: z.array(z.strictObject({ file: z.string(), change: z.enum(['new', 'changed']) })) }).exactOptional(),
  names: z.array(z.strictObject({ organisation: z.string(), name: text })),
  discountPercentPerYear: z.number(),
  inputs: capacityTail.inputs,
  assumptions: count,
};

export const outcome = outcomeOf<PurchaseData>()('ndc/capacity-purchase.v1', purchaseShape);
