import type { Intent } from '../../intent/environment.js';
import type { Quarter } from '../../model/calendar.js';
import type { DeepReadonly, Estate } from '../../model/estate.js';
import type { Site } from '../../model/kinds/site.js';
import { cutFrom } from '../../model/pair-class.js';
import { bareFacility, type FacilityInputs } from '../facility-inputs.js';
import { inService } from '../../model/pools-in-service.js';
import { addTo, isStorage, sum, type Quantities } from '../quantities.js';
import { rawIn } from '../storage/raw.js';
import { storageSupply } from '../storage-supply.js';
import { nodeOffer } from '../supply.js';
import { grantedAt } from './granted.js';
import type { LiveNode, LiveSite } from './live.js';

/**
 * What is held against the model. `offered`: usable nodes against the pools in service. `granted`: hard quotas against
 * what the environments of the site are to get. `used`: what pods request, against what was granted. `claimed`: volume
 * claims against usable bytes. `raw`: Ceph's raw bytes against the classes'.
 */
export type Measure = 'offered' | 'granted' | 'used' | 'claimed' | 'raw';

export interface DriftRow {
  readonly measure: Measure;
  /** A node pool's id; absent for the site as a whole. */
  readonly pool?: string;
  /** `nodes`, `cpu`, `memory`, `gpu`, `pods`, `storage/<class>`, `storage`. */
  readonly resource: string;
  readonly model: bigint;
  readonly live: bigint;
  /** Live less model. */
  readonly difference: bigint;
  /** Whether the site has less than the model counts on, or more is taken than there is. */
  readonly short: boolean;
}

/** Use that may run out: what is used now, and where it ends. */
export interface Use {
  readonly resource: string;
  readonly used: bigint;
  readonly limit: bigint;
  readonly limitedBy: 'quotas' | 'nodes' | 'storage' | 'ceph';
}

export interface SiteDrift {
  readonly rows: readonly DriftRow[];
  readonly uses: readonly Use[];
  /** Nodes that are there and cannot be used now, or are no worker, or whose pool nobody knows; and those whose GPUs anybody's pods may cut off. */
  readonly nodes: { readonly unusable: readonly string[]; readonly controlPlane: number; readonly unlabelled: number; readonly unspared: readonly string[] };
  /** Namespaces of the model without a quota, and quotas in namespaces the model does not know. */
  readonly namespaces: { readonly without: readonly string[]; readonly foreign: readonly string[] };
}

const computed = ['cpu', 'memory', 'gpu', 'pods'] as const;

/** A live site against the model in a quarter. */
export function compareSite(estate: Estate, intent: Intent, site: DeepReadonly<Site>, quarter: Quarter, reported: LiveSite, facility: FacilityInputs = bareFacility): SiteDrift {
  const live = inOwnClasses(estate, site, reported);
  const workers = live.nodes.filter((node) => !node.controlPlane);
  const expected = new Map(
    intent.environments.flatMap((environment): [string, Quantities][] => {
      const granted = grantedAt(environment, site.id);
      return granted === undefined ? [] : [[environment.namespace, granted]];
    }),
  );
  const known = live.quotas.filter(({ namespace }) => expected.has(namespace));
  const offered = offeredRows(site, quarter, workers);
  const usable = storageSupply(estate, site, quarter, [], facility);
  const granted = sum(known.map(({ hard }) => hard));
  const used = sum(live.quotas.map((quota) => quota.used));
  const cephModel = site.storage.reduce((total, storage) => (storage.available === undefined || storage.available <= quarter ? total + rawIn(storage, quarter) : total), 0n);
  return {
    rows: [
      ...offered,
      ...rowsOf('granted', sum(expected.values()), granted, (model, there) => there < model),
      ...rowsOf('used', granted, used, (model, taken) => taken > model),
      ...rowsOf('claimed', usable, live.claimed, (model, taken) => taken > model),
      ...(live.ceph === undefined ? [] : [row('raw', 'storage', cephModel, live.ceph.total, live.ceph.total < cephModel)]),
    ],
    uses: usesOf(estate, live, granted, used, usable),
    nodes: { unusable: workers.filter((node) => !node.usable).map(({ name }) => name), controlPlane: live.nodes.length - workers.length, unlabelled: workers.filter(({ pool }) => pool === undefined).length, unspared: workers.filter(({ allocatable, spared }) => (allocatable.get('gpu') ?? 0n) > 0n && !spared).map(({ name }) => name) },
    namespaces: {
      without: [...expected.keys()].filter((namespace) => !live.quotas.some((quota) => quota.namespace === namespace)).sort(),
      foreign: live.quotas.map(({ namespace }) => namespace).filter((namespace) => !expected.has(namespace)).sort(),
    },
  };
}

