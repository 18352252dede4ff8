import type { Quarter } from '../model/calendar.js';
import type { Estate } from '../model/estate.js';
import type { HazardScenario } from '../model/kinds/site.js';
import { operatesIn } from './operation.js';
import type { Situation } from './demand.js';
import { isLost } from '../model/losses.js';

/** Failure domains taken as lost, sorted out: whole sites, and parts of sites that go on. */
export interface Loss {
  readonly sites: ReadonlySet<string>;
  /** Nodes, racks, feeds, halls, links and paths, as written. */
  readonly parts: readonly string[];
}

/** What a hazard of a scenario can take at once: every site in one of its zones. */
export interface HazardZone {
  readonly scenario: HazardScenario;
  readonly zone: string;
  /** By id. */
  readonly sites: readonly string[];
}

/** Zones of every scenario, in order of scenario and zone. */
export function hazardZones({ sites }: Pick<Estate, 'sites'>): readonly HazardZone[] {
  const zones = new Map<string, { scenario: HazardScenario; zone: string; sites: string[] }>();
  for (const { id, hazards } of Object.values(sites))
    for (const { scenario, zone } of hazards) {
      const known = zones.get(`${scenario} ${zone}`) ?? { scenario, zone, sites: [] };
      zones.set(`${scenario} ${zone}`, known);
      if (!known.sites.includes(id)) known.sites.push(id);
    }
  return [...zones.keys()].sort().flatMap((key) => zones.get(key) ?? []);
}

/** Domains of a scenario sorted out. */
export function lossOf(domains: readonly string[]): Loss {
  const sites = new Set<string>();
  const parts: string[] = [];
  for (const domain of domains) {
    const [kind, id = ''] = domain.split('/');
    if (kind === 'site') sites.add(id);
    else parts.push(domain);
  }
  return { sites, parts };
}

/** Which sites serve in a quarter once a loss has struck. */
export function situationIn(estate: Pick<Estate, 'sites' | 'losses'>, quarter: Quarter, lost: ReadonlySet<string>): Situation {
  const serving = Object.values(estate.sites).filter((site) => operatesIn(site, quarter) && !lost.has(site.id) && !isLost(estate, site.id));
  return { serving: new Set(serving.map(({ id }) => id)), lost };
}
