import { bareFacility } from '../capacity/facility-inputs.js';
import type { Plan } from '../capacity/headroom.js';
import { layoutOf } from '../capacity/layout.js';
import { inService } from '../model/pools-in-service.js';
import { planOf } from '../capacity/plan.js';
import { isStorage, type Quantities } from '../capacity/quantities.js';
import { demandOf } from '../capacity/quarter-demand.js';
import { lossOf } from '../capacity/loss.js';
import { nodeOffer } from '../capacity/supply.js';
import type { Intent } from '../intent/environment.js';
import type { Quarter } from '../model/calendar.js';
import type { DeepReadonly, Estate } from '../model/estate.js';
import { protections, type Protection } from '../model/kinds/protection.js';
import type { NodePool, Site } from '../model/kinds/site.js';
import { problemOf, type EstateProblem } from './build.js';
import { capsLeft } from './committed.js';
import { eventsIn, promisedTier } from './demand.js';
import { podsOf } from './fit.js';
import { madePlanDigest } from './plan-digest.js';
import { planIn, type Lot } from './planned.js';
import { rounds, type RoundsOptions, type RoundsResult } from './rounds.js';
import { placeOf, type Planning } from './things.js';

/** A node that runs tenants, once everything of the plan was bought. */
export interface SceneNode {
  readonly pool: string;
  /** From 1, as in `node/SITE/POOL/1`. */
  readonly number: number;
  /** `<hall>/<number>`, as in `rack/SITE/HALL/1`. */
  readonly rack: string;
  readonly hall: string;
  readonly compartment: string;
  /** `cpu` in milliCPU, `memory` in bytes, `gpu` and `pods` in pieces. */
  readonly allocatable: Quantities;
}

/** Equal pods of one environment at one site: what it runs or keeps waiting there, or replicas of its databases. */
export interface SceneGroup {
  readonly namespace: string;
  readonly organisation: string;
  readonly system: string;
  readonly tier: Protection;
  readonly compartment: string;
  readonly resources: Quantities;
  readonly count: number;
}

/** Tells groups apart that stand at one site. */
export const sceneKey = ({ namespace, compartment, resources }: Pick<SceneGroup, 'namespace' | 'compartment' | 'resources'>): string => [namespace, compartment, ...[...resources].flat()].join(' ');

/** What stands at a site with these sites lost. */
export interface SceneEvent {
  readonly lost: readonly string[];
  readonly groups: readonly SceneGroup[];
  /** Tiers that the plan finds no nodes for then: they may have to yield. */
  readonly yielding: readonly Protection[];
}

/** One site of the plan in one quarter: a cluster of its own. */
export interface Scene {
  readonly site: string;
  readonly quarter: Quarter;
  readonly nodes: readonly SceneNode[];
  readonly normal: readonly SceneGroup[];
  readonly events: readonly SceneEvent[];
}

export interface Scenes {
  readonly status: 'scenes';
  /** Of the estate, its scenario, the caps and everything that is bought: the same inputs have the same. */
  readonly plan: string;
  readonly quarter: Quarter;
  readonly scenes: readonly Scene[];
}

export type ScenesResult = Scenes | Exclude<RoundsResult, { readonly status: 'settled' }>;

export interface ScenesOptions extends RoundsOptions {
  /** Most VND to order for, by year. */
  readonly caps: ReadonlyMap<number, bigint>;
  readonly quarter: Quarter;
}

/**
 * Nodes and pods of every site that serves in a quarter, as the purchase plan has them, with nothing lost and with each
 * loss that the plan survives.
 * @throws Unpriced
 */
