import { Document, isMap, isSeq } from 'yaml';
import type { Day } from '../../sites/model/calendar.js';
import { quarterOf } from '../../sites/model/calendar.js';
import type { DeepReadonly, Estate } from '../../sites/model/estate.js';
import type { AcceptedOrder, AcceptedPlan, PlannedSite } from '../../sites/model/kinds/purchase-plan.js';
import { printBytes, printCpu } from '../../sites/model/units.js';
import { entryOf } from '../../sites/purchase/committed.js';
import { planDigest, recordedSite } from '../../sites/purchase/matches.js';
import type { PurchasePlan } from '../../sites/purchase/purchase.js';
import { fileStyle } from '../hand-over/transition-file.js';

/** File of the plan that was accepted, below the data directory. */
export const planFile = 'purchase-plan.yaml';

type Content = Omit<DeepReadonly<AcceptedPlan>, 'apiVersion' | 'kind' | 'provenance'>;

/** The plan as it is accepted, beside the estate that it became. Orders of an earlier plan that are still to come stay in it. */
export function acceptedPlan(before: Estate, after: Estate, plan: PurchasePlan, asOf: Day): Content {
  const content = {
    asOf,
    until: plan.quarters.at(-1) ?? quarterOf(asOf),
    madeFrom: before.digest,
    cost: plan.certificate.cost as AcceptedPlan['cost'],
    lowerBound: plan.certificate.lowerBound as AcceptedPlan['lowerBound'],
    orders: [...carried(before, plan, asOf), ...plan.orders.map((order): AcceptedOrder => orderOf(order, plan))].sort((a, b) => byText(a.orderBy, b.orderBy) || byText(a.site, b.site) || byText(a.pool ?? '', b.pool ?? '')),
    sites: Object.values(after.sites).map(recordedSite),
  };
  return { ...content, digest: planDigest(content) };
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function orderOf({ site, hall, kind, like, count, orderBy, quarter, cost, funding }: PurchasePlan['orders'][number], { pools, racks }: PurchasePlan): AcceptedOrder {
  const pool = kind === 'rack' ? racks.find((one) => one.site === site && one.hall === hall && one.available === quarter) : pools.find((one) => one.site === site && one.hall === hall && one.like.id === like && one.available === quarter);
  return { site, hall, kind, ...(pool === undefined ? {} : { pool: pool.id }), count, orderBy, quarter, cost: cost as AcceptedOrder['cost'], funding };
}

/** What an earlier plan ordered and is not there yet. */
function carried(estate: Estate, { pools }: PurchasePlan, asOf: Day): readonly DeepReadonly<AcceptedOrder>[] {
  return (estate.purchasePlan?.orders ?? []).filter((order) => {
    const { site, kind, pool: id, quarter, orderBy } = order;
    if (quarter <= quarterOf(asOf) || (kind !== 'rack' && pools.some((one) => one.site === site && one.id === id))) return false;
    const entry = entryOf(estate, order);
    // No later plan buys again the racks that an earlier one ordered: their order stays, overdue or not.
    if (kind === 'rack') return entry !== undefined || orderBy >= asOf;
    return entry !== undefined && entry.count > 0 && (entry.ordered !== undefined || orderBy >= asOf);
  });
}

/** A site's record in the file's own words: quantities as Kubernetes writes them. */
const plainSite = ({ nodePools, storage, ...site }: DeepReadonly<PlannedSite>): object => ({
  ...site,
  nodePools: nodePools.map(({ shape, allocatableReserve: reserve, ...pool }) => ({
    ...pool,
    shape: { ...shape, cpu: printCpu(shape.cpu), memory: printBytes(shape.memory), ...(shape.disks === undefined ? {} : { disks: shape.disks.map(({ count, size }) => ({ count, size: printBytes(size) })) }) },
    allocatableReserve: { cpu: printCpu(reserve.cpu), memory: printBytes(reserve.memory) },
  })),
  storage: storage.map(({ raw, rawFrom, ...rest }) => ({ ...rest, raw: printBytes(raw), ...(rawFrom === undefined ? {} : { rawFrom: rawFrom.map((step) => ({ from: step.from, raw: printBytes(step.raw) })) }) })),
});

export function planText({ orders, sites, cost, lowerBound, ...rest }: Content): string {
  const document = new Document({
    apiVersion: 'ndc.gov.vn/v1',
    kind: 'PurchasePlan',
    ...rest,
    cost: String(cost),
    lowerBound: String(lowerBound),
    orders: orders.map((order) => ({ ...order, cost: String(order.cost) })),
    sites: sites.map(plainSite),
  });
  const lines = [' yaml-language-server: $schema=../schema/purchase-plan.schema.json', ' The purchase plan that was accepted: ndc capacity purchase --write writes it, --check holds the estate against it.', ' Not to be edited: its digest is of what was accepted.'];
  if (isMap(document.contents)) document.contents.commentBefore = lines.join('\n');
  const list = document.get('orders');
  if (isSeq(list)) for (const item of list.items) if (isMap(item)) item.flow = true;
  return document.toString(fileStyle);
}
