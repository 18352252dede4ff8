import type { Estate } from '../../sites/model/estate.js';
import { pointer, type Pointer } from '../../sites/model/pointer.js';
import type { Dataset } from './held-data.js';

/** How long objects of a dataset's backups are locked, and how long they would have to be. */
export interface Lock {
  /** Days of retention. */
  readonly retentionDays: number;
  /** Days by which the lock outlasts it. */
  readonly beyondDays: number;
  /** Longest time, in days, after which a block that is locked already is used by another backup. */
  readonly reuseDays: number;
  readonly at: Pointer;
}

/**
 * A block is locked when it is written. A later backup that shares it does not write it again, and is restorable only while
 * the block lives: the lock outlasts the retention by the longest such reuse. What is deduplicated may be used by the last
 * backup of the retention; an incremental one by those before the next full backup; a log by the base backup before it.
 */
export function lockOf({ protection, planning, recovery }: Pick<Estate, 'protection' | 'planning' | 'recovery'>, { environment: { tier }, database }: Dataset): Lock {
  const retentionDays = protection.tiers[tier].retention.days;
  const operated = database?.operated === true;
  const { fullEveryDays, incrementalEveryDays, deduplicatedTo, lockBeyondRetentionDays } = operated ? planning.backup.databases : planning.backup.volumes;
  const base = operated ? Math.max(fullEveryDays, Math.ceil(recovery.copies[tier].baseBackupEveryHours / 24)) : 0;
  const incremental = incrementalEveryDays === undefined ? 0 : fullEveryDays - 1;
  const deduplicated = deduplicatedTo.low < 100 ? retentionDays - 1 : 0;
  return { retentionDays, beyondDays: lockBeyondRetentionDays, reuseDays: Math.max(base, incremental, deduplicated), at: pointer('planning', 'backup', operated ? 'databases' : 'volumes', 'lockBeyondRetentionDays') };
}
