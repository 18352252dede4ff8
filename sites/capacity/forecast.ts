import { asStart, quarterOf, type Quarter } from '../model/calendar.js';
import type { Estate } from '../model/estate.js';
import type { Protection } from '../model/kinds/protection.js';
import type { Plan } from './headroom.js';
import { standsIn } from './guarantee.js';
import { lossOf, situationIn } from './loss.js';
import { quartersBeyond } from './operation.js';
import { resourcesIn } from './resources.js';

/** One resource of one site in one quarter: what is owed, and on what it rests. */
export interface ForecastPoint {
  readonly quarter: Quarter;
  /** Approved quotas alone, with the backups that follow from them. */
  readonly quota: bigint;
  /** What the requests' own forecasts add. */
  readonly forecast: bigint;
  /** What is assumed beyond the last forecasts. */
  readonly growth: bigint;
  readonly supply: bigint;
  readonly left: bigint;
}

export interface ForecastSeries {
  readonly site: string;
  readonly compartment: string;
  readonly resource: string;
  readonly points: readonly ForecastPoint[];
  /** First quarter in which more is owed than there is, up to ten years beyond the plan; absent where none. */
  readonly exhausted?: Quarter;
}

/** Demand and supply of every resource of every site that serves, by quarter, nothing lost beyond the scenario. */
export function forecastOf(plan: Plan, quarters: readonly Quarter[], tier?: Protection): readonly ForecastSeries[] {
  const { growth: _growth, ...firm } = plan;
  const still = <T extends { readonly forecast: unknown }>(promise: T): T => ({ ...promise, forecast: [] });
  const approved: Plan = { ...firm, promises: plan.promises.map(still), ...(plan.backups === undefined ? {} : { backups: plan.backups.map((one) => ({ ...one, promise: still(one.promise) })) }) };
  const { sites: lost } = lossOf(plan.estate.scenario.lose);
  const series = new Map<string, { site: string; compartment: string; resource: string; points: ForecastPoint[] }>();
  const at = (of: Plan, quarter: Quarter) => resourcesIn(of, quarter, situationIn(plan.estate, quarter, lost), tier);
  for (const quarter of quarters) {
    const keyed = (of: Plan): ReadonlyMap<string, bigint> => new Map(at(of, quarter).map((left) => [keyOf(left), left.promised]));
    const [quotas, forecasts] = [keyed(approved), keyed(firm)];
    for (const left of at(plan, quarter)) {
      const key = keyOf(left);
      const [quota, withForecast] = [quotas.get(key) ?? 0n, forecasts.get(key) ?? 0n];
      const one = series.get(key) ?? { site: left.site, compartment: left.compartment, resource: left.resource, points: [] };
      series.set(key, one);
      one.points.push({ quarter, quota, forecast: withForecast - quota, growth: left.promised - withForecast, supply: left.there, left: left.left });
    }
  }
  const later = exhaustion(plan, quarters, at, [...series.keys()]);
  return [...series].map(([key, one]) => {
    const exhausted = one.points.find(({ left }) => left < 0n)?.quarter ?? later.get(key);
    return { ...one, ...(exhausted === undefined ? {} : { exhausted }) };
  });
}

const keyOf = ({ site, compartment, resource }: Pick<ForecastSeries, 'site' | 'compartment' | 'resource'>): string => `${site} ${compartment} ${resource}`;

/** The first quarter beyond the plan in which a series runs out; only what grows can. */
function exhaustion(plan: Plan, quarters: readonly Quarter[], at: (of: Plan, quarter: Quarter) => ReturnType<typeof resourcesIn>, keys: readonly string[]): ReadonlyMap<string, Quarter> {
  const found = new Map<string, Quarter>();
  const last = quarters.at(-1);
  if (last === undefined) return found;
  for (const quarter of quartersBeyond(plan.estate).filter((each) => each > last)) {
    for (const left of at(plan, quarter)) if (left.left < 0n && !found.has(keyOf(left))) found.set(keyOf(left), quarter);
    if (found.size === keys.length) break;
  }
  return found;
}

/** A demand of the documents, dated, beside what the requests bring by then. */
export interface DemandMilestone {
  readonly id: string;
  readonly name: Estate['settings']['name'];
  readonly due: Quarter;
  readonly percent?: number;
  readonly basis: { readonly document: string; readonly clause: string };
  /** Whether it was due before the estate's quarter. */
  readonly past: boolean;
  /** Environments that stand by then at a site that operates by then, of all that were requested. */
  readonly standing: number;
  readonly requested: number;
}

/** The documents' demand milestones, past ones too. They carry no amounts: requests do. */
export function demandMilestones({ estate, promises }: Pick<Plan, 'estate' | 'promises'>): readonly DemandMilestone[] {
  const now = quarterOf(estate.scenario.asOf);
  return estate.settings.milestones
    .map(({ id, name, due, percent, basis }) => ({
      id,
      name,
      due,
      ...(percent === undefined ? {} : { percent }),
      basis,
      past: due < now,
      standing: promises.filter((promise) => standsIn(promise, due) && openBy(estate.sites[promise.primary], due)).length,
      requested: promises.length,
    }))
    .sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0));
}

/** By its commissioning date, which tells of the past too. */
const openBy = (site: Estate['sites'][string] | undefined, due: Quarter): boolean => site !== undefined && site.milestones.commissioning <= due;

/** Megabits per second that arrive from owners who stay in their own facility, by quarter, with how many links. */
export function ingestIn({ ingest }: Pick<Estate, 'ingest'>, quarter: Quarter): { readonly links: number; readonly mbps: number; readonly tightestLagSeconds: number } {
  const open = Object.values(ingest).filter(({ from }) => from === undefined || quarterOf(asStart(from)) <= quarter);
  return { links: open.length, mbps: open.reduce((sum, { mbps }) => sum + mbps, 0), tightestLagSeconds: open.length === 0 ? 0 : Math.min(...open.map(({ lagTargetSeconds }) => lagTargetSeconds)) };
}

/** Equipment of moved systems that stands in our racks in a quarter, by site. */
export function colocatedIn({ facility }: Pick<Plan, 'facility'>, site: string, quarter: Quarter): { readonly systems: number; readonly rackUnits: number; readonly watts: number } {
  const here = (facility.get(site)?.colocated ?? []).filter(({ from }) => from === undefined || from <= quarter);
  return { systems: here.length, rackUnits: here.reduce((sum, { rackUnits }) => sum + rackUnits, 0), watts: here.reduce((sum, { watts }) => sum + watts, 0) };
}
