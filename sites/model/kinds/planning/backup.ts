import { z } from 'zod';
import { count, flag, positive } from '../scalars.js';
import { percentRange } from './interval.js';

/** How backups of one kind of data are taken and what becomes of their bytes. */
const schedule = () =>
  z.strictObject({
    /** Days from one full backup to the next. */
    fullEveryDays: positive(366),
    /** Days from one incremental backup to the next between fulls; left out where none is taken. */
    incrementalEveryDays: positive(366).optional(),
    /** Percent of the bytes that is left after compression. */
    compressedTo: percentRange(1, 100),
    /** Percent of a later full backup that its repository does not hold already; 100 where nothing is deduplicated. */
    deduplicatedTo: percentRange(0, 100),
    /** Days by which the lock of an immutable version outlasts the tier's retention. */
    lockBeyondRetentionDays: count(3660),
  });

/** What the backup planner assumes: schedules, compression, deduplication, locks. */
export const backupPlanningSchema = z.strictObject({
  /** Databases that name their size: base backups and a log. */
  databases: schedule(),
  /** Volumes and shared file systems. */
  volumes: schedule(),
  /** Percent of log bytes that is left after compression. */
  logCompressedTo: percentRange(1, 100),
  /** Bytes of changed blocks for each hundred changed bytes: an incremental backup copies whole blocks. */
  changedBlocksPercent: percentRange(100, 10_000),
  /** Percent of a volume quota that holds data. */
  volumesFilledTo: percentRange(0, 100),
  /** Percent of a volume's data that changes in a day. */
  volumesChangedPerDay: percentRange(0, 100),
  /** Whether tenants' object storage is copied as well, or left to its own versions and zones. */
  objectsBackedUp: flag(),
});

export type BackupPlanning = z.output<typeof backupPlanningSchema>;
export type BackupSchedule = BackupPlanning['databases'];
