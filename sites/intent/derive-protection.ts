import { holdsDatabases } from '../model/database-home.js';
import { databaseReplicas } from '../model/database-replicas.js';
import { isOperated } from '../model/database-share.js';
import type { DeepReadonly, Estate } from '../model/estate.js';
import type { CopyInputs, Prerequisite } from '../model/kinds/recovery-inputs.js';
import { pointer } from '../model/pointer.js';
import { isSensitive } from '../model/sensitive.js';
import type { EnvironmentIntent, Intent, RoleIntent } from './environment.js';
import type { BackupTarget, DatabaseProtection, EnvironmentProtection, ProtectionIntent, SitePair, VolumeReplication } from './protection.js';
import { sessionOnly } from './session-only.js';

type Recovery = Estate['recovery'];
type SystemInputs = Recovery['systems'][number];
type Given = Pick<Estate, 'sites' | 'protection' | 'recovery' | 'planning'>;

/** Two sites as a pair, whichever is named first. */
export const pairId = (one: string, other: string): string => [one, other].sort().join('-');

/** Block pool, and storage class, of a pair of sites. */
export const pairPool = (storageClass: string, one: string, other: string): string => `${storageClass}-${pairId(one, other)}`;

/**
 * Who copies what where, for any number of sites. A standby or a backup at a site that no longer runs is none; neither is
 * a standby beside its primary, which RED-005 reports.
 */
export function deriveProtection(estate: Given, intent: Intent): ProtectionIntent {
  const systems = new Map(estate.recovery.systems.map((inputs) => [inputs.system, inputs]));
  const environments = intent.environments.map((environment) => protectionOf(estate, environment, systems.get(environment.system.id)));
  return { environments, pairs: pairsOf(estate, environments) };
}

function protectionOf(estate: Given, environment: EnvironmentIntent, inputs: SystemInputs | undefined): EnvironmentProtection {
  const { tier, system, primary } = environment;
  const copies = estate.recovery.copies[tier];
  const runs = isThere(estate, primary);
  const standby = runs && environment.standby?.site !== primary.site ? there(estate, environment.standby) : undefined;
  const backup = runs ? there(estate, environment.backup) : undefined;
  const volumes = standby === undefined ? undefined : volumesOf(estate, environment, standby, copies);
  const databases = runs && holdsDatabases(system, environment.environment.name) ? databasesOf(estate, { environment, copies, standby, backup, inputs }) : [];
  return {
    environment,
    tier,
    primary,
    ...(standby === undefined ? {} : { standby }),
    ...(backup === undefined ? {} : { backup }),
    ...(volumes === undefined ? {} : { volumes }),
    databases,
    // Zones replicate to every site: where there is no standby, to that of the backups.
    objects: (standby ?? backup) !== undefined && copies.objects === 'multisite' && stores(estate, environment, 'rgw').length > 0,
    backups: runs ? backupsOf(estate, environment, copies, backup) : [],
    starts: inputs?.starts ?? copies.starts,
    after: inputs?.after ?? [],
    prerequisites: prerequisitesOf(estate, environment, standby ?? backup, databases.length > 0, inputs),
  };
}

const isThere = ({ sites }: Given, { site }: RoleIntent): boolean => sites[site] !== undefined && sites[site].phase !== 'retired';
const there = (estate: Given, role: RoleIntent | undefined): RoleIntent | undefined => (role !== undefined && isThere(estate, role) ? role : undefined);

/** Storage classes of one backend that an environment was granted at its primary. */
function stores({ sites }: Given, { primary, quota }: EnvironmentIntent, backend: 'ceph-rbd' | 'rgw'): readonly string[] {
  const classes = (sites[primary.site]?.storage ?? []).filter((storage) => storage.backend === backend).map((storage) => storage.class);
  return Object.keys(quota.storage).filter((name) => classes.includes(name) && (quota.storage[name] ?? 0n) > 0n).sort();
}

function volumesOf(estate: Given, environment: EnvironmentIntent, standby: RoleIntent, { volumes }: DeepReadonly<CopyInputs>): VolumeReplication | undefined {
  if (volumes.mode === 'none' || sessionOnly(environment.system)) return undefined;
  const here = blockClasses(estate, standby.site);
  const pools = stores(estate, environment, 'ceph-rbd')
    .filter((name) => here.includes(name))
    .map((name) => pairPool(name, environment.primary.site, standby.site));
  if (pools.length === 0) return undefined;
  return { mode: volumes.mode, ...(volumes.mode === 'snapshot' ? { intervalMinutes: volumes.intervalMinutes } : {}), pools, to: standby.site };
}

const blockClasses = ({ sites }: Given, site: string): readonly string[] => (sites[site]?.storage ?? []).filter(({ backend }) => backend === 'ceph-rbd').map((storage) => storage.class);

interface Holder {
  readonly environment: EnvironmentIntent;
  readonly copies: DeepReadonly<CopyInputs>;
  readonly standby: RoleIntent | undefined;
  readonly backup: RoleIntent | undefined;
  readonly inputs: SystemInputs | undefined;
}

