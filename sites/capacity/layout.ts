import type { Quarter } from '../model/calendar.js';
import type { DeepReadonly } from '../model/estate.js';
import type { Hall, NodePool, Site } from '../model/kinds/site.js';
import { bareFacility, wattsOf, type Colocated, type FacilityInputs } from './facility-inputs.js';
import { FreeRacks } from './free-racks.js';

/** Consecutive racks of a hall that hold consecutive nodes of one pool, `perRack` to a rack, the last one perhaps fewer. */
export interface NodeRun {
  readonly pool: string;
  readonly hall: string;
  /** Racks and nodes are numbered from 1, as in `rack/SITE/HALL/1` and `node/SITE/POOL/1`. */
  readonly firstRack: number;
  readonly racks: number;
  readonly firstNode: number;
  readonly nodes: number;
  readonly perRack: number;
  /** What keeps a rack from holding one node more. */
  readonly limitedBy: 'rack-units' | 'rack-kw' | 'nodes-per-rack';
  /** Of one node. */
  readonly rackUnits: number;
  readonly watts: number;
}

/** Consecutive racks given to the equipment of one moved system, which is spread over its racks evenly. */
export interface ColocatedRun {
  readonly system: string;
  readonly hall: string;
  readonly firstRack: number;
  readonly racks: number;
  /** Of all racks of the run together. */
  readonly rackUnits: number;
  readonly watts: number;
}

/** Which rack holds what. A rack holds nodes of one pool or equipment of one system. */
export interface Layout {
  readonly site: string;
  /** Halls in service, in the file's order. */
  readonly halls: readonly DeepReadonly<Hall>[];
  /** In order of placement. */
  readonly runs: readonly NodeRun[];
  readonly colocated: readonly ColocatedRun[];
  /** Nodes of pools in service that no rack holds: those with the highest numbers. */
  readonly unplaced: readonly { readonly pool: string; readonly count: number }[];
  readonly unplacedColocated: readonly Colocated[];
}

/** Since for ever: what carries no date stands from the first quarter on. */
type Since = Quarter | '';

type Waiting = { readonly pool: DeepReadonly<NodePool>; nodes: number } | { readonly system: Colocated };

const histories = new WeakMap<object, WeakMap<FacilityInputs, readonly { readonly since: Since; readonly layout: Layout }[]>>();

/** Whether a pool is in service in a quarter: from its first quarter on, until the one in which it retires. */
export const inService = (pool: Pick<DeepReadonly<NodePool>, 'available' | 'retires'>, quarter: Quarter): boolean =>
  pool.available <= quarter && (pool.retires === undefined || quarter < pool.retires);

/**
 * Which rack of the site holds which node in a quarter.
 *
 * The rule: what comes first is placed first and stays where it is until it retires; in one quarter pools that name
 * their hall come before others, then the order of their ids, then colocated equipment. A pool takes the first gap of
 * consecutive racks that holds it whole, of its own hall or of the halls in the file's order, else gaps from the first
 * on; equipment of one system stays in one hall. The order in which a file lists pools changes nothing.
 * A layout is built once for each quarter in which anything comes or goes.
 */
export function layoutOf(site: DeepReadonly<Site>, quarter: Quarter, inputs: FacilityInputs = bareFacility): Layout {
  const ofSite = histories.get(site) ?? new WeakMap<FacilityInputs, ReturnType<typeof history>>();
  histories.set(site, ofSite);
  const steps = ofSite.get(inputs) ?? history(site, inputs);
  ofSite.set(inputs, steps);
  const step = steps.findLast(({ since }) => since <= quarter);
  return step?.layout ?? { site: site.id, halls: [], runs: [], colocated: [], unplaced: [], unplacedColocated: [] };
}