/** What lies in classes of pairs of sites, counted in the classes those are cut from. */
function inOwnClasses(estate: Estate, site: DeepReadonly<Site>, live: LiveSite): LiveSite {
  const own = (amounts: Quantities): Quantities =>
    sum([...amounts].map(([resource, amount]) => new Map([[isStorage(resource) ? `storage/${cutFrom(estate, site, resource.slice('storage/'.length))}` : resource, amount]])));
  return { ...live, quotas: live.quotas.map((quota) => ({ ...quota, hard: own(quota.hard), used: own(quota.used) })), claimed: own(live.claimed) };
}

const row = (measure: Measure, resource: string, model: bigint, live: bigint, short: boolean, pool?: string): DriftRow => ({ measure, ...(pool === undefined ? {} : { pool }), resource, model, live, difference: live - model, short });

function rowsOf(measure: Measure, model: Quantities, live: Quantities, short: (model: bigint, live: bigint) => boolean): DriftRow[] {
  return [...new Set([...model.keys(), ...live.keys()])].sort(byResource).flatMap((resource) => {
    const [should, is] = [model.get(resource) ?? 0n, live.get(resource) ?? 0n];
    return should === 0n && is === 0n ? [] : [row(measure, resource, should, is, short(should, is))];
  });
}

/** Compute in its usual order, then classes by name. */
const rank = (resource: string): number => {
  const index = (computed as readonly string[]).indexOf(resource);
  return index < 0 ? computed.length : index;
};
const byResource = (a: string, b: string): number => rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0);

/** Nodes of the site, then of each pool where nodes say whose they are. */
function offeredRows(site: DeepReadonly<Site>, quarter: Quarter, workers: readonly LiveNode[]): DriftRow[] {
  const pools = site.nodePools.filter((pool) => inService(pool, quarter) && pool.count > 0);
  const offers = new Map(pools.map((pool): [string, Quantities] => [pool.id, new Map([['nodes', BigInt(pool.count)], ...[...nodeOffer(pool)].map(([resource, amount]): [string, bigint] => [resource, amount * BigInt(pool.count)])])]));
  const usable = workers.filter((node) => node.usable);
  const there = (nodes: readonly LiveNode[]): Quantities => sum(nodes.map(({ allocatable }) => new Map([['nodes', 1n], ...allocatable])));
  const compare = (model: Quantities, nodes: readonly LiveNode[], pool?: string): DriftRow[] => {
    const live = there(nodes);
    return ['nodes', ...computed].flatMap((resource) => {
      const [should, is] = [model.get(resource) ?? 0n, live.get(resource) ?? 0n];
      return should === 0n && is === 0n ? [] : [row('offered', resource, should, is, is < should, pool)];
    });
  };
  const labels = [...new Set(usable.flatMap(({ pool }) => (pool === undefined ? [] : [pool])))];
  const byPool = labels.length === 0 ? [] : [...new Set([...offers.keys(), ...labels.sort()])];
  return [...compare(sum(offers.values()), usable), ...byPool.flatMap((pool) => compare(offers.get(pool) ?? new Map(), usable.filter((node) => node.pool === pool), pool))];
}

/** Compute ends at the quotas or at the nodes, whichever is less; claims at usable bytes; Ceph where it warns. */
function usesOf(estate: Pick<Estate, 'planning'>, live: LiveSite, granted: Quantities, used: Quantities, usable: Quantities): Use[] {
  const nodes = new Map<string, bigint>();
  for (const node of live.nodes) if (node.usable && !node.controlPlane) addTo(nodes, node.allocatable);
  const compute = computed.flatMap((resource): Use[] => {
    const [quota, offer] = [granted.get(resource) ?? 0n, nodes.get(resource) ?? 0n];
    return used.get(resource) === undefined ? [] : [{ resource, used: used.get(resource) ?? 0n, limit: offer < quota ? offer : quota, limitedBy: offer < quota ? 'nodes' : 'quotas' }];
  });
  const claims = [...live.claimed].filter(([resource]) => isStorage(resource)).map(([resource, bytes]): Use => ({ resource, used: bytes, limit: usable.get(resource) ?? 0n, limitedBy: 'storage' }));
  const nearfull = BigInt(Math.round(estate.planning.storage.nearfullPercent * 100));
  const ceph: Use[] = live.ceph === undefined ? [] : [{ resource: 'storage', used: live.ceph.used, limit: (live.ceph.total * nearfull) / 10_000n, limitedBy: 'ceph' }];
  // Nothing used of nothing runs out of nothing.
  return [...compute, ...claims, ...ceph].filter(({ used: taken, limit }) => taken > 0n || limit > 0n);
}
