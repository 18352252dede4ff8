import type { BackupTarget, DatabaseProtection, EnvironmentProtection } from '../../intent/protection.js';
import type { Protection } from '../../model/kinds/protection.js';
import { backupLosses } from '../backup-loss.js';
import type { Recovery } from '../context.js';
import { dataOf } from '../copies.js';
import type { DataKind } from '../situation.js';
import { alreadyLost, siteAfter } from '../where.js';
import { isSecret } from './plan.js';

/** Something that runs by a schedule: backups of an organisation's tier to a site, its monthly ones, base backups of a database. */
export type Scheduled =
  | { readonly what: 'backup' | 'monthly'; readonly organisation: string; readonly tier: Protection; readonly target: string; readonly everyMinutes: number }
  | { readonly what: 'base'; readonly namespace: string; readonly cluster: string; readonly site: string; readonly everyHours: number };

/** When it last began at or before a moment, milliseconds since 1970. */
export type LastRun = (of: Scheduled, before: number) => number | undefined;

/**
 * `kept`: within its retention. `locked`: past it, and its objects are still locked: their versions are taken. `monthly`: a
 * monthly backup is what is left. `gone`: nothing is left from before the breach.
 */
export type Kept = 'kept' | 'locked' | 'monthly' | 'gone';

/** The newest state of one kind of an environment's data from before a breach. */
export interface CleanPoint {
  readonly namespace: string;
  readonly organisation: string;
  readonly tier: Protection;
  readonly data: DataKind;
  /** Of databases: the cluster; its number where the system holds state secrets. */
  readonly database?: string;
  readonly kept: Kept;
  /** Site whose store holds it; absent where nothing is left. */
  readonly site?: string;
  /** Moment it shows: of a database any moment just before the breach, of the rest when its backup began. */
  readonly at?: number;
  /** Base backup a database is replayed from. */
  readonly from?: number;
  /** It can be restored until then. */
  readonly until?: number;
  /** Schedule or archive it comes from. */
  readonly schedule?: Scheduled;
}

const minute = 60_000;
const day = 1440 * minute;
/** Days a month is counted with where monthly backups are kept: the longest. */
const monthDays = 31;

/**
 * For every environment and kind of data the newest point before a breach that its declared schedules and retentions still
 * give. Replicas are none: they have taken the breach over as it happened. Databases restore to any moment their archive
 * reaches back to; volumes, files and objects of the API to a backup that was made whole before the breach.
 */
export function cleanPoints(recovery: Recovery, { breach, now, lastRun }: { readonly breach: number; readonly now: number; readonly lastRun: LastRun }): readonly CleanPoint[] {
  const { sites } = alreadyLost(recovery);
  return recovery.subjects.flatMap((subject): CleanPoint[] => {
    const place = siteAfter(recovery, subject, sites);
    if (!('site' in place)) return [];
    const { protection, namespace } = subject;
    const { environment, tier } = protection;
    const head = { namespace, organisation: environment.organisation, tier };
    const held = dataOf(recovery, subject);
    const { losses } = backupLosses(recovery, subject, place.site, new Set(sites));
    const made = (data: DataKind): number => Number(losses.find((loss) => loss.data === data)?.durationMs.p95 ?? 0n);
    const operated = protection.databases.filter((one) => one.operated);
    return [
      ...operated.map((one, index): CleanPoint => {
        const whole: Head = { ...head, data: 'databases', database: isSecret(environment.system) ? String(index + 1) : one.cluster };
        // Just before: what came with the breach is not replayed.
        const each = archivesOf(recovery, protection, one, sites).map((archive) => databasePoint(whole, archive, { at: breach - 1000, now, lastRun }));
        const best = each.filter(({ kept }) => kept !== 'gone').sort((a, b) => Number(a.kept === 'locked') - Number(b.kept === 'locked') || (b.until ?? 0) - (a.until ?? 0) || Number(a.site === protection.primary.site) - Number(b.site === protection.primary.site))[0];
        // Monthly backups hold databases as their disks were at that moment: the last resort.
        return best ?? monthlyPoint(whole, protection, recovery, { before: breach, now, lastRun });
      }),
      ...(['volumes', 'files', 'manifests'] as const).filter((data) => data === 'manifests' || held[data].high > 0n).map((data) => backupPoint({ ...head, data }, protection, recovery, { before: breach - made(data), now, lastRun })),
    ];
  });
}

