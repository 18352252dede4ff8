import type { Quarter } from '../../model/calendar.js';
import type { DeepReadonly, Estate } from '../../model/estate.js';
import type { Protection } from '../../model/kinds/protection.js';
import type { Site } from '../../model/kinds/site.js';
import type { Pointer } from '../../model/pointer.js';
import type { Watts } from '../../model/units.js';
import { bareFacility, type FacilityInputs } from '../facility-inputs.js';
import { layoutOf } from '../layout.js';
import { lossOf } from '../loss.js';
import { operatesIn } from '../operation.js';
import { designWatts, hallsPower, type HallPower } from './hall.js';
import { powerInputs } from './inputs.js';
import { overheadShare, type Range } from './overhead.js';

/** Watts that cannot be told exactly, from the least to the most. */
export interface WattsRange {
  readonly low: Watts;
  readonly high: Watts;
}

/** The physical envelope of one site in one quarter, after the scenario's losses. */
export interface SitePower {
  readonly site: string;
  readonly quarter: Quarter;
  readonly lost: boolean;
  readonly halls: readonly HallPower[];
  /** Of all halls. */
  readonly drawn: Watts;
  /** IT load that the halls in service and not lost are made for. */
  readonly design: Watts;
  /** Facility ÷ IT at the peak, to a thousandth; absent where nothing draws power. Below the curve's first point a range. */
  readonly pue?: Range;
  /** IT, cooling, conversion and lighting together, at the peak. */
  readonly facility: WattsRange;
  /** MWh a year would take at this quarter's level, drawing the average share of the peak. Whole. */
  readonly energy: Range;
  /** Nodes, by pool, and equipment, by system, for which no rack is left. */
  readonly unplaced: { readonly nodes: readonly { readonly pool: string; readonly count: number }[]; readonly equipment: readonly string[] };
  /** Whether nothing exceeds its limit and everything has its place. */
  readonly fits: boolean;
  /** What the answer rests on. */
  readonly inputs: readonly Pointer[];
}

/** Hours of a year of 365 days. */
const hoursAYear = 8760;

export interface PowerPlan {
  readonly estate: Estate;
  readonly facility: ReadonlyMap<string, FacilityInputs>;
}

/**
 * Every site that serves in a quarter, or would but for the scenario's losses, by site number.
 *
 * @param protection equipment of systems protected less is taken as switched off; it keeps its racks.
 * @throws RangeError for a lost domain that names no part of its site.
 */
export function powerIn(plan: PowerPlan, quarter: Quarter, protection: Protection = 'bronze'): SitePower[] {
  return Object.values(plan.estate.sites)
    .filter((site) => operatesIn(site, quarter))
    .map((site) => sitePower(plan, site, quarter, protection));
}

function sitePower({ estate, facility }: PowerPlan, site: DeepReadonly<Site>, quarter: Quarter, protection: Protection): SitePower {
  const inputs = facility.get(site.id) ?? bareFacility;
  const planning = estate.planning.facility;
  const loss = lossOf(estate.scenario.lose);
  const layout = layoutOf(site, quarter, inputs);
  const halls = hallsPower({ site, quarter, inputs, planning, loss, protection });
  const drawn = halls.reduce((sum, hall) => sum + hall.drawn, 0n) as Watts;
  const standing = new Set(halls.filter((hall) => !hall.lost).map(({ hall }) => hall));
  const design = layout.halls.reduce((sum, hall) => (standing.has(hall.id) ? sum + designWatts(hall) : sum), 0);
  const peak = withOverhead(site, Number(drawn), design);
  const average = withOverhead(site, (Number(drawn) * planning.averagePercent) / 100, design);
  const lost = loss.sites.has(site.id);
  const unplaced = { nodes: layout.unplaced, equipment: layout.unplacedColocated.map(({ system }) => system) };
  return {
    site: site.id,
    quarter,
    lost,
    halls,
    drawn,
    design: BigInt(design) as Watts,
    ...(drawn === 0n ? {} : { pue: { low: thousandths(peak.low / Number(drawn)), high: thousandths(peak.high / Number(drawn)) } }),
    facility: { low: BigInt(Math.ceil(peak.low)) as Watts, high: BigInt(Math.ceil(peak.high)) as Watts },
    energy: { low: Math.ceil((average.low * hoursAYear) / 1e6), high: Math.ceil((average.high * hoursAYear) / 1e6) },
    unplaced,
    fits: halls.every(({ over }) => over.length === 0) && unplaced.nodes.length === 0 && unplaced.equipment.length === 0,
    inputs: powerInputs(site, layout, inputs),
  };
}

const thousandths = (ratio: number): number => Math.round(ratio * 1000) / 1000;

/** IT load with what it takes beside itself. */
function withOverhead(site: DeepReadonly<Site>, it: number, design: number): Range {
  if (design === 0) return { low: it, high: it };
  const overhead = overheadShare(site.facility.pue, it / design);
  return { low: it + overhead.low * design, high: it + overhead.high * design };
}
