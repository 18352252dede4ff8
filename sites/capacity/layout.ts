import type { Quarter } from '../model/calendar.js';
import type { DeepReadonly } from '../model/estate.js';
import type { Hall, NodePool, Site } from '../model/kinds/site.js';
import { inService } from '../model/pools-in-service.js';
import { bareFacility, wattsOf, type Colocated, type FacilityInputs } from './facility-inputs.js';
import { RackCalendar } from './rack-calendar.js';

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
  /** In the order in which the file lists the pools: what is listed last is shut down first. */
  readonly runs: readonly NodeRun[];
  readonly colocated: readonly ColocatedRun[];
  /** Nodes of pools in service that no rack holds: those with the highest numbers. */
  readonly unplaced: readonly { readonly pool: string; readonly count: number }[];
  readonly unplacedColocated: readonly Colocated[];
}

/** Since for ever: what carries no date stands from the first quarter on. */
type Since = Quarter | '';

/** What stands from a quarter on, until another. */
type Standing<T> = T & { readonly since: Since; readonly until?: Quarter };

const histories = new WeakMap<object, WeakMap<FacilityInputs, readonly { readonly since: Since; readonly layout: Layout }[]>>();

/**
 * Which rack of the site holds which node in a quarter.
 *
 * The rule: colocated equipment first, in the order of its dates and names; then the pools in the order in which the
 * site's file lists them. Each takes racks that are free for as long as it stays, and stays where it is. So what is
 * appended to the list takes what is left, whatever its date, and moves nothing that was listed before: more supply
 * never pushes other supply out. A pool takes the first gap of consecutive racks that holds it whole, of its own hall or
 * of the halls in the file's order, else gaps from the first on; what finds no rack tries again whenever a hall opens or
 * a pool retires. Equipment of one system stays in one hall. A layout is built once for each quarter in which anything
 * comes or goes.
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
  const calendar = new RackCalendar(halls);
  const openAt = (since: Since): readonly DeepReadonly<Hall>[] => halls.filter((hall) => (hall.available ?? '') <= since);
  const systems = [...inputs.colocated].sort((a, b) => byText(a.from ?? '', b.from ?? '') || byText(a.system, b.system)).map((system) => ({ system, from: system.from ?? '', ...colocatedFrom(system, steps, openAt, calendar) }));
  const pools = site.nodePools.filter(({ count }) => count > 0).map((pool) => ({ pool, runs: placedFrom(pool, steps, openAt, calendar, inputs) }));
  return steps.map((since) => {
    const there = <T>(all: readonly Standing<T>[]): Standing<T>[] => all.filter((one) => one.since <= since && (one.until === undefined || since < one.until));
    return {
      since,
      layout: {
        site: site.id,
        halls: openAt(since),
        runs: pools.flatMap(({ runs }) => there(runs).map(({ since: _since, until: _until, ...run }): NodeRun => run)),
        colocated: systems.flatMap(({ since: placed, runs }) => (placed !== undefined && placed <= since ? runs : [])),
        unplaced: pools.flatMap(({ pool, runs }) => {
          const count = since !== '' && inService(pool, since) ? pool.count - there(runs).reduce((sum, { nodes }) => sum + nodes, 0) : 0;
          return count > 0 ? [{ pool: pool.id, count }] : [];
        }),
        unplacedColocated: systems.flatMap(({ system, from, since: placed }) => (from <= since && (placed === undefined || since < placed) ? [system] : [])),
      },
    };
  });
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Where a pool's nodes stand, from when on: those that find no rack when the pool comes wait for the next step. */
function placedFrom(pool: DeepReadonly<NodePool>, steps: readonly Since[], openAt: (since: Since) => readonly DeepReadonly<Hall>[], calendar: RackCalendar, inputs: FacilityInputs): Standing<NodeRun>[] {
  const runs: Standing<NodeRun>[] = [];
  let left = pool.count;
  for (const since of steps) {
    if (left === 0 || since === '' || !inService(pool, since)) continue;
    const found = place(pool, left, openAt(since), calendar, since, inputs);
    left -= found.reduce((sum, { nodes }) => sum + nodes, 0);
    runs.push(...found.map((run) => ({ ...run, since, ...(pool.retires === undefined ? {} : { until: pool.retires }) })));
  }
  return runs;
}

/** When a hall has room for a system's equipment, and where it then stands. */
function colocatedFrom(system: Colocated, steps: readonly Since[], openAt: (since: Since) => readonly DeepReadonly<Hall>[], calendar: RackCalendar): { readonly since?: Since; readonly runs: readonly ColocatedRun[] } {
  for (const since of steps) {
    if (since < (system.from ?? '')) continue;
    const runs = colocate(system, openAt(since), calendar, since);
    if (runs !== undefined) return { since, runs };
  }
  return { runs: [] };
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

/** Places what it can of the pool's last `nodes` nodes. */
function place(pool: DeepReadonly<NodePool>, nodes: number, open: readonly DeepReadonly<Hall>[], calendar: RackCalendar, since: Since, inputs: FacilityInputs): NodeRun[] {
  const stay = { since, ...(pool.retires === undefined ? {} : { until: pool.retires }) };
  const candidates = open
    .filter((hall) => pool.hall === undefined || hall.id === pool.hall)
    .map((hall) => ({ hall: hall.id, ...perRack(hall, pool, inputs) }))
    .filter((candidate) => candidate.perRack > 0);
  const runs: NodeRun[] = [];
  let left = nodes;
  const put = (candidate: (typeof candidates)[number], firstRack: number, racks: number): void => {
    const here = Math.min(left, racks * candidate.perRack);
    runs.push({ pool: pool.id, ...candidate, firstRack, racks, firstNode: pool.count - left + 1, nodes: here, rackUnits: pool.rackUnits, watts: pool.watts });
    left -= here;
  };
  for (const candidate of candidates) {
    const racks = Math.ceil(left / candidate.perRack);
    const firstRack = calendar.takeWhole(candidate.hall, racks, stay);
    if (firstRack === undefined) continue;
    put(candidate, firstRack, racks);
    return runs;
  }
  for (const candidate of candidates)
    for (const { firstRack, racks } of calendar.takeUpTo(candidate.hall, Math.ceil(left / candidate.perRack), stay)) put(candidate, firstRack, racks);
  return runs;
}

/** Gives equipment racks of its own in the first hall that has enough of them; undefined where none has. */
function colocate({ system, rackUnits, watts }: Colocated, open: readonly DeepReadonly<Hall>[], calendar: RackCalendar, since: Since): ColocatedRun[] | undefined {
  for (const hall of open) {
    const needed = Math.max(Math.ceil(rackUnits / hall.rackUnits), Math.ceil(watts / wattsOf(hall.rackKw)));
    // Equipment comes before all pools and never leaves: what is free of a hall is one gap.
    const firstRack = calendar.takeWhole(hall.id, needed, { since });
    if (firstRack !== undefined) return [{ system, hall: hall.id, firstRack, racks: needed, rackUnits, watts }];
  }
  return undefined;
}
