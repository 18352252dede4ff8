import { bareFacility } from '../capacity/facility-inputs.js';
import { lossOf } from '../capacity/loss.js';
import type { Plan } from '../capacity/headroom.js';
import { layoutOf, type NodeRun } from '../capacity/layout.js';
import { isStorage, type Quantities } from '../capacity/quantities.js';
import { demandOf } from '../capacity/quarter-demand.js';
import type { DeepReadonly } from '../model/estate.js';
import { protections } from '../model/kinds/protection.js';
import type { NodePool, Site } from '../model/kinds/site.js';
import type { Instance, NodeShape, PodGroup } from '../packing/instance.js';
import { pack, type Packing } from '../packing/pack.js';
import type { EstateProblem } from './build.js';
import { eventsIn, promisedTier } from './demand.js';
import { planIn, type Lot } from './planned.js';
import { placeOf, type Planning } from './things.js';

/** Pods that no node had room for, although the sums say that there is enough. */
export interface Misfit {
  readonly site: string;
  readonly compartment: string;
  readonly quarter: number;
  readonly lost: readonly string[];
  /** Resource that ran out first. */
  readonly resource: 'cpu' | 'memory' | 'gpu';
  readonly pods: number;
  /** Of those pods together, in milliCPU, bytes, pieces. */
  readonly missing: bigint;
}

export interface Fit {
  readonly misfits: readonly Misfit[];
  /** Packings that were made, each for one place, event and loss. */
  readonly packings: number;
  readonly pods: number;
}

const compute = ['cpu', 'memory', 'gpu'] as const;

const ceilDivide = (a: bigint, b: bigint): bigint => (b <= 0n ? a : (a + b - 1n) / b);
const most = (...all: readonly bigint[]): bigint => all.reduce((a, b) => (a > b ? a : b), 0n);

/** A quota as equal pods no larger than the largest there is, one GPU to a pod; never more of them than the quota has. */
export function podsOf(amounts: Quantities, { cpu, memory }: Planning['largestPod']): readonly { readonly resources: ReadonlyMap<string, bigint>; readonly count: number }[] {
  const [cores, bytes, gpus, pods] = ['cpu', 'memory', 'gpu', 'pods'].map((resource) => amounts.get(resource) ?? 0n) as [bigint, bigint, bigint, bigint];
  if (cores === 0n && bytes === 0n && gpus === 0n) return [];
  const wanted = most(1n, ceilDivide(cores, cpu), ceilDivide(bytes, memory), gpus);
  const count = pods > 0n && wanted > pods ? most(pods, gpus) : wanted;
  const each = new Map([['cpu', ceilDivide(cores, count)], ['memory', ceilDivide(bytes, count)]]);
  return [
    ...(gpus > 0n ? [{ resources: new Map([...each, ['gpu', 1n]]), count: Number(gpus) }] : []),
    ...(count > gpus ? [{ resources: each, count: Number(count - gpus) }] : []),
  ];
}

const asked = new WeakMap<Plan, Map<string, ReturnType<typeof podsByPlace>>>();

/** The pods of a quarter and event are the same in every round. */
function podsIn(plan: Plan, problem: EstateProblem, planning: Planning, at: number, base: readonly string[], lost: readonly string[]): ReturnType<typeof podsByPlace> {
  const ofPlan = asked.get(plan) ?? new Map<string, ReturnType<typeof podsByPlace>>();
  asked.set(plan, ofPlan);
  const key = `${at} ${lost.join(' ')}`;
  const found = ofPlan.get(key) ?? podsByPlace(plan, problem, planning, at, base, lost);
  ofPlan.set(key, found);
  return found;
}

