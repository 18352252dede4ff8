import { holdsDatabases } from '../model/database-home.js';
import { databaseReplicas } from '../model/database-replicas.js';
import { isOperated } from '../model/database-share.js';
import type { DeepReadonly, Estate } from '../model/estate.js';
import type { CopyInputs, Prerequisite } from '../model/kinds/recovery-inputs.js';
import { pointer } from '../model/pointer.js';
import { isLost, operates, rebuilds } from '../model/losses.js';
import { isSensitive } from '../model/sensitive.js';
import type { EnvironmentIntent, Intent, RoleIntent } from './environment.js';
import { recoveredFrom } from './recovered-from.js';
import type { BackupTarget, DatabaseProtection, EnvironmentProtection, ProtectionIntent, SitePair, VolumePair, VolumeReplication } from './protection.js';
import { sessionOnly } from './session-only.js';

type Recovery = Estate['recovery'];
type SystemInputs = Recovery['systems'][number];
type Given = Pick<Estate, 'sites' | 'protection' | 'recovery' | 'planning' | 'transitions' | 'losses'>;

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
  const pair = pairOf(estate, environment, copies);
  const volumes = standby === undefined || pair === undefined ? undefined : volumesOf(pair, standby);
  const databases = runs && holdsDatabases(system, environment.environment.name) ? databasesOf(estate, { environment, copies, standby, backup, inputs }) : [];
  return {
    environment,
    tier,
    primary,
    ...(standby === undefined ? {} : { standby }),
    ...(backup === undefined ? {} : { backup }),
    ...(volumes === undefined ? {} : { volumes }),
    ...(pair === undefined ? {} : { pair }),
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

/** Placement by requests alone: where volumes lie and databases came from does not change with a loss. */
const recordedOf = ({ recorded, primary, standby, backup }: EnvironmentIntent): Pick<EnvironmentIntent, 'primary' | 'standby' | 'backup'> =>
  recorded ?? { primary, ...(standby === undefined ? {} : { standby }), ...(backup === undefined ? {} : { backup }) };

function pairOf(estate: Given, environment: EnvironmentIntent, { volumes }: DeepReadonly<CopyInputs>): VolumePair | undefined {
  const { primary, standby: recorded } = recordedOf(environment);
  const standby = isThere(estate, primary) && recorded?.site !== primary.site ? there(estate, recorded) : undefined;
  if (standby === undefined || volumes.mode === 'none' || sessionOnly(environment.system)) return undefined;
  const here = blockClasses(estate, standby.site);
  const pools = stores(estate, { ...environment, primary }, 'ceph-rbd')
    .filter((name) => here.includes(name))
    .map((name) => pairPool(name, primary.site, standby.site));
  if (pools.length === 0) return undefined;
  return { mode: volumes.mode, ...(volumes.mode === 'snapshot' ? { intervalMinutes: volumes.intervalMinutes } : {}), pools, sites: [primary.site, standby.site] };
}

const volumesOf = ({ sites: _sites, ...replication }: VolumePair, standby: RoleIntent): VolumeReplication => ({ ...replication, to: standby.site });

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
  const recorded = recordedOf(environment);
  const root = environment.pointer.slice(0, environment.pointer.lastIndexOf('/environments/'));
  const rules = estate.protection.tiers[tier];
  const origin = recorded.primary.site;
  const recordedReplicas = databaseReplicas(estate, { tier, primary: origin, standby: recorded.standby?.site, backup: recorded.backup?.site });
  const sites = [origin, recordedReplicas.standby, recordedReplicas.third].filter((site) => site !== undefined);
  const replicates = recordedReplicas.standby !== undefined;
  // Whoever held it and is neither primary nor standby now: a lost site holds nothing anybody can reach.
  const replicas = replicasNow(estate, { primary: primary.site, standby: standby?.site, sites: replicates ? sites : [] });
  const offSite = rules.backup.offSite || rules.backup.thirdSite;
  const restored = environment.restored ?? [];
  const everywhere = [...new Set([...sites, ...[primary, standby].flatMap((role) => (role === undefined ? [] : [role.site])), ...restored.map(({ to }) => to)])];
  const incarnations = Object.fromEntries(everywhere.map((site) => [site, (inputs?.incarnation ?? 1) + rebuilds(estate, origin, site)]));
  const rebuilt = everywhere.filter((site) => rebuilds(estate, site, site) > 0);
  const elsewhere = !replicates && offSite ? recorded.backup : undefined;
  const originArchive = elsewhere?.operating === true ? elsewhere.site : origin;
  const made = restored.length === 0 ? undefined : recoveredFrom(estate, restored, { origin, originArchive, rebuilt });
  const back = estate.losses?.find(({ site }) => site === primary.site)?.back;
  return (system.databases ?? []).map((database, index): DatabaseProtection => {
    const promotionToken = back?.tokens.find(({ namespace, cluster }) => namespace === environment.namespace && cluster === database.id)?.token;
    return {
      database,
      pointer: `${root}${pointer('databases', index)}`,
      cluster: database.id,
      operated: isOperated(database),
      ...replicas,
      replicates,
      origin,
      sites,
      incarnations,
      rebuilt,
      ...(promotionToken === undefined ? {} : { promotionToken }),
      originArchive,
      ...(made === undefined ? {} : { recoveredFrom: made.from }),
      // While that site is lost the log stays at home: an archive elsewhere would be nobody's once it is back.
      archive: made?.stores[primary.site] ?? (elsewhere !== undefined && elsewhere.site === backup?.site && backup.operating ? backup.site : primary.site),
      archiveTimeoutSeconds: copies.archiveTimeoutSeconds,
      baseBackupEveryHours: copies.baseBackupEveryHours,
    };
  });
}

function replicasNow(estate: Given, { primary, standby, sites }: { readonly primary: string; readonly standby: string | undefined; readonly sites: readonly string[] }): Pick<DatabaseProtection, 'standby' | 'third'> {
  const waits = standby !== undefined && sites.includes(standby) ? standby : undefined;
  const third = sites.find((site) => site !== primary && site !== waits && !isLost(estate, site));
  return { ...(waits === undefined ? {} : { standby: waits }), ...(third === undefined ? {} : { third }) };
}

/** The primary's own store at once, and the site of the backups, each with its schedule. Where both are one, the tier's terms hold there. */
function backupsOf(estate: Given, { tier, primary }: EnvironmentIntent, { backupEveryMinutes }: DeepReadonly<CopyInputs>, backup: RoleIntent | undefined): readonly BackupTarget[] {
  const { protection, recovery, planning } = estate;
  const { backup: wanted, retention } = protection.tiers[tier];
  const target = (site: string, kind: BackupTarget['kind'], retentionDays: number, lockDays: number): BackupTarget => ({ site, kind, operating: operates(estate, site), everyMinutes: backupEveryMinutes, retentionDays, lockDays });
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
  for (const { pair: volumes } of environments) {
    if (volumes === undefined) continue;
    const [primary, standby] = volumes.sites;
    const id = pairId(primary, standby);
    const [a, b] = primary < standby ? [primary, standby] : [standby, primary];
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
        operating: [a, b].every((site) => operates(estate, site)),
        cut: [a, b].every((site) => estate.sites[site]?.phase === 'operating') && [a, b].some((site) => isLost(estate, site)),
        pools: shared.map((storageClass) => ({ pool: pairPool(storageClass, a, b), storageClass })),
        intervals: [...intervals].sort((x, y) => x - y),
      },
    ];
  });
}
