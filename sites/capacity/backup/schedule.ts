import type { DeepReadonly } from '../../model/estate.js';
import type { BackupSchedule } from '../../model/kinds/planning/backup.js';
import type { ProtectionTier } from '../../model/kinds/protection.js';

/** How long backups of one kind are kept, in days. */
export interface Keeping {
  /** A restore to any day this far back must be possible. */
  readonly days: number;
  /** Months for which the first full backup of each is kept beyond that. */
  readonly monthlies: number;
  /** Days before which no version may go, whatever retention says; 0 without a lock. */
  readonly lockDays: number;
}

/** Backups there are on one day: those that retention or the lock still holds. */
export interface Kept {
  readonly fulls: number;
  readonly incrementals: number;
  /** Days of log. */
  readonly logDays: number;
}

/** How long a tier keeps what a schedule takes. `locked: false` asks what the lock adds. */
export function keepingOf({ retention, backup }: Pick<DeepReadonly<ProtectionTier>, 'retention' | 'backup'>, { lockBeyondRetentionDays }: Pick<DeepReadonly<BackupSchedule>, 'lockBeyondRetentionDays'>, locked = true): Keeping {
  return { ...retention, lockDays: locked && backup.immutable ? retention.days + lockBeyondRetentionDays : 0 };
}

/** Months are twelfths of 365 days, counted from the first backup. */
const monthOf = (day: number): number => Math.floor((day * 12) / 365);
const firstDayOf = (month: number): number => Math.ceil((month * 365) / 12);

/**
 * What is kept on a day, counted from the first full backup on day 0, in grandfather-father-son: fulls, the incrementals
 * and the log between them for `days`, then the first full of each month.
 *
 * A full is needed until the next one is `days` old itself: every restore point in between starts from it. Its
 * incrementals and log go with it. The lock holds each version for `lockDays` from the day it was written.
 */
export function keptOn(day: number, { fullEveryDays, incrementalEveryDays }: Pick<DeepReadonly<BackupSchedule>, 'fullEveryDays' | 'incrementalEveryDays'>, { days, monthlies, lockDays }: Keeping): Kept {
  const chain = days + fullEveryDays;
  const held = Math.max(chain, lockDays);
  let fulls = 0;
  let incrementals = 0;
  let logDays = 0;
  for (let taken = Math.max(0, day - held - fullEveryDays); taken <= day; taken += 1) {
    const sinceFull = taken % fullEveryDays;
    if (day - (taken - sinceFull) >= chain && day - taken >= lockDays) continue;
    logDays += 1;
    if (sinceFull === 0) fulls += 1;
    else if (incrementalEveryDays !== undefined && sinceFull % incrementalEveryDays === 0) incrementals += 1;
  }
  for (let month = Math.max(0, monthOf(day) - monthlies + 1); month <= monthOf(day); month += 1) {
    const full = Math.ceil(firstDayOf(month) / fullEveryDays) * fullEveryDays;
    if (monthOf(full) === month && day - full >= held) fulls += 1;
  }
  return { fulls, incrementals, logDays };
}

const known = new Map<string, readonly Kept[]>();

/**
 * What is kept on the fullest of the last days before an age, which hold every phase of the schedule. Which of them takes
 * most bytes depends on the sizes: a day is left out where another has as many of everything.
 */
export function keptAround(age: number, schedule: Pick<DeepReadonly<BackupSchedule>, 'fullEveryDays' | 'incrementalEveryDays'>, keeping: Keeping): readonly Kept[] {
  const key = `${age} ${schedule.fullEveryDays} ${schedule.incrementalEveryDays} ${keeping.days} ${keeping.monthlies} ${keeping.lockDays}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const found: Kept[] = [];
  for (let back = 0; back < Math.min(schedule.fullEveryDays, age + 1); back += 1) {
    const kept = keptOn(age - back, schedule, keeping);
    if (found.some((other) => covers(other, kept))) continue;
    found.splice(0, found.length, ...found.filter((other) => !covers(kept, other)), kept);
  }
  known.set(key, found);
  return found;
}

const covers = (a: Kept, b: Kept): boolean => a.fulls >= b.fulls && a.incrementals >= b.incrementals && a.logDays >= b.logDays;

/** Days after which nothing changes any more but the phase: what is kept in the long run. */
export const longRun = 20_000;