/** Packs every place for real, in every quarter and event, without the rack or node that may be lost besides. */
export function fits(plan: Plan, problem: EstateProblem, lots: readonly Lot[], planning: Planning, now: () => number): Fit {
  const base = [...lossOf(plan.estate.scenario.lose).sites];
  const misfits: Misfit[] = [];
  const known = new Map<string, Omit<Misfit, 'quarter' | 'lost' | 'site' | 'compartment'> | undefined>();
  let pods = 0;
  problem.quarters.forEach((quarter, at) => {
    const built = planIn(plan, problem, lots, at);
    for (const lost of eventsIn(plan, quarter)) {
      const places = podsIn(plan, problem, planning, at, base, lost);
      for (const [place, groups] of places) {
        const [id = '', compartment = ''] = place.split(' ');
        const site = built.estate.sites[id];
        if (site === undefined) continue;
        const runs = layoutOf(site, quarter, built.facility.get(id) ?? bareFacility).runs;
        for (const shapes of lossesOf(site, runs, compartment, lost)) {
          const instance: Instance = { nodes: shapes, pods: groups };
          const key = JSON.stringify(instance, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value instanceof Map ? [...(value as Map<unknown, unknown>)] : value));
          if (!known.has(key)) {
            known.set(key, misfitOf(instance, now));
            pods += groups.reduce((sum, { count }) => sum + count, 0);
          }
          const misfit = known.get(key);
          if (misfit !== undefined) misfits.push({ site: id, compartment, quarter: at, lost, ...misfit });
        }
      }
    }
  });
  return { misfits, packings: known.size, pods };
}

/** Pods by `<site> <compartment>`; those of one size are one group. */
function podsByPlace(plan: Plan, { quarters }: EstateProblem, planning: Planning, at: number, base: readonly string[], lost: readonly string[]): ReadonlyMap<string, readonly PodGroup[]> {
  const quarter = quarters[at];
  if (quarter === undefined) return new Map();
  const lowest = protections.indexOf(promisedTier(lost));
  const { placed, copies = [] } = demandOf(plan, quarter, new Set([...base, ...lost]));
  const all = [...placed.map((one) => ({ ...one, tier: one.promise.tier })), ...copies].filter(({ tier }) => protections.indexOf(tier) <= lowest);
  const places = new Map<string, Map<string, { resources: ReadonlyMap<string, bigint>; count: number }>>();
  for (const { site, compartment, amounts } of all)
    for (const { resources, count } of podsOf(new Map([...amounts].filter(([resource]) => !isStorage(resource))), planning.largestPod)) {
      const place = places.get(`${site} ${compartment}`) ?? new Map<string, { resources: ReadonlyMap<string, bigint>; count: number }>();
      places.set(`${site} ${compartment}`, place);
      const key = compute.map((resource) => resources.get(resource) ?? 0n).join(' ');
      const same = place.get(key);
      if (same === undefined) place.set(key, { resources, count });
      else same.count += count;
    }
  return new Map([...places].map(([place, groups]) => [place, [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, { resources, count }]): PodGroup => ({ name, resources, count, labels: new Map(), nodeSelector: new Map(), tolerations: [], spread: [], antiAffinity: [] }))]));
}

/** The nodes of a place without each rack, or with a site lost each single node, that may be lost besides: alike losses once. */
function lossesOf(site: DeepReadonly<Site>, runs: readonly NodeRun[], compartment: string, lost: readonly string[]): readonly (readonly NodeShape[])[] {
  const pools = new Map(site.nodePools.filter((pool) => pool.purpose !== 'storage' && placeOf(pool) === compartment).map((pool) => [pool.id, pool]));
  const here = runs.filter(({ pool }) => pools.has(pool));
  const counts = new Map<string, number>();
  for (const { pool, nodes } of here) counts.set(pool, (counts.get(pool) ?? 0) + nodes);
  const taken = new Map(here.map((run) => [`${run.pool} ${lost.length > 0 ? 1 : Math.min(run.perRack, run.nodes)}`, run]));
  const shapes = (without?: { readonly pool: string; readonly nodes: number }): NodeShape[] =>
    [...counts].flatMap(([id, nodes]) => {
      const pool = pools.get(id);
      const count = nodes - (without?.pool === id ? without.nodes : 0);
      return pool === undefined || count <= 0 ? [] : [shapeOf(pool, count)];
    });
  return taken.size === 0 ? [shapes()] : [...taken].map(([key, { pool }]) => shapes({ pool, nodes: Number(key.split(' ')[1]) }));
}

function shapeOf(pool: DeepReadonly<NodePool>, count: number): NodeShape {
  const offer = (['cpu', 'memory'] as const).map((resource): [string, bigint] => [resource, most(0n, pool.shape[resource] - pool.allocatableReserve[resource])]);
  return { shape: pool.id, resources: new Map([...offer, ['gpu', BigInt(pool.shape.gpu ?? 0)]]), count, labels: new Map(), taints: [], maxPods: pool.maxPods ?? 110 };
}