export function scenesOf(estate: Estate, derive: (estate: Estate) => Intent, planning: Planning, { caps, quarter, ...options }: ScenesOptions): ScenesResult {
  const plan = planOf(estate, derive(estate));
  const settled = rounds(plan, problemOf(plan, planning, capsLeft(estate, caps)), planning, options);
  if (settled.status !== 'settled') return settled;
  const { problem, lots } = settled;
  const at = problem.quarters.indexOf(quarter);
  return { status: 'scenes', plan: madePlanDigest(estate, caps, lots), quarter, scenes: sceneList(plan, problem, lots, planning, at) };
}

function sceneList(plan: Plan, problem: EstateProblem, lots: readonly Lot[], planning: Planning, at: number): Scene[] {
  const quarter = problem.quarters[at];
  if (quarter === undefined) throw new RangeError(`the problem has no quarter ${at}`);
  const base = [...lossOf(plan.estate.scenario.lose).sites];
  const built = planIn(plan, problem, lots, at);
  const events = eventsIn(plan, quarter).map((lost) => ({ lost, groups: groupsBySite(plan, quarter, planning, [...base, ...lost]) }));
  const normal = events.find(({ lost }) => lost.length === 0)?.groups ?? new Map<string, readonly SceneGroup[]>();
  return Object.values(built.estate.sites).flatMap((site): Scene[] => {
    const nodes = nodesOf(site, quarter, built);
    const groups = normal.get(site.id) ?? [];
    const after = events.filter(({ lost }) => lost.length > 0 && !lost.includes(site.id)).map((event): SceneEvent => ({ lost: event.lost, groups: event.groups.get(site.id) ?? [], yielding: protections.slice(protections.indexOf(promisedTier(event.lost)) + 1) }));
    return nodes.length === 0 && groups.length === 0 && after.every((event) => event.groups.length === 0) ? [] : [{ site: site.id, quarter, nodes, normal: groups, events: after }];
  });
}

function nodesOf(site: DeepReadonly<Site>, quarter: Quarter, { facility }: Plan): readonly SceneNode[] {
  const pools = new Map<string, DeepReadonly<NodePool>>(site.nodePools.filter((pool) => pool.purpose !== 'storage' && inService(pool, quarter)).map((pool) => [pool.id, pool]));
  return layoutOf(site, quarter, facility.get(site.id) ?? bareFacility).runs.flatMap((run) => {
    const pool = pools.get(run.pool);
    if (pool === undefined) return [];
    return Array.from({ length: run.nodes }, (_, index): SceneNode => ({ pool: pool.id, number: run.firstNode + index, rack: `${run.hall}/${run.firstRack + Math.floor(index / run.perRack)}`, hall: run.hall, compartment: placeOf(pool), allocatable: nodeOffer(pool) }));
  });
}

/** By site, in the order of the promises; pods of one size in one namespace are one group. */
function groupsBySite(plan: Plan, quarter: Quarter, { largestPod }: Planning, lost: readonly string[]): ReadonlyMap<string, readonly SceneGroup[]> {
  const { placed, copies = [] } = demandOf(plan, quarter, new Set(lost));
  const owners = new Map(plan.promises.map((promise) => [promise.namespace, promise]));
  const all = [
    ...placed.map(({ promise, site, compartment, amounts }) => ({ namespace: promise.namespace, tier: promise.tier, site, compartment, amounts })),
    ...copies,
  ];
  const sites = new Map<string, Map<string, SceneGroup>>();
  for (const { namespace, tier, site, compartment, amounts } of all) {
    const owner = owners.get(namespace);
    const groups = sites.get(site) ?? new Map<string, SceneGroup>();
    sites.set(site, groups);
    for (const { resources, count } of podsOf(new Map([...amounts].filter(([resource]) => !isStorage(resource))), largestPod)) {
      const key = sceneKey({ namespace, compartment, resources });
      const known = groups.get(key)?.count ?? 0;
      groups.set(key, { namespace, organisation: owner?.organisation ?? namespace, system: owner?.system ?? namespace, tier, compartment, resources, count: known + count });
    }
  }
  return new Map([...sites].map(([site, groups]) => [site, [...groups.values()]]));
}
