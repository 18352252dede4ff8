import { isMap, isScalar, isSeq, parseDocument, visit, type Document, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Day, Quarter } from '../../sites/model/calendar.js';
import type { Estate } from '../../sites/model/estate.js';
import { printBytes, type Bytes } from '../../sites/model/units.js';
import { isOwned } from '../../sites/purchase/owned.js';
import type { BoughtPool, BoughtRacks } from '../../sites/purchase/pools.js';
import type { PurchasePlan } from '../../sites/purchase/purchase.js';
import { fileStyle } from '../hand-over/transition-file.js';

/** A site's file as text, taken apart: what is not changed keeps its form, comments and order. */
class SiteText {
  readonly document: Document;
  changed = false;

  constructor(
    text: string,
    private readonly note: string,
  ) {
    this.document = parseDocument(text);
  }

  private list(key: string): YAMLSeq {
    const list = this.document.get(key);
    if (!isSeq(list)) throw new Error(`a site without ${key} was loaded`);
    return list;
  }

  entry(list: 'nodePools' | 'storage', key: string, value: string): YAMLMap {
    const found = this.list(list).items.find((item) => isMap(item) && item.get(key) === value);
    if (!isMap(found)) throw new Error(`a site was loaded with ${list} ${value}, which its text does not have`);
    return found;
  }

  /** A figure of the plan, with where it comes from; one that stands there already stays as it is written. */
  figure(entry: YAMLMap, key: string, value: number | string): void {
    const old = entry.get(key, true);
    if (entry.get(key) === value || (isMap(old) && old.get('value') === value)) return;
    const fresh = this.document.createNode({ value, source: 'assumption', note: this.note }, { flow: true });
    if (isScalar(old) && typeof old.comment === 'string') fresh.comment = old.comment;
    entry.set(key, fresh);
    this.changed = true;
  }

  plain(entry: YAMLMap, key: string, value: string): void {
    const old = entry.get(key, true);
    if (entry.get(key) === value || (isMap(old) && old.get('value') === value)) return;
    entry.set(key, value);
    this.changed = true;
  }

  steps(entry: YAMLMap, steps: readonly { readonly from: Quarter; readonly raw: string }[]): void {
    const list = this.document.createNode(steps.map(({ from, raw }) => ({ from, raw: { value: raw, source: 'assumption', note: this.note } })));
    for (const item of list.items) if (isMap(item)) item.flow = true;
    entry.set('rawFrom', list);
    this.changed = true;
  }

  /** Racks of a hall, below those that are listed there. */
  racks(hall: string, { id, racks, available, orderBy }: BoughtRacks): void {
    const halls = this.document.getIn(['facility', 'halls']);
    const found = isSeq(halls) ? halls.items.find((item) => isMap(item) && item.get('id') === hall) : undefined;
    if (!isMap(found)) throw new Error(`a site was loaded with hall ${hall}, which its text does not have`);
    const figure = (value: number | string) => ({ value, source: 'assumption', note: this.note });
    const fresh = this.document.createNode({ id, racks: figure(racks), available: figure(available), orderBy: figure(orderBy) }) as YAMLMap;
    for (const { value } of fresh.items) if (isMap(value)) value.flow = true;
    const list = found.get('rackOrders');
    if (isSeq(list)) list.items.push(fresh);
    else found.set('rackOrders', this.document.createNode([fresh]));
    found.flow = false;
    this.changed = true;
  }

  /** A pool of another's shape, which becomes its own, below all others: what is listed later moves nothing that stands. */
  add(like: YAMLMap | Readonly<Record<string, unknown>>, id: string): YAMLMap {
    const node = isMap(like) ? like : (this.document.createNode(like) as YAMLMap);
    visit(node, (_, inner) => {
      if (typeof inner !== 'object' || inner === null) return;
      const commented = inner as { comment?: string | null; commentBefore?: string | null; spaceBefore?: boolean };
      commented.comment = null;
      commented.commentBefore = null;
      commented.spaceBefore = false;
    });
    for (const key of ['ordered', 'orderBy', 'retires', 'hall']) node.delete(key);
    node.set('id', id);
    this.list('nodePools').items.push(node);
    this.changed = true;
    return node;
  }

