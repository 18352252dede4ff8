import { deriveIntent } from '../intent/derive.js';
import type { EnvironmentIntent, Quota } from '../intent/environment.js';
import type { DeepReadonly, Estate } from '../model/estate.js';
import type { PriceBook } from '../model/kinds/ledger.js';
import type { TenancyRequest } from '../model/kinds/tenancy-request.js';
import type { Text } from '../model/text.js';
import { fundingOf, fundingRows, type FundingOf, type FundingRow } from './funding.js';
import { inRequest } from './own-pointer.js';

type Entry = DeepReadonly<PriceBook['prices'][number]>;

/** One thing that is charged: so much of it, at a price of the book. */
export interface PriceLine {
  /** Namespace, or system for its colocation. */
  readonly subject: string;
  readonly role: 'primary' | 'standby' | 'backup' | 'colocation';
  readonly site?: string;
  /** Id in the price book. */
  readonly item: string;
  /** What is charged, as a reader calls it. */
  readonly what: Text;
  readonly unit: string;
  /** In the smallest unit: milliCPU, bytes, watts, pieces. */
  readonly amount: bigint;
  /** How many of those make one unit of the book. */
  readonly perUnit: bigint;
  /** VND per unit. */
  readonly price: bigint;
  /** VND, whole: a part of a đồng is charged as one. */
  readonly total: bigint;
  readonly once: boolean;
  readonly spending: Entry['spending'];
  /** What pays for it. */
  readonly funding: FundingOf;
}

/** Something asked for that the book does not price. */
export interface Unpriced {
  readonly subject: string;
  readonly what: Text;
  readonly amount: bigint;
}

/** VND by when it is paid and what kind of spending it is. */
export interface PriceSum {
  readonly month: { readonly investment: bigint; readonly recurrent: bigint };
  readonly once: { readonly investment: bigint; readonly recurrent: bigint };
}

export interface Price {
  readonly lines: readonly PriceLine[];
  readonly unpriced: readonly Unpriced[];
  readonly sum: PriceSum;
}

/** What one kind of money pays for, before and after. */
export interface FundingChange {
  readonly funding: FundingRow;
  /** Some of it rests on the organisation's entry in the catalogue: the request does not say. */
  readonly byCatalogue: boolean;
  /** Some of it is labelled an assumption. */
  readonly assumed: boolean;
  readonly before: PriceSum;
  readonly after: PriceSum;
}

export interface PriceChange {
  readonly before: PriceSum;
  readonly after: PriceSum;
  /** By kind of money, in the order budgets name them; kinds that pay for nothing, before and after, are left out. */
  readonly funding: readonly FundingChange[];
  /** By item of the book, where it differs. */
  readonly items: readonly { readonly item: string; readonly what: Text; readonly unit: string; readonly once: boolean; readonly spending: Entry['spending']; readonly before: bigint; readonly after: bigint }[];
  /** What head asks for and the book does not price. */
  readonly unpriced: readonly Unpriced[];
}

const gibi = 1n << 30n;
const tebi = 1n << 40n;

/** Items of the price book a request is charged by, with the size of their unit where the entry names no `capacity`. */
const items = {
  cpu: { id: 'vcpu-month', perUnit: 1000n, what: { vi: 'CPU', en: 'CPU' } },
  memory: { id: 'memory-month', perUnit: gibi, what: { vi: 'bộ nhớ', en: 'memory' } },
  gpu: { id: 'gpu-month', perUnit: 1n, what: { vi: 'GPU', en: 'GPUs' } },
  backup: { id: 'backup-month', perUnit: tebi, what: { vi: 'sao lưu', en: 'backups' } },
  'load-balancer': { id: 'load-balancer-month', perUnit: 1n, what: { vi: 'bộ cân bằng tải', en: 'load balancers' } },
  'rack-unit': { id: 'colocation-unit-month', perUnit: 1n, what: { vi: 'đơn vị tủ đặt máy', en: 'rack units' } },
  watt: { id: 'colocation-kw-month', perUnit: 1000n, what: { vi: 'công suất đặt máy', en: 'power of own equipment' } },
} as const;

const storageNames: Readonly<Record<string, Text>> = {
  'ceph-rbd': { vi: 'lưu trữ khối', en: 'block storage' },
  cephfs: { vi: 'lưu trữ tệp dùng chung', en: 'shared file storage' },
  rgw: { vi: 'lưu trữ đối tượng', en: 'object storage' },
};

/** A storage class is priced by what is behind it. */
const storageItems: Readonly<Record<string, string>> = { 'ceph-rbd': 'block-month', cephfs: 'file-month', rgw: 'object-month' };

/**
 * What a request costs by the estate's price book, month by month: each environment at its primary, what is reserved at
 * its standby, its room for backups, and colocation. Figures are exact; a line is rounded up to whole đồng, once.
 * `intents`: of this organisation, from the same estate.
 */
