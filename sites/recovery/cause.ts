import { hazardZones } from '../capacity/loss.js';
import { operatesIn } from '../capacity/operation.js';
import { quarterOf } from '../model/calendar.js';
import { isDomesticHost } from '../model/domestic.js';
import type { DeepReadonly, Estate } from '../model/estate.js';
import type { Link } from '../model/kinds/links.js';
import type { HazardScenario, Site } from '../model/kinds/site.js';
import { pointer, type Pointer } from '../model/pointer.js';

/** What a loss of one cause hits beside the site. */
export interface Hit {
  readonly cause: HazardScenario;
  /** Zones of that hazard in which the site lies. */
  readonly zones: readonly { readonly zone: string; readonly level: number }[];
  /** Other operating sites of those zones: they go on with less. */
  readonly degraded: readonly string[];
  /** Feeds and paths lost with it. */
  readonly parts: readonly string[];
  readonly operators: number;
  readonly onDuty: number;
  /** Whoever speaks to a host abroad that can no longer be reached. */
  readonly abroad: readonly { readonly namespace: string; readonly hosts: readonly string[] }[];
  /** Whether the estate says anything of what causes hit. */
  readonly known: boolean;
  readonly inputs: readonly Pointer[];
}

/**
 * The estate as a cause leaves it, the site itself apart: the other sites of its zone with feeds down, links that do not end
 * at it with paths cut, fewer people on duty. Parts are taken as lost at the same moment.
 */
export function struckBy(estate: Estate, struck: string, cause: HazardScenario): { readonly estate: Estate; readonly hit: Hit } {
  const { recovery } = estate;
  const hits = recovery.causes?.[cause];
  const zones = (estate.sites[struck]?.hazards ?? []).flatMap(({ scenario, zone, level }) => (scenario === cause ? [{ zone, level }] : []));
  const quarter = quarterOf(estate.scenario.asOf);
  const lost = new Set([...estate.scenario.lose, `site/${struck}`]);
  const mates = hazardZones(estate).flatMap(({ scenario, zone, sites }) => (scenario === cause && zones.some((own) => own.zone === zone) ? sites : []));
  const near = [...new Set(mates)].filter((id) => !lost.has(`site/${id}`)).flatMap((id) => estate.sites[id] ?? []).filter((site) => operatesIn(site, quarter));
  const links = Object.entries(estate.links).filter(([, { a, b }]) => !lost.has(`site/${a}`) && !lost.has(`site/${b}`));
  const parts = hits === undefined ? [] : [...near.flatMap((site) => feedsOf(site, hits.zoneFeedsPerHall)), ...links.flatMap(([id, link]) => pathsOf(id, link, hits.pathsPerLink))].filter((part) => !lost.has(part));
  const onDuty = recovery.limits.operators;
  const operators = Math.max(1, Math.floor((onDuty * (hits?.operatorsPercent ?? 100)) / 100));
  const hit: Hit = {
    cause,
    zones,
    degraded: hits === undefined || hits.zoneFeedsPerHall === 0 ? [] : near.map(({ id }) => id),
    parts,
    operators,
    onDuty,
    abroad: hits?.abroadCut === true ? abroadOf(estate) : [],
    known: hits !== undefined,
    inputs: hits === undefined ? [] : ['zoneFeedsPerHall', 'pathsPerLink', 'operatorsPercent', 'abroadCut'].map((key) => pointer('recovery', 'causes', cause, key)),
  };
  const struckEstate: Estate = { ...estate, recovery: { ...recovery, limits: { ...recovery.limits, operators } }, scenario: { ...estate.scenario, lose: [...new Set([...estate.scenario.lose, ...parts])].sort() } };
  return { estate: struckEstate, hit };
}

/** The strongest feeds of each hall. */
const feedsOf = ({ id, facility }: DeepReadonly<Site>, count: number): string[] =>
  facility.halls.flatMap((hall) => [...hall.feeds].sort((a, b) => b.kw - a.kw || (a.id < b.id ? -1 : 1)).slice(0, count).map((feed) => `feed/${id}/${hall.id}/${feed.id}`));

/** The widest paths of a link; of one that has no more, the whole link goes. */
const pathsOf = (id: string, { paths, capacityGbps }: DeepReadonly<Link>, count: number): string[] =>
  [...paths].sort((a, b) => (b.gbps ?? capacityGbps) - (a.gbps ?? capacityGbps) || (a.id < b.id ? -1 : 1)).slice(0, count).map((path) => `path/${id}/${path.id}`);

function abroadOf({ requests, settings }: Pick<Estate, 'requests' | 'settings'>): Hit['abroad'] {
  return Object.values(requests)
    .flatMap(({ systems }) => systems.flatMap(({ id, environments }) => environments.map(({ name, network }) => ({ namespace: `${id}-${name}`, hosts: (network?.egress ?? []).filter(({ host }) => !isDomesticHost(host, settings.domesticSuffixes)).map(({ host, port }) => `${host}:${port}`) }))))
    .filter(({ hosts }) => hosts.length > 0);
}
