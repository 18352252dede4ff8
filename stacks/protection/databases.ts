import type { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { objectStoreHost } from '../../constructs/object-store.js';
import { BaseBackup } from '../../constructs/protection/base-backup.js';
import { everyHoursInSix } from '../../constructs/protection/cron.js';
import { DatabaseArchive } from '../../constructs/protection/database-archive.js';
import { DatabaseCluster } from '../../constructs/protection/database-cluster.js';
import { siteService } from '../../constructs/protection/database-names.js';
import { DatabaseTraffic } from '../../constructs/protection/database-traffic.js';
import { RemoteService } from '../../constructs/protection/remote-service.js';
import type { DatabaseSize } from '../../sites/intent/database-sizes.js';
import { archiverSize } from '../../sites/model/database-share.js';
import type { DeepReadonly, Estate } from '../../sites/model/estate.js';
import type { Site } from '../../sites/model/kinds/site.js';
import { sitesOf, type ProtectedAt } from './protected-at.js';
import { nodesOf } from '../nodes-of.js';

/** A database cluster at a site. */
export interface ClusterAt {
  readonly site: string;
  readonly namespace: string;
  readonly cluster: string;
}

interface Around {
  /** What must stand before. @default - nothing */
  readonly after?: readonly TerraformResource[];
  /** Clusters that are not woken, whatever their environment is here. @default - none */
  readonly asleep?: readonly ClusterAt[];
}

/** The databases of one environment at one site: clusters, archives, base backups, and what they may talk to. */
export function databasesOf(scope: Construct, estate: Estate, site: DeepReadonly<Site>, { protection, databases }: ProtectedAt, { after = [], asleep = [] }: Around): void {
  if (databases.length === 0) return;
  const { namespace } = protection.environment;
  const hosts = new Set<string>();
  const peers = new Set<string>();
  for (const size of databases) {
    const held = new Construct(scope, size.protection.cluster);
    const sites = sitesOf(estate, protection, size.protection);
    const { replicates, origin, originArchive, rebuilt, archive, promotionToken, recoveredFrom } = size.protection;
    // Also of a site that is lost: what lies there is read again once it is back.
    const known = knownTo(estate, size, sites);
    const quiet = protection.environment.quiet?.includes(site.id) === true;
    const runs = site.id === protection.primary.site;
    // Nobody writes while one hands over to another: what streams is demoted, what does not is stopped.
    const old = asleep.some((one) => one.site === site.id && one.namespace === namespace && one.cluster === size.protection.cluster);
    const sleeps = old || (!replicates ? quiet || !runs || protection.environment.handsOverTo !== undefined : quiet && runs);
    const made = recoveredFrom?.[site.id];
    const archives = archivesAt(estate, protection, size, site.id, known);
    const stores = archives.map(({ at, retentionDays }) => {
      const host = hostOf(estate, at);
      hosts.add(host);
      return new DatabaseArchive(held, `archive-${at}`, { namespace, cluster: size.protection.cluster, site: at, host, retentionDays: retentionDays(protection, estate), archiver: archiverSize, after }).object;
    });
    for (const other of sites)
      if (other !== site.id) {
        peers.add(estate.sites[other]?.cluster.name ?? other);
        new RemoteService(held, `of-${other}`, { namespace, name: siteService(size.protection.cluster, other), port: 5432, after });
      }
    const cluster = new DatabaseCluster(held, 'cluster', {
      namespace,
      tier: protection.tier,
      size,
      site: site.id,
      writer: protection.environment.handsOverTo !== undefined && runs ? protection.environment.handsOverTo : protection.primary.site,
      sites,
      known,
      ...(site.id === origin ? {} : { clonedFrom: origin }),
      ...(site.id === origin && rebuilt.includes(origin) ? { clonedFrom: known.find((one) => one !== origin) ?? origin } : {}),
      clonedArchive: originArchive,
      ...(made === undefined ? {} : { clonedFrom: made.site, clonedArchive: made.archive }),
      sleeps,
      archives: !quiet && !sleeps,
      ...(promotionToken !== undefined && runs ? { promotionToken } : {}),
      archive: archiveAt(archive, protection.primary.site, site.id),
      image: `${estate.recovery.registry.name}/${estate.recovery.databaseClusters.image}`,
      // Hot standbys are for systems that may lose nothing while their site stands.
      ...nodesOf(site, protection.environment),
      synchronous: estate.protection.tiers[protection.tier].standby === 'hot',
      after: [...after, ...stores],
    });
    if (quiet || sleeps) continue;
    const schedule = everyHoursInSix(size.protection.baseBackupEveryHours, `${namespace} ${size.protection.cluster} ${site.id}`, estate.planning.links.backupWindow);
    new BaseBackup(held, 'base-backup', { namespace, cluster: size.protection.cluster, incarnation: size.protection.incarnations[site.id] ?? 1, schedule, after: [cluster.object] });
  }
  new DatabaseTraffic(scope, 'databases', { namespace, stores: [...hosts], peers: [...peers].sort(), after });
}

/** A replica archives to its own site's store; the primary to the one its intent names. */
const archiveAt = (archive: string, primary: string, site: string): string => (site === primary ? archive : site);

/** Sites whose clusters of a database one may name: those that hold it now, and those that do when nothing is lost, or did while something was. */
const knownTo = ({ sites }: Estate, { protection }: DatabaseSize, now: readonly string[]): readonly string[] =>
  [...new Set([...(protection.replicates ? protection.sites : []), ...(protection.rebuilt.length > 0 || now.some((site) => site !== protection.origin) ? Object.keys(protection.incarnations) : []), ...now])].filter((site) => sites[site]?.phase === 'operating');

interface Archive {
  readonly at: string;
  readonly retentionDays: (protection: ProtectedAt['protection'], estate: Estate) => number;
}

/**
 * Stores this site writes to or reads from: its own, the one the primary archives to, and those of the other sites that hold
 * the database. Of one that was restored from backups, every store: where its log goes changes with what is lost.
 */
function archivesAt({ sites: all }: Estate, { environment: { restored } }: ProtectedAt['protection'], { protection }: DatabaseSize, site: string, sites: readonly string[]): readonly Archive[] {
  const stores = restored === undefined ? [] : Object.values(all).flatMap(({ id, phase }) => (phase === 'operating' ? [id] : []));
  return [...new Set([site, protection.archive, protection.originArchive, ...sites, ...stores])].sort().map((at) => ({
    at,
    retentionDays: ({ backups, tier, environment: { recorded } }, estate) => {
      const { days } = estate.protection.tiers[tier].retention;
      // What a lost site has of them is kept as long as ever: a shorter policy would delete there once the site is back.
      return restored !== undefined || recorded?.backup?.site === at ? days : (backups.find((target) => target.site === at)?.retentionDays ?? Math.min(estate.recovery.localCopy.retentionDays, days));
    },
  }));
}

function hostOf(estate: Estate, id: string): string {
  const site = estate.sites[id];
  if (site === undefined) throw new Error(`the estate has no site ${id}`);
  return objectStoreHost(estate, site);
}