type Packed = Pick<Packing, 'unplaced' | 'bindingResource'>;

const left = ({ unplaced }: Packed): number => unplaced.reduce((sum, { count }) => sum + count, 0);

/** All pods at once; where some find no place, those that need a GPU before all others. The better answer counts. */
function packed(instance: Instance, now: () => number): Packed {
  if (instance.nodes.length === 0) return { unplaced: instance.pods.map(({ name, count }) => ({ pod: name, count, reason: { why: 'no-room', proven: true } })), bindingResource: null };
  const together = quickly(instance, now);
  if (together.unplaced.length === 0) return together;
  const apart = gpusFirst(instance, now);
  return left(apart) < left(together) ? apart : together;
}

const quickly = (instance: Instance, now: () => number): Packing => pack(instance, { effort: 'fast', seed: 1, now, until: Infinity });

const gpuOf = ({ resources }: Pick<PodGroup, 'resources'>): bigint => resources.get('gpu') ?? 0n;

/** GPU pods onto GPU nodes, then the others onto what those leave of them and onto all other nodes. */
function gpusFirst({ nodes, pods }: Instance, now: () => number): Packed {
  const [with_, without] = [pods.filter((pod) => gpuOf(pod) > 0n), pods.filter((pod) => gpuOf(pod) === 0n)];
  const [large, plain] = [nodes.filter((node) => gpuOf(node) > 0n), nodes.filter((node) => gpuOf(node) === 0n)];
  if (with_.length === 0 || large.length === 0) return quickly({ nodes, pods }, now);
  const first = quickly({ nodes: large, pods: with_ }, now);
  const sizes = new Map(with_.map((pod) => [pod.name, pod.resources]));
  const rests = new Map<string, { shape: NodeShape; count: number }>();
  const used = new Map<string, number>();
  const add = (shape: NodeShape, count: number): void => {
    const key = `${shape.shape} ${[...shape.resources.values()].join(' ')} ${shape.maxPods}`;
    const known = rests.get(key);
    if (known === undefined) rests.set(key, { shape: { ...shape, shape: `${shape.shape}-${rests.size}` }, count });
    else known.count += count;
  };
  for (const { shape: name, pods: held } of first.assignment) {
    const node = large.find(({ shape }) => shape === name);
    if (node === undefined) continue;
    used.set(name, (used.get(name) ?? 0) + 1);
    const resources = new Map([...node.resources].map(([resource, amount]): [string, bigint] => [resource, held.reduce((rest, pod) => rest - BigInt(pod.count) * (sizes.get(pod.name)?.get(resource) ?? 0n), amount)]));
    add({ ...node, resources, maxPods: (node.maxPods ?? 110) - held.reduce((sum, { count }) => sum + count, 0) }, 1);
  }
  for (const node of large) if ((node.count ?? 0) > (used.get(node.shape) ?? 0)) add(node, (node.count ?? 0) - (used.get(node.shape) ?? 0));
  const second = quickly({ nodes: [...plain, ...[...rests.values()].map(({ shape, count }) => ({ ...shape, count }))], pods: without }, now);
  return { unplaced: [...first.unplaced, ...second.unplaced], bindingResource: second.bindingResource };
}

function misfitOf(instance: Instance, now: () => number): Pick<Misfit, 'resource' | 'pods' | 'missing'> | undefined {
  if (instance.pods.length === 0) return undefined;
  const { unplaced, bindingResource } = packed(instance, now);
  if (unplaced.length === 0) return undefined;
  const groups = new Map(instance.pods.map((group) => [group.name, group.resources]));
  const sums = new Map<string, bigint>();
  for (const { pod, count } of unplaced) for (const [resource, amount] of groups.get(pod) ?? []) sums.set(resource, (sums.get(resource) ?? 0n) + amount * BigInt(count));
  const resource = (sums.get('gpu') ?? 0n) > 0n ? 'gpu' : bindingResource === 'memory' ? 'memory' : 'cpu';
  return { resource, pods: unplaced.reduce((sum, { count }) => sum + count, 0), missing: sums.get(resource) ?? 0n };
}
