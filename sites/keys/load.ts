import type { EnvironmentIntent } from '../intent/environment.js';
import { quarterOf, type Quarter } from '../model/calendar.js';
import { diskKeysAt } from '../model/disk-keys.js';
import type { DeepReadonly, Estate } from '../model/estate.js';
import { holdersOf } from '../model/key-holders.js';
import type { HsmPlanning } from '../model/kinds/planning/hsm.js';
import type { Site } from '../model/kinds/site.js';
import { inService, quarterOfUse } from '../model/pools-in-service.js';

/** When an HSM is asked for most: a night of backups, a site that starts cold, a survivor that takes over. */
export const loadMoments = ['backups', 'start', 'failover'] as const;
export type LoadMomentName = (typeof loadMoments)[number];
export const loadParts = ['api-servers', 'disks', 'volumes', 'unseals', 'backups'] as const;
export type LoadPartName = (typeof loadParts)[number];

export interface LoadMoment {
  readonly moment: LoadMomentName;
  /** The site whose loss it is, of a failover: the one that asks for most. */
  readonly lost?: string;
  readonly seconds: number;
  /** Operations within these seconds. */
  readonly parts: readonly { readonly what: LoadPartName; readonly operations: number }[];
  /** Thousandths of an operation a second, rounded up. */
  readonly milliPerSecond: number;
}

export type LoadVerdict = 'enough' | 'short' | 'unknown';

export interface SiteLoad {
  readonly site: string;
  readonly operating: boolean;
  readonly devices?: { readonly count: number; readonly operationsPerSecond: number; readonly partitions: number };
  /** Thousandths of an operation a second that are planned for: with every device, and with one lost. */
  readonly supply?: { readonly all: number; readonly oneLost: number };
  /** Quarter whose disks are counted: that of the estate's day, or the one in which a site that does not operate yet opens. */
  readonly quarter: Quarter;
  readonly moments: readonly LoadMoment[];
  /** By the moment that asks for most, with one device lost. */
  readonly rate: LoadVerdict;
  /** The cold start of each later quarter in which disks come or go. */
  readonly later: readonly LaterStart[];
  /** Declared by the site, named by keys of the inventory, permitted by a device. */
  readonly partitions: { readonly declared: number; readonly named: number; readonly permitted?: number; readonly verdict: LoadVerdict };
}

/** A cold start with the pools that are in service from a quarter on: what is bought and not there yet. */
export interface LaterStart {
  readonly from: Quarter;
  readonly disks: number;
  readonly operations: number;
  readonly milliPerSecond: number;
  readonly rate: LoadVerdict;
}

/** What the HSM of each site is asked for, and what it gives with one device lost. */
export function hsmLoad(estate: Estate, environments: readonly EnvironmentIntent[], planning: DeepReadonly<HsmPlanning>, sites: readonly string[]): readonly SiteLoad[] {
  return sites.flatMap((id) => {
    const site = estate.sites[id];
    return site === undefined ? [] : [siteLoad(estate, environments, planning, site)];
  });
}

function siteLoad(estate: Estate, environments: readonly EnvironmentIntent[], planning: DeepReadonly<HsmPlanning>, site: DeepReadonly<Site>): SiteLoad {
  const { devices } = site.hsm;
  const now = quarterOf(estate.scenario.asOf);
  const quarter = site.phase === 'operating' ? now : quarterOfUse(estate, site);
  const moments = [backupNight(estate, environments, planning, site), coldStart(estate, environments, planning, site, quarter), ...failover(estate, environments, planning, site)];
  const peak = Math.max(...moments.map(({ milliPerSecond }) => milliPerSecond));
  const planned = (count: number): number => Math.floor((count * (devices?.operationsPerSecond ?? 0) * 1000 * planning.busyPercent) / 100);
  const supply = devices === undefined ? undefined : { all: planned(devices.count), oneLost: planned(devices.count - 1) };
  const verdict = (asked: number): LoadVerdict => (supply === undefined ? 'unknown' : asked <= supply.oneLost ? 'enough' : 'short');
  const declared = site.hsm.partitions.length;
  const named = new Set(Object.values(estate.keys).flatMap(({ home }) => ('hsm' in home && home.hsm.site === site.id ? [home.hsm.partition] : []))).size;
  return {
    site: site.id,
    operating: site.phase === 'operating',
    ...(devices === undefined ? {} : { devices }),
    ...(supply === undefined ? {} : { supply }),
    quarter,
    moments,
    rate: verdict(peak),
    later: laterStarts(estate, environments, planning, site, quarter).map((start) => ({ ...start, rate: verdict(start.milliPerSecond) })),
    partitions: { declared, named, ...(devices === undefined ? {} : { permitted: devices.partitions }), verdict: devices === undefined ? 'unknown' : declared <= devices.partitions ? 'enough' : 'short' },
  };
}

function moment(name: LoadMomentName, seconds: number, parts: LoadMoment['parts'], lost?: string): LoadMoment {
  const operations = parts.reduce((sum, part) => sum + part.operations, 0);
  return { moment: name, ...(lost === undefined ? {} : { lost }), seconds, parts, milliPerSecond: Math.ceil((operations * 1000) / seconds) };
}

