import { lastDay, daysBetween, type Quarter } from '../../model/calendar.js';
import type { Estate } from '../../model/estate.js';
import { pointer, type Pointer } from '../../model/pointer.js';
import type { Bytes } from '../../model/units.js';
import type { Keeps } from '../backup/bytes.js';
import { protectedIn, type ProtectedData, type ProtectedDatabase, type ProtectedEnvironment } from '../backup/protected.js';
import { backupInputs, bucketsOf, firstBackup } from '../backup/retained.js';
import { keepingOf } from '../backup/schedule.js';
import type { Standing } from '../demand.js';
import type { Growth } from '../guarantee.js';
import { operatesIn } from '../operation.js';

/** Backups in the store of the site that runs an environment, or keeps replicas of its databases: gone with that site, beside those elsewhere. */
export interface LocalBackup {
  readonly environment: ProtectedEnvironment;
  readonly site: string;
  readonly class: string;
  readonly data: ProtectedData;
  readonly keeps: Keeps;
  /** Days since the first one. */
  readonly age: number;
  readonly when: Standing;
  readonly inputs: readonly Pointer[];
}

type Given = Pick<Estate, 'sites' | 'planning' | 'protection' | 'recovery'>;

/**
 * Local backups of every environment at the end of a quarter, whatever serves. Volumes are backed up where they lie; an
 * archive of a database is kept by the site of each of its replicas. Where nothing streams, the one archiver there is sends
 * to the site of the backups as soon as that operates.
 */
export function localBackups(estate: Given, environments: readonly ProtectedEnvironment[], quarter: Quarter, growth?: Growth): readonly LocalBackup[] {
  return environments.flatMap((environment): LocalBackup[] => {
    const { promise, replicas, backup, databases } = environment;
    const tier = estate.protection.tiers[promise.tier];
    const offSite = tier.backup.offSite || tier.backup.thirdSite;
    const { retentionDays, lockDays } = estate.recovery.localCopy;
    const short: Keeps = () => ({ days: Math.min(retentionDays, tier.retention.days), monthlies: 0, lockDays });
    // Months are kept at the site of the backups alone.
    const whole: Keeps = (schedule) => ({ ...keepingOf(tier, schedule), monthlies: 0 });
    const at = (runs: string, when: Standing, of: ((database: ProtectedDatabase) => boolean) | undefined, volumes: boolean, keeps: Keeps): LocalBackup[] => {
      const buckets = bucketsOf(estate, runs);
      const data = buckets === undefined ? undefined : protectedIn(estate, environment, quarter, growth, of);
      if (buckets === undefined || data === undefined) return [];
      const age = daysBetween(firstBackup(estate, environment, buckets.site), lastDay(quarter));
      if (age < 0) return [];
      const inputs = [...backupInputs(environment, buckets.pointer), ...(keeps === short ? [pointer('recovery', 'localCopy', 'retentionDays'), pointer('recovery', 'localCopy', 'lockDays')] : [])];
      return [{ environment, site: buckets.site, class: buckets.class, data: volumes ? data : { ...data, volumes: nothing, volumeChanges: nothing }, keeps, age, when, inputs }];
    };
    const backupSite = backup === undefined ? undefined : estate.sites[backup];
    const archivedAway = offSite && replicas.standby === undefined && backupSite !== undefined && operatesIn(backupSite, quarter);
    const archivedHere = archivedAway ? ({ operated }: ProtectedDatabase) => !operated : undefined;
    const running = (site: string, when: Standing): LocalBackup[] => {
      // There the tier's own terms hold, and the backup is counted as that.
      if (offSite ? backup === site : when === 'at-home') return [];
      return at(site, when, archivedHere, true, offSite && backup !== undefined ? short : whole);
    };
    const archive = replicas.standby !== undefined && replicas.standby !== backup && databases.some(({ operated }) => operated) ? at(replicas.standby, 'at-home', ({ operated }) => operated, false, short) : [];
    return [...running(promise.primary, 'at-home'), ...(promise.standby === undefined ? [] : running(promise.standby, 'moved')), ...archive];
  });
}

const nothing = { low: 0n as Bytes, mid: 0n as Bytes, high: 0n as Bytes };