type Head = Pick<CleanPoint, 'namespace' | 'organisation' | 'tier' | 'data' | 'database'>;

/** One archive of a database's log: where it lies, how far it reaches back, how long its objects stay locked. */
interface Archive {
  readonly site: string;
  readonly base: Scheduled;
  readonly days: number;
  readonly lockDays: number;
}

/** Each cluster of a database archives for itself: the primary where its intent says, replicas at their own site. */
function archivesOf({ estate }: Recovery, { backups, tier, primary, environment }: EnvironmentProtection, { cluster, archive, standby, third, baseBackupEveryHours }: DatabaseProtection, lost: ReadonlySet<string>): readonly Archive[] {
  const local = Math.min(estate.recovery.localCopy.retentionDays, estate.protection.tiers[tier].retention.days);
  return [primary.site, standby, third].flatMap((site): Archive[] => {
    if (site === undefined || estate.sites[site]?.phase !== 'operating') return [];
    const at = site === primary.site ? archive : site;
    const target = backups.find((one) => one.site === at);
    return lost.has(at) ? [] : [{ site: at, base: { what: 'base', namespace: environment.namespace, cluster, site, everyHours: baseBackupEveryHours }, days: target?.retentionDays ?? local, lockDays: target?.lockDays ?? 0 }];
  });
}

function databasePoint(head: Head, { site, base, days, lockDays }: Archive, { at, now, lastRun }: { readonly at: number; readonly now: number; readonly lastRun: LastRun }): CleanPoint {
  const from = lastRun(base, at);
  const found = { ...head, site, at, schedule: base, ...(from === undefined ? {} : { from }) };
  if (at >= now - days * day) return { ...found, kept: 'kept', until: at + days * day };
  // The base backup is older than what is replayed on it: its lock ends first.
  if (from !== undefined && from >= now - lockDays * day) return { ...found, kept: 'locked', until: from + lockDays * day };
  return { ...head, kept: 'gone' };
}

function monthlyPoint(head: Head, protection: EnvironmentProtection, recovery: Recovery, times: { readonly before: number; readonly now: number; readonly lastRun: LastRun }): CleanPoint {
  const found = backupPoint(head, protection, recovery, times);
  return found.kept === 'monthly' ? found : { ...head, kept: 'gone' };
}

/** Of all places that hold backups the one with the newest; of equals the one elsewhere. */
function backupPoint(head: Head, { backups, environment, primary }: EnvironmentProtection, { estate }: Recovery, { before, now, lastRun }: { readonly before: number; readonly now: number; readonly lastRun: LastRun }): CleanPoint {
  const { organisation } = environment;
  const open = backups.filter(({ operating }) => operating);
  const each = open.flatMap((target) => candidates(head, organisation, target, estate.protection.tiers[head.tier].retention.monthlies, { before, now, lastRun }));
  const rank = ({ kept }: CleanPoint): number => ['kept', 'locked', 'monthly'].indexOf(kept);
  return each.sort((a, b) => (b.at ?? 0) - (a.at ?? 0) || rank(a) - rank(b) || Number(a.site === primary.site) - Number(b.site === primary.site))[0] ?? { ...head, kept: 'gone' };
}

function candidates(head: Head, organisation: string, { site, kind, everyMinutes, retentionDays, lockDays }: BackupTarget, monthlies: number, { before, now, lastRun }: { readonly before: number; readonly now: number; readonly lastRun: LastRun }): CleanPoint[] {
  const schedule = { organisation, tier: head.tier, target: site, everyMinutes };
  const at = lastRun({ what: 'backup', ...schedule }, before);
  const point = (what: 'backup' | 'monthly', kept: Kept, began: number, days: number): CleanPoint => ({ ...head, kept, site, at: began, until: began + days * day, schedule: { what, ...schedule } });
  if (at !== undefined && at >= now - retentionDays * day) return [point('backup', 'kept', at, retentionDays)];
  if (at !== undefined && at >= now - lockDays * day) return [point('backup', 'locked', at, lockDays)];
  if (monthlies === 0 || kind === 'local') return [];
  const month = lastRun({ what: 'monthly', ...schedule }, before);
  return month !== undefined && month >= now - monthlies * monthDays * day ? [point('monthly', 'monthly', month, monthlies * monthDays)] : [];
}