/** Each environment that runs here is backed up once a night; each API server asks its plugin for the status once a minute, which costs an operation at most. */
function backupNight({ planning: { links } }: Estate, environments: readonly EnvironmentIntent[], { backupOperations }: DeepReadonly<HsmPlanning>, site: DeepReadonly<Site>): LoadMoment {
  const minutes = links.backupWindow.hours * 60;
  return moment('backups', minutes * 60, [
    { what: 'api-servers', operations: site.cluster.controlPlaneNodes * minutes },
    { what: 'backups', operations: environments.filter(({ primary }) => primary.site === site.id).length * backupOperations },
  ]);
}

/** Everything at once: API servers, every disk and every volume, the site's own secret store and the standbys it keeps for others. */
function coldStart(estate: Estate, environments: readonly EnvironmentIntent[], planning: DeepReadonly<HsmPlanning>, site: DeepReadonly<Site>, quarter: Quarter): LoadMoment {
  const own = environments.filter(({ primary }) => primary.site === site.id);
  const waiting = environments.filter(({ standby }) => standby?.site === site.id);
  return moment('start', planning.startMinutes * 60, [
    { what: 'api-servers', operations: site.cluster.controlPlaneNodes * (1 + planning.seeds) },
    { what: 'disks', operations: disksAt(estate, site, quarter) },
    { what: 'volumes', operations: [...own.map(({ quota }) => quota), ...waiting.flatMap(({ standbyQuota }) => standbyQuota ?? [])].reduce((sum, quota) => sum + volumesOf(estate, planning, site, quota.storage), 0) },
    { what: 'unseals', operations: sealsAt(estate, site.id) * planning.secretStoreNodes * planning.unsealOperations },
  ]);
}

/** Only disks change with pools: environments are those of the estate's day. */
function laterStarts(estate: Estate, environments: readonly EnvironmentIntent[], planning: DeepReadonly<HsmPlanning>, site: DeepReadonly<Site>, now: Quarter): Omit<LaterStart, 'rate'>[] {
  const dates = [...new Set(site.nodePools.flatMap(({ available, retires }) => [available, ...(retires === undefined ? [] : [retires])]))].filter((date) => date > now).sort();
  let before = disksAt(estate, site, now);
  return dates.flatMap((from) => {
    const disks = disksAt(estate, site, from);
    if (disks === before) return [];
    before = disks;
    const { parts, milliPerSecond } = coldStart(estate, environments, planning, site, from);
    return [{ from, disks, operations: parts.reduce((sum, part) => sum + part.operations, 0), milliPerSecond }];
  });
}

/** The loss of another site that asks for most here: its environments' volumes, on top of what waited. What has no standby is restored where its backups lie. */
function failover(estate: Estate, environments: readonly EnvironmentIntent[], planning: DeepReadonly<HsmPlanning>, site: DeepReadonly<Site>): LoadMoment[] {
  const losses = Object.keys(estate.sites)
    .filter((lost) => lost !== site.id)
    .map((lost) => {
      const moved = environments.filter(({ primary, standby, backup }) => primary.site === lost && (standby ?? backup)?.site === site.id);
      return moment('failover', planning.failoverMinutes * 60, [{ what: 'volumes', operations: moved.reduce((sum, { quota }) => sum + volumesOf(estate, planning, site, quota.storage), 0) }, { what: 'unseals', operations: planning.secretStoreNodes * planning.unsealOperations }], lost);
    })
    .sort((a, b) => b.milliPerSecond - a.milliPerSecond);
  return losses.slice(0, 1);
}

/** Disks in a quarter whose key Rook asks of this HSM, each as its OSD starts; Ceph keeps the keys of others itself. */
function disksAt(estate: Estate, site: DeepReadonly<Site>, quarter: Quarter): number {
  const keys = diskKeysAt(estate, site.id);
  const home = keys === undefined ? undefined : estate.keys[keys.key]?.home;
  if (home === undefined || !('hsm' in home) || home.hsm.site !== site.id) return 0;
  return site.nodePools.filter((pool) => inService(pool, quarter)).reduce((sum, { count, shape }) => sum + count * (shape.disks ?? []).reduce((disks, disk) => disks + disk.count, 0), 0);
}

/** Volumes of the classes whose key lies in this HSM; an object store's buckets are not mapped. */
function volumesOf(estate: Pick<Estate, 'keys'>, { meanVolume }: DeepReadonly<HsmPlanning>, site: DeepReadonly<Site>, storage: Readonly<Record<string, bigint>>): number {
  const bound = new Set(Object.values(estate.keys).flatMap(({ home, opens }) => ('hsm' in home ? opens : [])));
  return Object.entries(storage).reduce((sum, [name, size]) => (bound.has(`storage/${site.id}/${name}`) ? sum + Number((size + meanVolume - 1n) / meanVolume) : sum), 0);
}

/** Secret stores that this HSM unseals: the site's own, and standbys of those whose seal's domain it shares. */
const sealsAt = ({ keys, sites }: Pick<Estate, 'keys' | 'sites'>, site: string): number => Object.values(keys).filter((key) => key.purpose === 'seal' && holdersOf({ sites }, key).includes(site)).length;
