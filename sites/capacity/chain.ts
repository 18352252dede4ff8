import type { Quarter } from '../model/calendar.js';
import type { Estate } from '../model/estate.js';
import { protections, type Protection } from '../model/kinds/protection.js';
import { pointer, valueAt, type Pointer } from '../model/pointer.js';
import { compartmentOfPool } from './compartment.js';
import type { CopyKind } from './copies/held.js';
import type { Placed } from './demand.js';
import { judgedAfterSiteLoss, siteLevels, type Plan, type Worst } from './headroom.js';
import { inService } from '../model/pools-in-service.js';
import type { FlowKind } from './links/flows.js';
import { linkChain } from './links/link-promise.js';
import { lossOf } from './loss.js';
import { nodesLost } from './node-loss.js';
import { isPromised, worstOfPromise, type PromiseId, type PromiseLevel } from './promises-kept.js';
import { isStorage } from './quantities.js';
import { demandOf } from './quarter-demand.js';
import { poolsOf } from './storage/topology.js';
import { storageSupply } from './storage-supply.js';
import { nodeOffer } from './supply.js';

/** One pool or storage class behind an answer. */
export interface SupplyLink {
  /** Id of the pool, or the class. */
  readonly of: string;
  /** Of the answer's resource: what it gives after the loss. */
  readonly amount: bigint;
  readonly nodes?: number;
  readonly lost?: number;
  readonly inputs: readonly Pointer[];
}

/** One environment behind an answer. */
export interface DemandLink {
  readonly namespace: string;
  readonly use: Placed['use'] | CopyKind | Exclude<FlowKind, 'backup-copy'>;
  readonly basis: Placed['guarantee']['basis'] | 'retention' | 'measured' | 'changes';
  readonly amount: bigint;
  readonly inputs: readonly Pointer[];
}

/** From an answer to everything it was computed from. */
export interface Chain {
  readonly promise: PromiseId;
  readonly quarter: Quarter;
  readonly worst: Worst;
  readonly supply: readonly SupplyLink[];
  /** Largest first. */
  readonly demand: readonly DemandLink[];
}

/** The lowest tier whose demand counts: once a site is lost, best effort yields. */
export const judgedTier = ({ level, tier }: PromiseId): Protection => ((siteLevels as readonly PromiseLevel[]).includes(level) ? judgedAfterSiteLoss(tier) : tier);

/** What a promise rests on in a quarter; undefined where nothing is promised or the site does not serve. */
export function chainOf(plan: Plan, promise: PromiseId, quarter: Quarter): Chain | undefined {
  const { tier } = promise;
  const worst = isPromised(promise) ? worstOfPromise(plan, quarter, promise) : undefined;
  if (worst === undefined) return undefined;
  if (worst.network !== undefined) return { promise, quarter, worst, ...linkChain(plan, quarter, worst.network, tier) };
  const { left } = worst;
  if (left === undefined) return { promise, quarter, worst, supply: [], demand: [] };
  const base = lossOf([...plan.estate.scenario.lose, ...worst.domains]);
  const judged = judgedTier(promise);
  const { placed, copies = [] } = demandOf(plan, quarter, base.sites);
  const counts = (one: { readonly site: string; readonly compartment: string }, of: Protection): boolean =>
    one.site === left.site && (isStorage(left.resource) || (one.compartment === left.compartment && protections.indexOf(of) <= protections.indexOf(judged)));
  const held = copies.filter((one) => counts(one, one.tier)).map(({ namespace, kind, basis, amounts, inputs }): DemandLink => ({ namespace, use: kind, basis, amount: amounts.get(left.resource) ?? 0n, inputs: inputs.filter((input) => valueAt(plan.estate, input) !== undefined) }));
  const demand = placed
    .filter((one) => counts(one, one.promise.tier))
    .map((one) => demandLink(plan.estate, one, left.resource))
    .concat(held)
    .filter(({ amount }) => amount > 0n)
    .sort((a, b) => (a.amount === b.amount ? (a.namespace < b.namespace ? -1 : 1) : a.amount > b.amount ? -1 : 1));
  return { promise, quarter, worst, supply: supplyLinks(plan, left.site, left.resource, left.compartment, quarter, base.parts), demand };
}