export function priceOf(estate: Pick<Estate, 'prices' | 'sites' | 'organisations' | 'origins' | 'requests'>, request: DeepReadonly<TenancyRequest> | undefined, intents: readonly EnvironmentIntent[]): Price {
  const lines: PriceLine[] = [];
  const unpriced: Unpriced[] = [];
  const charge = (where: Where, { id, perUnit, what }: { readonly id: string; readonly perUnit: bigint; readonly what: Text }, amount: bigint): void => {
    if (amount === 0n) return;
    const entry = Object.hasOwn(estate.prices, id) ? estate.prices[id] : undefined;
    if (entry === undefined) unpriced.push({ subject: where.subject, what, amount });
    else lines.push(lineOf(where, entry, what, amount, entry.capacity ?? perUnit));
  };
  const paidBy = (system: string): FundingOf => {
    const found = request?.systems.find(({ id }) => id === system);
    if (request === undefined || found === undefined) return { kind: 'not-said', assumed: false };
    // Labels stand where the estate holds the request; what is priced may be a part of it.
    const index = estate.requests[request.organisation]?.systems.findIndex(({ id }) => id === system) ?? -1;
    return fundingOf(estate, request.organisation, found, inRequest(request.organisation, 'systems', index));
  };
  const grant = (subject: string, funding: FundingOf, role: 'primary' | 'standby', site: string, quota: Quota): void => {
    const where = { subject, role, site, funding };
    charge(where, items.cpu, quota.cpu);
    charge(where, items.memory, quota.memory);
    charge(where, items.gpu, BigInt(quota.gpu));
    charge(where, items['load-balancer'], BigInt(quota.loadBalancers));
    for (const [name, size] of Object.entries(quota.storage)) {
      const backend = estate.sites[site]?.storage.find((storage) => storage.class === name)?.backend ?? Object.values(estate.sites).flatMap(({ storage }) => storage).find((storage) => storage.class === name)?.backend;
      charge(where, { id: storageItems[backend ?? ''] ?? '', perUnit: tebi, what: storageNames[backend ?? ''] ?? { vi: `lưu trữ ${name}`, en: `${name} storage` } }, size);
    }
  };
  for (const { namespace, system, primary, standby, standbyQuota, backup, quota } of intents) {
    const funding = paidBy(system.id);
    grant(namespace, funding, 'primary', primary.site, quota);
    if (standby !== undefined && standbyQuota !== undefined) grant(namespace, funding, 'standby', standby.site, standbyQuota);
    charge({ subject: namespace, role: 'backup', funding, ...(backup === undefined ? {} : { site: backup.site }) }, items.backup, quota.backup);
  }
  for (const { id, migration } of request?.systems ?? []) {
    if (migration?.colocation === undefined) continue;
    const where = { subject: id, role: 'colocation' as const, funding: paidBy(id) };
    charge(where, items['rack-unit'], BigInt(migration.colocation.rackUnits));
    // kW are written with decimals; watts are as fine as anybody meters.
    charge(where, items.watt, BigInt(Math.round(migration.colocation.kw * 1000)));
  }
  return { lines, unpriced, sum: sumOf(lines) };
}

type Where = Pick<PriceLine, 'subject' | 'role' | 'site' | 'funding'>;

function lineOf(where: Where, { id, unit, price, once = false, spending }: Entry, what: Text, amount: bigint, perUnit: bigint): PriceLine {
  return { ...where, item: id, what, unit, amount, perUnit, price, total: (amount * price + perUnit - 1n) / perUnit, once, spending };
}

function sumOf(lines: readonly PriceLine[]): PriceSum {
  const of = (once: boolean, spending: Entry['spending']): bigint => lines.filter((line) => line.once === once && line.spending === spending).reduce((sum, { total }) => sum + total, 0n);
  const both = (once: boolean): PriceSum['month'] => ({ investment: of(once, 'investment'), recurrent: of(once, 'recurrent') });
  return { month: both(false), once: both(true) };
}

/** What a change costs or saves, by item of the book. */
export function priceChange(before: Price, after: Price): PriceChange {
  const ids = [...new Set([...before.lines, ...after.lines].map(({ item }) => item))].sort();
  return {
    before: before.sum,
    after: after.sum,
    funding: fundingRows.flatMap((kind): FundingChange[] => {
      const [was, is] = [before, after].map(({ lines }) => lines.filter(({ funding }) => funding.kind === kind)) as [PriceLine[], PriceLine[]];
      const all = [...was, ...is];
      return all.length === 0 ? [] : [{ funding: kind, byCatalogue: is.some(({ funding: { by } }) => by === 'catalogue'), assumed: is.some(({ funding: { assumed } }) => assumed), before: sumOf(was), after: sumOf(is) }];
    }),
    items: ids.flatMap((item) => {
      const of = ({ lines }: Price): readonly PriceLine[] => lines.filter((line) => line.item === item);
      const [first] = [...of(after), ...of(before)];
      const [from, to] = [before, after].map((price) => of(price).reduce((sum, { total }) => sum + total, 0n)) as [bigint, bigint];
      return first === undefined || from === to ? [] : [{ item, what: first.what, unit: first.unit, once: first.once, spending: first.spending, before: from, after: to }];
    }),
    unpriced: after.unpriced,
  };
}

const none: PriceSum = { month: { investment: 0n, recurrent: 0n }, once: { investment: 0n, recurrent: 0n } };

/** Sums added up. */
export const addSums = (sums: readonly PriceSum[]): PriceSum =>
  sums.reduce((total, { month, once }) => ({ month: added(total.month, month), once: added(total.once, once) }), none);

const added = (a: PriceSum['month'], b: PriceSum['month']): PriceSum['month'] => ({ investment: a.investment + b.investment, recurrent: a.recurrent + b.recurrent });

/** What an organisation's request costs, state secrets left out: a price tells a size. Placed alike whoever else asks. */
export function openPriceOf(estate: Estate, request: DeepReadonly<TenancyRequest> | undefined): Price {
  const systems = request?.systems.filter(({ secrecy }) => secrecy === 'none') ?? [];
  const open = request === undefined ? undefined : { ...request, systems };
  const { environments } = deriveIntent({ ...estate, requests: open === undefined ? {} : { [open.organisation]: open } });
  return priceOf(estate, open, environments);
}