function history(site: DeepReadonly<Site>, inputs: FacilityInputs): { since: Since; layout: Layout }[] {
  const halls = site.facility.halls;
  const dates = [...halls.map((hall) => hall.available), ...site.nodePools.flatMap((pool) => [pool.available, pool.retires ?? pool.available]), ...inputs.colocated.map(({ from }) => from)];
  const steps = [...new Set(dates.map((date): Since => date ?? ''))].sort();
  const free = new FreeRacks();
  let open: readonly DeepReadonly<Hall>[] = [];
  let runs: NodeRun[] = [];
  const colocated: ColocatedRun[] = [];
  let waiting: Waiting[] = [];
  return steps.map((since) => {
    const retired = new Set(site.nodePools.filter((pool) => pool.retires !== undefined && pool.retires <= since).map(({ id }) => id));
    for (const run of runs) if (retired.has(run.pool)) free.give(run.hall, run.firstRack, run.racks);
    runs = runs.filter((run) => !retired.has(run.pool));
    for (const hall of halls) if ((hall.available ?? '') === since) free.give(hall.id, 1, hall.racks);
    open = halls.filter((hall) => (hall.available ?? '') <= since);
    waiting = [...waiting, ...arriving(site, inputs, since)].filter((item) => !('pool' in item && retired.has(item.pool.id)));
    waiting = waiting.filter((item) => {
      if ('system' in item) return !colocate(item.system, open, free, colocated);
      item.nodes -= place(item.pool, item.nodes, open, free, inputs, runs);
      return item.nodes > 0;
    });
    return {
      since,
      layout: {
        site: site.id,
        halls: open,
        runs: [...runs],
        colocated: [...colocated],
        unplaced: waiting.flatMap((item) => ('pool' in item ? [{ pool: item.pool.id, count: item.nodes }] : [])),
        unplacedColocated: waiting.flatMap((item) => ('system' in item ? [item.system] : [])),
      },
    };
  });
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function arriving(site: DeepReadonly<Site>, inputs: FacilityInputs, since: Since): Waiting[] {
  const pools = site.nodePools
    .filter(({ available, count }) => available === since && count > 0)
    .sort((a, b) => Number(a.hall === undefined) - Number(b.hall === undefined) || byText(a.id, b.id));
  const systems = inputs.colocated.filter(({ from }) => (from ?? '') === since).sort((a, b) => byText(a.system, b.system));
  return [...pools.map((pool) => ({ pool, nodes: pool.count })), ...systems.map((system) => ({ system }))];
}

/** How many nodes of a pool one rack of a hall holds, and what keeps it from one more. Rack units and watts are never exceeded. */
export function perRack(hall: DeepReadonly<Hall>, pool: DeepReadonly<NodePool>, inputs: FacilityInputs): Pick<NodeRun, 'perRack' | 'limitedBy'> {
  const limits = [
    { perRack: pool.nodesPerRack ?? inputs.nodesPerRack[pool.purpose] ?? Infinity, limitedBy: 'nodes-per-rack' },
    { perRack: Math.floor(hall.rackUnits / pool.rackUnits), limitedBy: 'rack-units' },
    { perRack: Math.floor(wattsOf(hall.rackKw) / pool.watts), limitedBy: 'rack-kw' },
  ] as const;
  return limits.reduce((least, limit) => (limit.perRack < least.perRack ? limit : least));
}

/** Places what it can of `nodes` nodes, and returns how many that was. */
function place(pool: DeepReadonly<NodePool>, nodes: number, open: readonly DeepReadonly<Hall>[], free: FreeRacks, inputs: FacilityInputs, runs: NodeRun[]): number {
  const candidates = open
    .filter((hall) => pool.hall === undefined || hall.id === pool.hall)
    .map((hall) => ({ hall: hall.id, ...perRack(hall, pool, inputs) }))
    .filter((candidate) => candidate.perRack > 0);
  let left = nodes;
  const put = (candidate: (typeof candidates)[number], firstRack: number, racks: number): void => {
    const here = Math.min(left, racks * candidate.perRack);
    runs.push({ pool: pool.id, ...candidate, firstRack, racks, firstNode: pool.count - left + 1, nodes: here, rackUnits: pool.rackUnits, watts: pool.watts });
    left -= here;
  };
  for (const candidate of candidates) {
    const racks = Math.ceil(left / candidate.perRack);
    const firstRack = free.takeWhole(candidate.hall, racks);
    if (firstRack === undefined) continue;
    put(candidate, firstRack, racks);
    return nodes;
  }
  for (const candidate of candidates)
    for (const { firstRack, racks } of free.takeUpTo(candidate.hall, Math.ceil(left / candidate.perRack))) put(candidate, firstRack, racks);
  return nodes - left;
}

/** Gives equipment racks of its own in the first hall that has enough of them, and returns whether one has. */
function colocate({ system, rackUnits, watts }: Colocated, open: readonly DeepReadonly<Hall>[], free: FreeRacks, colocated: ColocatedRun[]): boolean {
  for (const hall of open) {
    const needed = Math.max(Math.ceil(rackUnits / hall.rackUnits), Math.ceil(watts / wattsOf(hall.rackKw)));
    if (free.count(hall.id) < needed) continue;
    const whole = free.takeWhole(hall.id, needed);
    const pieces = whole === undefined ? free.takeUpTo(hall.id, needed) : [{ firstRack: whole, racks: needed }];
    let before = 0;
    // Shares of whole units and watts that add up: each run takes the difference of two rounded sums.
    const share = (total: number, racks: number): number => Math.floor((total * (before + racks)) / needed) - Math.floor((total * before) / needed);
    for (const { firstRack, racks } of pieces) {
      colocated.push({ system, hall: hall.id, firstRack, racks, rackUnits: share(rackUnits, racks), watts: share(watts, racks) });
      before += racks;
    }
    return true;
  }
  return false;
}