function supplyLinks(plan: Plan, id: string, resource: string, compartment: string, quarter: Quarter, parts: readonly string[]): SupplyLink[] {
  const site = plan.estate.sites[id];
  if (site === undefined) return [];
  if (isStorage(resource))
    return site.storage.flatMap((storage, index): SupplyLink[] => {
      if (`storage/${storage.class}` !== resource || (storage.available !== undefined && storage.available > quarter)) return [];
      const at = (...more: string[]): Pointer => pointer('sites', id, 'storage', index, ...more);
      const pools = poolsOf(site, storage);
      const disks = site.nodePools.flatMap((pool, position) => (pools.includes(pool) ? [pointer('sites', id, 'nodePools', position, 'count')] : []));
      const redundancy = Object.keys(storage.redundancy).map((key) => at('redundancy', key));
      return [{ of: storage.class, amount: storageSupply(plan.estate, site, quarter, parts.filter((part) => part.split('/')[1] === id), plan.facility.get(id)).get(resource) ?? 0n, inputs: [at('raw'), ...redundancy, ...disks, at('failureDomain'), storage.healsFrom === undefined ? pointer('planning', 'storage', 'healsFrom') : at('healsFrom'), ...['nearfullPercent', 'unevenPercent'].map((key) => pointer('planning', 'storage', key))].filter((input) => valueAt(plan.estate, input) !== undefined) }];
    });
  const lost = nodesLost(site, quarter, parts.filter((part) => part.split('/')[1] === id), plan.facility.get(id));
  const field = resource === 'pods' ? undefined : resource;
  return site.nodePools.flatMap((pool, index): SupplyLink[] => {
    if (compartmentOfPool(pool) !== compartment || !inService(pool, quarter)) return [];
    const gone = Math.min(pool.count, lost.get(pool.id) ?? 0);
    const at = (...more: string[]): Pointer => pointer('sites', id, 'nodePools', index, ...more);
    const each = nodeOffer(pool).get(resource) ?? 0n;
    const inputs = [at('count'), ...(field === undefined ? [at('maxPods')] : [at('shape', field), at('allocatableReserve', field)]), at('available')];
    return each === 0n ? [] : [{ of: pool.id, amount: BigInt(pool.count - gone) * each, nodes: pool.count, lost: gone, inputs: inputs.filter((input) => valueAt(plan.estate, input) !== undefined) }];
  });
}

function demandLink(estate: Estate, { promise, use, amounts, guarantee }: Placed, resource: string): DemandLink {
  const environment = valueAt(estate, promise.pointer) as { readonly quota: { readonly size?: 's' | 'm' | 'l' } };
  const storage = isStorage(resource);
  const { size } = environment.quota;
  const quota = size === undefined ? [`${promise.pointer}${storage ? pointer('quota', 'storage', resource.slice('storage/'.length)) : pointer('quota', resource)}`] : [pointer('quotaSizes', 'sizes', size, storage ? 'storage' : resource), `${promise.pointer}/quota/size`];
  const forecast = guarantee.forecast === undefined ? [] : [`${promise.pointer}${pointer('forecast', guarantee.forecast, storage ? 'storage' : resource)}`];
  const growth = guarantee.basis === 'growth' ? [pointer('planning', 'growth', storage ? 'storagePerYear' : 'computePerYear')] : [];
  const share = use === 'standby' ? [pointer('protection', 'tiers', promise.tier, 'standbyShare', storage ? 'storage' : 'compute')] : [];
  return { namespace: promise.namespace, use, basis: guarantee.basis, amount: amounts.get(resource) ?? 0n, inputs: [...quota, ...forecast, ...growth, ...share].filter((input) => valueAt(estate, input) !== undefined) };
}
