import type { Quarter } from '../model/calendar.js';
import type { Estate } from '../model/estate.js';
import { protectedTiers, protections, type Protection } from '../model/kinds/protection.js';
import { hazardScenarios, type HazardScenario } from '../model/kinds/site.js';
import { isLost } from '../model/losses.js';
import type { ProtectedEnvironment } from './backup/protected.js';
import type { Demand, Unplaced } from './demand.js';
import type { FacilityInputs } from './facility-inputs.js';
import type { Growth } from './guarantee.js';
import type { LinkHeadroom } from './links/worst-loss.js';
import { leftAt, scarcer, scarcest, siteSupply, type Left } from './left.js';
import { hazardZones, lossOf, situationIn } from './loss.js';
import type { LossLevel } from './node-loss.js';
import { remainingDomains } from './remaining-domains.js';
import { operatesIn } from './operation.js';
import type { Promised } from './promised.js';
import { sumsIn } from './quarter-demand.js';

/** What every question to the planner is asked of. */
export interface Plan {
  readonly estate: Estate;
  readonly promises: readonly Promised[];
  /** Racks, equipment of others and power, by site. */
  readonly facility: ReadonlyMap<string, FacilityInputs>;
  /** Left out where only what was promised counts. */
  readonly growth?: Growth;
  /** What has backups, and where; left out where they are not planned. */
  readonly backups?: readonly ProtectedEnvironment[];
}

/** Losses that leave a site in service: the worst single one of each kind is judged. */
export const partLevels = ['node', 'rack', 'feed', 'hall'] as const satisfies readonly LossLevel[];
export type PartLevel = (typeof partLevels)[number];

/** Losses of whole sites: one, one with a node of each survivor in maintenance, and what a hazard takes at once. */
export const siteLevels = ['site', 'site-and-node', ...hazardScenarios] as const;
export type SiteLevel = (typeof siteLevels)[number];

export type Level = 'nothing' | PartLevel | SiteLevel;
export const levels: readonly Level[] = ['nothing', ...partLevels, ...siteLevels];

/** The worst of one level. */
export interface Worst {
  /** What was lost; empty for `nothing`. Of several alike, one. */
  readonly domains: readonly string[];
  /** Scarcest resource; absent where nobody is left to serve. */
  readonly left?: Left;
  /** Environments of the judged tiers that run nowhere. */
  readonly homeless: readonly Unplaced[];
  /** Of a lost link, path or conduit: what decides is how old the oldest byte that is not shipped becomes, not the share left. */
  readonly network?: LinkHeadroom;
}

export interface SiteQuarter {
  readonly site: string;
  readonly quarter: Quarter;
  readonly tier: Protection;
  /** Every resource with nothing lost beyond the scenario. */
  readonly resources: readonly Left[];
  readonly worst: Readonly<Record<Level, Worst>>;
}

/** Tiers that have somewhere else to go: a site's loss is judged for them alone, however far down one asks. */
export const judgedAfterSiteLoss = (tier: Protection): Protection => (protectedTiers.includes(tier) ? tier : (protectedTiers.at(-1) ?? tier));

/** Whether nothing that was promised to a tier is broken. */
export const holds = ({ left, homeless, network }: Worst): boolean => (network === undefined ? homeless.length === 0 && (left === undefined || left.left >= 0n) : network.holds !== 'no');

/**
 * Headroom of every site that serves in a quarter, for a tier and all protected better, with the worst loss of every
 * level on top of what the scenario takes as lost.
 */
export function headroomIn(plan: Plan, quarter: Quarter, tiers: readonly Protection[] = protections): readonly SiteQuarter[] {
  return rowsIn(plan, quarter, tiers, levels);
}

/** The worst loss of one level alone, for one site and tier; undefined where the site does not serve. */
export const worstIn = (plan: Plan, quarter: Quarter, site: string, level: Level, tier: Protection): Worst | undefined => rowsIn(plan, quarter, [tier], [level], site)[0]?.worst[level];

/** Every resource of one site in a quarter with these domains lost on top of the scenario, for a tier and all protected better. */
export const leftUnder = (plan: Plan, quarter: Quarter, id: string, domains: readonly string[], tier: Protection): readonly Left[] => lossAt(plan, quarter, id, domains)(tier);

/** The same for any tier: what the loss takes is worked out once. Nothing where the site is lost itself. */
export function lossAt(plan: Plan, quarter: Quarter, id: string, domains: readonly string[]): (tier: Protection) => readonly Left[] {
  const { estate } = plan;
  const { sites, parts } = lossOf([...estate.scenario.lose, ...domains]);
  const site = estate.sites[id];
  if (site === undefined || sites.has(id)) return () => [];
  const facility = plan.facility.get(id);
  const demand = sumsIn(plan, quarter, situationIn(estate, quarter, sites)).sites.get(id);
  const [there, whole] = [siteSupply(estate, site, quarter, parts, facility), siteSupply(estate, site, quarter, [], facility)];
  return (tier) => leftAt(id, demand, tier, there, whole);
}

const unasked: Worst = { domains: [], homeless: [] };