function databasesOf(estate: Given, { environment, copies, standby, backup, inputs }: Holder): readonly DatabaseProtection[] {
  const { tier, system, primary } = environment;
  const root = environment.pointer.slice(0, environment.pointer.lastIndexOf('/environments/'));
  const rules = estate.protection.tiers[tier];
  const replicas = databaseReplicas(estate, { tier, primary: primary.site, standby: standby?.site, backup: backup?.site });
  const offSite = rules.backup.offSite || rules.backup.thirdSite;
  return (system.databases ?? []).map((database, index): DatabaseProtection => {
    return {
      database,
      pointer: `${root}${pointer('databases', index)}`,
      cluster: database.id,
      operated: isOperated(database),
      ...replicas,
      incarnation: inputs?.incarnation ?? 1,
      archive: replicas.standby === undefined && offSite && backup?.operating === true ? backup.site : primary.site,
      archiveTimeoutSeconds: copies.archiveTimeoutSeconds,
      baseBackupEveryHours: copies.baseBackupEveryHours,
    };
  });
}

/** The primary's own store at once, and the site of the backups, each with its schedule. Where both are one, the tier's terms hold there. */
function backupsOf({ protection, recovery, planning, sites }: Given, { tier, primary }: EnvironmentIntent, { backupEveryMinutes }: DeepReadonly<CopyInputs>, backup: RoleIntent | undefined): readonly BackupTarget[] {
  const { backup: wanted, retention } = protection.tiers[tier];
  const target = (site: string, kind: BackupTarget['kind'], retentionDays: number, lockDays: number): BackupTarget => ({ site, kind, operating: sites[site]?.phase === 'operating', everyMinutes: backupEveryMinutes, retentionDays, lockDays });
  const locked = wanted.immutable ? retention.days + planning.backup.volumes.lockBeyondRetentionDays : 0;
  if (backup === undefined || backup.site === primary.site || !(wanted.offSite || wanted.thirdSite)) return [target(primary.site, 'local', retention.days, locked)];
  const { retentionDays, lockDays } = recovery.localCopy;
  return [target(primary.site, 'local', Math.min(retentionDays, retention.days), lockDays), target(backup.site, 'off-site', retention.days, locked)];
}

function prerequisitesOf(estate: Given, { system }: EnvironmentIntent, at: RoleIntent | undefined, hasDatabases: boolean, inputs: SystemInputs | undefined): EnvironmentProtection['prerequisites'] {
  const concerns = { all: true, databases: hasDatabases, sensitive: isSensitive(estate, system) };
  const placed = (list: readonly DeepReadonly<Prerequisite>[]) =>
    list.flatMap((prerequisite) => {
      const site = prerequisite.site ?? at?.site;
      return site === undefined ? [] : [{ ...inDns(estate.recovery, prerequisite), site }];
    });
  const own = placed(inputs?.prerequisites ?? []);
  const common = placed(
    estate.recovery.prerequisites
      // One that names a site concerns the systems that would start there.
      .filter(({ of, site }) => concerns[of] && (site === undefined || site === at?.site))
      .map(({ of: _, ...prerequisite }) => prerequisite),
  );
  // What a system says of itself comes before what holds for all.
  return [...common.filter(({ kind, site }) => !own.some((one) => one.kind === kind && one.site === site)), ...own];
}

/** A DNS record without a TTL or an owner of its own has the estate's. */
const inDns = ({ dns }: Recovery, prerequisite: DeepReadonly<Prerequisite>): DeepReadonly<Prerequisite> => (prerequisite.kind === 'dns-record' ? { ttlSeconds: dns.ttlSeconds, owner: dns.owner, ...prerequisite } : prerequisite);

/** Pairs whose volumes replicate, by id. A class has a pool for a pair where both sites have the class. */
function pairsOf(estate: Given, environments: readonly EnvironmentProtection[]): readonly SitePair[] {
  const found = new Map<string, { a: string; b: string; intervals: Set<number> }>();
  for (const { primary, standby, volumes } of environments) {
    if (standby === undefined || volumes === undefined) continue;
    const id = pairId(primary.site, standby.site);
    const [a, b] = primary.site < standby.site ? [primary.site, standby.site] : [standby.site, primary.site];
    const pair = found.get(id) ?? { a, b, intervals: new Set<number>() };
    if (volumes.intervalMinutes !== undefined) pair.intervals.add(volumes.intervalMinutes);
    found.set(id, pair);
  }
  return [...found.keys()].sort().flatMap((id): SitePair[] => {
    const pair = found.get(id);
    if (pair === undefined) return [];
    const { a, b, intervals } = pair;
    const shared = blockClasses(estate, a).filter((name) => blockClasses(estate, b).includes(name));
    return [
      {
        id,
        a,
        b,
        operating: [a, b].every((site) => estate.sites[site]?.phase === 'operating'),
        pools: shared.map((storageClass) => ({ pool: pairPool(storageClass, a, b), storageClass })),
        intervals: [...intervals].sort((x, y) => x - y),
      },
    ];
  });
}
