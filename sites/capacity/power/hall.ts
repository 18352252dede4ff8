import type { Quarter } from '../../model/calendar.js';
import type { DeepReadonly } from '../../model/estate.js';
import type { FacilityPlanning } from '../../model/kinds/planning/facility.js';
import { protections, type Protection } from '../../model/kinds/protection.js';
import type { Hall, Site } from '../../model/kinds/site.js';
import type { Watts } from '../../model/units.js';
import { wattsOf, type FacilityInputs } from '../facility-inputs.js';
import { layoutOf, type ColocatedRun, type Layout, type NodeRun } from '../layout.js';
import { feedWatts, nodeSpansLost, type Span } from '../node-loss.js';
import type { Loss } from '../loss.js';
import { damageTo, lostRacksOf, type Damage } from './damage.js';
import { bindingOf, strandedIn, type Filling, type Stranded } from './stranded.js';

/** What is there and what of it is taken. */
export interface Use<T> {
  readonly there: T;
  readonly taken: T;
}

export type PowerDimension = 'feed' | 'cooling' | 'floor';

/** The physical envelope of one hall in one quarter, after a loss where there is one. */
export interface HallPower {
  readonly hall: string;
  /** Whether the loss takes the whole of it. */
  readonly lost: boolean;
  readonly racks: Use<number>;
  readonly rackUnits: Use<number>;
  /** What racks give, and the nameplate watts of what stands in them. */
  readonly rackPower: Use<Watts>;
  readonly nodes: { readonly running: number; readonly lost: number };
  /** What nodes draw together at their peak, with the equipment of others. */
  readonly drawn: Watts;
  /** What the feeds carry without those lost; with none lost, without the strongest: one path may fail. */
  readonly feed: Watts;
  /** Heat the cooling units remove with one of them failed. */
  readonly cooling: Watts;
  /** kN/m² below a full rack, to a thousandth, and what the floor carries; without the latter nobody can say. */
  readonly floor: { readonly load: number; readonly permitted?: number };
  readonly stranded: readonly Stranded[];
  /** What ends first as the hall fills up. */
  readonly binding: 'racks' | 'feed' | 'cooling';
  /** Limits that are exceeded. */
  readonly over: readonly PowerDimension[];
}

/** What is asked of every hall of a site. */
export interface Asked {
  readonly site: DeepReadonly<Site>;
  readonly quarter: Quarter;
  readonly inputs: FacilityInputs;
  readonly planning: DeepReadonly<FacilityPlanning>;
  readonly loss: Loss;
  /** Equipment of systems protected less is taken as switched off. */
  readonly protection: Protection;
}

/** m/s², ISO 80000-3: standard gravity. */
const gravity = 9.80665;

/** kN/m² of a full rack on its share of the floor. Ratio: floating point. */
export const floorLoadOf = (hall: Pick<DeepReadonly<Hall>, 'rackKg' | 'rackAreaM2'>, planning: Pick<DeepReadonly<FacilityPlanning>, 'rackKg' | 'rackAreaM2'>): number =>
  ((hall.rackKg ?? planning.rackKg) * gravity) / 1000 / (hall.rackAreaM2 ?? planning.rackAreaM2);

/** Every hall in service, in the file's order. @throws RangeError for a lost domain that names no part of the site. */
export function hallsPower(asked: Asked): HallPower[] {
  const { site, quarter, inputs, loss } = asked;
  const layout = layoutOf(site, quarter, inputs);
  const spans = loss.sites.has(site.id) || loss.parts.length === 0 ? new Map<string, readonly Span[]>() : nodeSpansLost(site, quarter, loss.parts, inputs);
  return layout.halls.map((hall) => hallPower(asked, hall, layout, spans));
}

const watts = (value: number): Watts => BigInt(value) as Watts;
const sum = <T>(all: readonly T[], of: (one: T) => number): number => all.reduce((total, one) => total + of(one), 0);