  get text(): string {
    return this.document.toString(fileStyle);
  }
}

type Written = Pick<PurchasePlan, 'pools' | 'racks' | 'retiring' | 'declared' | 'quarters'>;

/** New text of every site's file that a plan changes: orders become pools, what they replace ends, wishes it does not buy go to none. */
export function sitesWith(estate: Estate, plan: Written, asOf: Day, text: (site: string) => string): ReadonlyMap<string, string> {
  const note = `kế hoạch mua sắm / purchase plan ${asOf}`;
  const files = new Map(Object.keys(estate.sites).map((site) => [site, new SiteText(text(site), note)]));
  const fileOf = (site: string): SiteText => {
    const file = files.get(site);
    if (file === undefined) throw new Error(`the plan names ${site}, which is not in the estate`);
    return file;
  };
  // Shapes are taken before any pool is changed.
  const likes = new Map(plan.pools.map((pool) => [pool, likeOf(fileOf(pool.like.site), pool)]));
  for (const pool of plan.pools) {
    const file = fileOf(pool.site);
    const known = estate.sites[pool.site]?.nodePools.some(({ id }) => id === pool.id) === true;
    const entry = known ? file.entry('nodePools', 'id', pool.id) : file.add(likes.get(pool) ?? {}, pool.id);
    file.figure(entry, 'count', pool.count);
    file.figure(entry, 'available', pool.available);
    file.plain(entry, 'hall', pool.hall);
    file.figure(entry, 'orderBy', pool.orderBy);
    if (known && entry.has('ordered')) entry.delete('ordered');
  }
  for (const racks of plan.racks) fileOf(racks.site).racks(racks.hall, racks);
  for (const { site, pool, quarter } of plan.retiring) fileOf(site).figure(fileOf(site).entry('nodePools', 'id', pool), 'retires', quarter);
  const settled = new Set(plan.pools.map(({ site, id }) => `${site}/${id}`));
  for (const { id: site, nodePools } of Object.values(estate.sites))
    for (const pool of nodePools) {
      if (isOwned(pool, estate) || settled.has(`${site}/${pool.id}`) || pool.count === 0 || pool.available > (plan.quarters.at(-1) ?? '')) continue;
      const entry = fileOf(site).entry('nodePools', 'id', pool.id);
      fileOf(site).figure(entry, 'count', 0);
      if (entry.has('orderBy')) entry.delete('orderBy');
    }
  for (const { id: site, storage } of Object.values(estate.sites)) for (const one of storage) declare(fileOf(site), one, plan.declared.filter((each) => each.site === site && each.class === one.class));
  return new Map([...files].flatMap(([site, file]) => (file.changed ? [[site, file.text] as const] : [])));
}

const likeOf = (file: SiteText, { site, like }: BoughtPool): YAMLMap | Readonly<Record<string, unknown>> => {
  const entry = file.entry('nodePools', 'id', like.id);
  // A node belongs to its document; another site's file gets its values.
  return like.site === site ? (entry.clone() as YAMLMap) : (entry.toJS(file.document) as Readonly<Record<string, unknown>>);
};

type StorageClass = Estate['sites'][string]['storage'][number];

/** What a class declares once its disks change; one that is not there before declares it from the first day. */
function declare(file: SiteText, storage: StorageClass, steps: PurchasePlan['declared']): void {
  const [first] = steps;
  if (first === undefined) return;
  const entry = file.entry('storage', 'class', storage.class);
  const fresh = storage.available !== undefined && storage.available >= first.quarter;
  if (fresh) file.figure(entry, 'raw', printBytes(first.raw as Bytes));
  const changes = new Map([...(storage.rawFrom ?? []).map(({ from, raw }) => [from, raw] as const), ...steps.slice(fresh ? 1 : 0).map(({ quarter, raw }) => [quarter, raw as Bytes] as const)]);
  const rows = [...changes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([from, raw]) => ({ from, raw: printBytes(raw) }));
  if (rows.length > 0) file.steps(entry, rows);
}