function rowsIn(plan: Plan, quarter: Quarter, tiers: readonly Protection[], asked: readonly Level[], only?: string): readonly SiteQuarter[] {
  const { estate } = plan;
  const base = lossOf(estate.scenario.lose);
  const situation = situationIn(estate, quarter, base.sites);
  const demand = sumsIn(plan, quarter, situation);
  const losses = new Map<string, SiteLoss>();
  return [...situation.serving].filter((id) => only === undefined || id === only).flatMap((id) => {
    const site = estate.sites[id];
    if (site === undefined) return [];
    const facility = plan.facility.get(id);
    const owed = demand.sites.get(id);
    const whole = siteSupply(estate, site, quarter, [], facility);
    const supply = siteSupply(estate, site, quarter, base.parts, facility);
    // What a loss leaves is the same for every tier.
    const struck = new Map(
      partLevels.map((level) => [
        level,
        asked.includes(level) ? remainingDomains(site, quarter, level, base.parts, facility).map((domain) => ({ domain, there: siteSupply(estate, site, quarter, [...base.parts, domain], facility) })) : [],
      ]),
    );
    return tiers.map((tier): SiteQuarter => {
      const resources = leftAt(id, owed, tier, supply, whole);
      const homeless = homelessOf(demand, tier).filter(({ promise }) => promise.primary === id);
      const nothing: Worst = { domains: [], homeless, ...optional(scarcest(resources)) };
      const part = (level: PartLevel): Worst => worstOf((struck.get(level) ?? []).map(({ domain, there }): Worst => ({ domains: [domain], homeless, ...optional(scarcest(leftAt(id, owed, tier, there, whole))) })), nothing);
      const sites = (lost: readonly string[], maintenance: boolean): Worst => {
        const key = `${lost.join(' ')} ${maintenance ? 'node' : ''}`;
        const known = losses.get(key) ?? siteLoss(plan, quarter, lost, maintenance);
        losses.set(key, known);
        return known(tier);
      };
      const of = (level: Level, judge: () => Worst): Worst => (asked.includes(level) ? judge() : unasked);
      const hazard = (scenario: HazardScenario): Worst =>
        worstOf(hazardZones(estate).filter((zone) => zone.scenario === scenario && zone.sites.includes(id)).map((zone) => sites(zone.sites, false)), nothing);
      return {
        site: id,
        quarter,
        tier,
        resources,
        worst: {
          nothing,
          node: of('node', () => part('node')),
          rack: of('rack', () => part('rack')),
          feed: of('feed', () => part('feed')),
          hall: of('hall', () => part('hall')),
          site: of('site', () => sites([id], false)),
          'site-and-node': of('site-and-node', () => sites([id], true)),
          natural: of('natural', () => hazard('natural')),
          disaster: of('disaster', () => hazard('disaster')),
          war: of('war', () => hazard('war')),
        },
      };
    });
  });
}

type SiteLoss = (tier: Protection) => Worst;

/** The scarcest survivor once sites are lost, for any tier. `maintenance`: each survivor has a node out of service, the worst one. */
function siteLoss(plan: Plan, quarter: Quarter, sites: readonly string[], maintenance: boolean): SiteLoss {
  const { estate } = plan;
  const base = lossOf(estate.scenario.lose);
  const lost = new Set([...base.sites, ...sites]);
  const demand = sumsIn(plan, quarter, situationIn(estate, quarter, lost));
  const survivors = Object.values(estate.sites).filter((site) => operatesIn(site, quarter) && !lost.has(site.id) && !isLost(estate, site.id));
  const supplies = survivors.map((site) => {
    const facility = plan.facility.get(site.id);
    const out = maintenance ? remainingDomains(site, quarter, 'node', base.parts, facility) : [];
    const options = (out.length === 0 ? [[]] : out.map((domain) => [domain])).map((node) => ({ node, there: siteSupply(estate, site, quarter, [...base.parts, ...node], facility) }));
    return { site, whole: siteSupply(estate, site, quarter, [], facility), options };
  });
  const judge = (tier: Protection): Worst => {
    const all = supplies.flatMap(({ site, whole, options }) =>
      options.flatMap(({ node, there }) => {
        const left = scarcest(leftAt(site.id, demand.sites.get(site.id), tier, there, whole));
        return left === undefined ? [] : [{ node, left }];
      }),
    );
    const worst = all.reduce<(typeof all)[number] | undefined>((a, b) => (a === undefined || scarcer(b.left, a.left) ? b : a), undefined);
    return { domains: [...sites.map((id) => `site/${id}`), ...(worst?.node ?? [])], homeless: homelessOf(demand, tier), ...optional(worst?.left) };
  };
  const judged = new Map<Protection, Worst>();
  return (asked) => {
    const tier = judgedAfterSiteLoss(asked);
    const worst = judged.get(tier) ?? judge(tier);
    judged.set(tier, worst);
    return worst;
  };
}

/** Environments of a tier, or protected better, that run nowhere and were promised to. One whose primary is yet to open is not due. */
export const homelessOf = ({ unplaced }: Pick<Demand, 'unplaced'>, tier: Protection): readonly Unplaced[] =>
  unplaced.filter(({ promise, because }) => because !== 'best-effort' && because !== 'primary-not-operating' && protections.indexOf(promise.tier) <= protections.indexOf(tier));

const optional = (left: Left | undefined): Pick<Worst, 'left'> => (left === undefined ? {} : { left });

/** Homeless first, by number, then the scarcest. With no domain at a level, nothing is lost by it. */
function worstOf(all: readonly Worst[], nothing: Worst): Worst {
  return all.reduce<Worst | undefined>((worst, one) => {
    if (worst === undefined) return one;
    if (one.homeless.length !== worst.homeless.length) return one.homeless.length > worst.homeless.length ? one : worst;
    return one.left !== undefined && worst.left !== undefined && scarcer(one.left, worst.left) ? one : worst;
  }, undefined) ?? nothing;
}