function hallPower({ site, inputs, planning, loss, protection }: Asked, hall: DeepReadonly<Hall>, layout: Layout, spans: ReadonlyMap<string, readonly Span[]>): HallPower {
  const damage = damageTo(site.id, hall, loss);
  const nodeRuns = layout.runs.filter((run) => run.hall === hall.id);
  const tierOf = new Map(inputs.colocated.map(({ system, tier }) => [system, tier]));
  const powered = (run: ColocatedRun): boolean => protections.indexOf(tierOf.get(run.system) ?? 'platinum') <= protections.indexOf(protection);
  const colocatedRuns = layout.colocated.filter((run) => run.hall === hall.id);

  const standing = nodeRuns.map((run) => ({ run, racks: damage.whole ? 0 : run.racks - lostRacksOf(damage, run), nodes: damage.whole ? 0 : run.nodes - overlap(run, spans.get(run.pool) ?? []) }));
  const others = colocatedRuns.map((run) => ({ run, racks: damage.whole ? 0 : run.racks - lostRacksOf(damage, run) }));
  const racksThere = damage.whole ? 0 : hall.racks - damage.racks.size;
  const racksTaken = sum(standing, ({ racks }) => racks) + sum(others, ({ racks }) => racks);
  const share = ({ run, racks }: (typeof others)[number], amount: number): number => Math.ceil((amount * racks) / run.racks);
  const nodeWatts = sum(standing, ({ run, nodes }) => run.watts * nodes);

  const drawn = Math.ceil((nodeWatts * inputs.diversityPercent) / 100) + sum(others, (one) => (powered(one.run) ? share(one, one.run.watts) : 0));
  const feed = damage.whole ? 0 : carried(hall, damage);
  const cooling = damage.whole ? 0 : wattsOf(hall.coolingKw) * (hall.coolingUnits - 1);
  const filling: Filling = { hall, nodeRuns: standing, colocatedRuns: others, freeRacks: racksThere - racksTaken, feed, cooling, drawn };
  const floor = { load: Math.round(floorLoadOf(hall, planning) * 1000) / 1000, ...(hall.floorLoad === undefined ? {} : { permitted: hall.floorLoad }) };
  return {
    hall: hall.id,
    lost: damage.whole,
    racks: { there: racksThere, taken: racksTaken },
    rackUnits: { there: racksThere * hall.rackUnits, taken: sum(standing, ({ run, nodes }) => run.rackUnits * nodes) + sum(others, (one) => share(one, one.run.rackUnits)) },
    rackPower: { there: watts(racksThere * wattsOf(hall.rackKw)), taken: watts(nodeWatts + sum(others, (one) => share(one, one.run.watts))) },
    nodes: { running: sum(standing, ({ nodes }) => nodes), lost: sum(nodeRuns, ({ nodes }) => nodes) - sum(standing, ({ nodes }) => nodes) },
    drawn: watts(drawn),
    feed: watts(feed),
    cooling: watts(cooling),
    floor,
    stranded: damage.whole ? [] : strandedIn(filling, inputs),
    binding: bindingOf(filling, inputs).by,
    over: damage.whole ? [] : [...(drawn > feed ? (['feed'] as const) : []), ...(drawn > cooling ? (['cooling'] as const) : []), ...(floor.permitted !== undefined && floor.load > floor.permitted ? (['floor'] as const) : [])],
  };
}

/** Nodes of a run that lie in the spans. */
function overlap({ firstNode, nodes }: NodeRun, spans: readonly Span[]): number {
  return sum(spans, ([first, last]) => Math.max(0, Math.min(last, firstNode + nodes - 1) - Math.max(first, firstNode) + 1));
}

/** With no feed lost, one path may still fail: the strongest. */
function carried(hall: DeepReadonly<Hall>, { feeds }: Damage): number {
  return feeds.size > 0 ? feedWatts(hall, feeds) : feedWatts(hall, feeds) - Math.max(...hall.feeds.map(({ kw }) => wattsOf(kw)));
}

/** Watts of IT load a hall is made for: the least of its racks, its feeds and its cooling, one path and one unit failed where there are several. */
export function designWatts(hall: DeepReadonly<Hall>): number {
  const feeds = hall.feeds.length > 1 ? carried(hall, { whole: false, feeds: new Set(), racks: new Set() }) : feedWatts(hall, new Set());
  return Math.min(hall.racks * wattsOf(hall.rackKw), feeds, wattsOf(hall.coolingKw) * Math.max(1, hall.coolingUnits - 1));
}
