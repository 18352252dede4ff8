import type { DeepReadonly, Estate } from '../../model/estate.js';
import type { BackupSchedule } from '../../model/kinds/planning/backup.js';
import type { ProtectionTier } from '../../model/kinds/protection.js';
import type { Bytes } from '../../model/units.js';
import { interval, percentOf, type Bound, type Interval } from '../interval.js';
import type { ProtectedData } from './protected.js';
import { keepingOf, keptAround, type Keeping, type Kept } from './schedule.js';

/** Bytes that one full, one incremental and one day of log take in the repository. */
interface Sizes {
  readonly full: bigint;
  /** A later full backup, of which the repository holds a part already. */
  readonly laterFull: bigint;
  readonly incremental: bigint;
  readonly logDay: bigint;
}

/** What goes into one copy's repository: databases with their log, and volumes, each on its own schedule. */
export type Repository = readonly { readonly schedule: DeepReadonly<BackupSchedule>; readonly sizes: Readonly<Record<Bound, Sizes>> }[];

/** The repository of an environment's data as they are in one quarter. */
export function repositoryOf({ planning }: Pick<Estate, 'planning'>, { databases, databaseChanges, log, volumes, volumeChanges }: ProtectedData): Repository {
  const { backup } = planning;
  const kind = (schedule: DeepReadonly<BackupSchedule>, bytes: (bound: Bound) => bigint, changed: (bound: Bound) => bigint, perDay: bigint): Repository[number] => {
    const at = (bound: Bound): Sizes => sizesOf(bytes(bound), changed(bound), perDay, schedule, backup, bound);
    return { schedule, sizes: { low: at('low'), mid: at('mid'), high: at('high') } };
  };
  return [
    kind(backup.databases, () => databases, () => databaseChanges, log),
    kind(backup.volumes, (bound) => volumes[bound], (bound) => volumeChanges[bound], 0n),
  ];
}

function sizesOf(bytes: bigint, changedPerDay: bigint, log: bigint, schedule: DeepReadonly<BackupSchedule>, { changedBlocksPercent, logCompressedTo }: Estate['planning']['backup'], bound: Bound): Sizes {
  const { compressedTo, deduplicatedTo, incrementalEveryDays = 0 } = schedule;
  const full = percentOf(bytes, compressedTo[bound]);
  const blocks = percentOf(changedPerDay * BigInt(incrementalEveryDays), changedBlocksPercent[bound]);
  // However much changes, an incremental backup is no larger than a full one.
  const incremental = percentOf(blocks < bytes ? blocks : bytes, compressedTo[bound]);
  return { full, laterFull: percentOf(full, deduplicatedTo[bound]), incremental, logDay: percentOf(log, logCompressedTo[bound]) };
}

const bytesOf = ({ fulls, incrementals, logDays }: Kept, { full, laterFull, incremental, logDay }: Sizes): bigint =>
  (fulls === 0 ? 0n : full + BigInt(fulls - 1) * laterFull) + BigInt(incrementals) * incremental + BigInt(logDays) * logDay;

/**
 * Bytes that a repository holds `age` days after its first backup, at its fullest. Older backups are counted at the size
 * of today's data: data grow, so they are no larger. `locked: false` leaves the lock of immutable versions out.
 */
export const retainedBytes = (repository: Repository, tier: DeepReadonly<ProtectionTier>, age: number, locked = true): Interval => bytesKept(repository, (schedule) => keepingOf(tier, schedule, locked), age);

/** How long backups of a schedule are kept. */
export type Keeps = (schedule: DeepReadonly<BackupSchedule>) => Keeping;

/** The same, kept as long as somebody else says. */
export function bytesKept(repository: Repository, keeps: Keeps, age: number): Interval {
  const kinds = repository.map(({ schedule, sizes }) => ({ sizes, kept: keptAround(age, schedule, keeps(schedule)) }));
  return interval((bound) => kinds.reduce((sum, { sizes, kept }) => sum + fullest(kept, sizes[bound]), 0n) as Bytes);
}

/** The same, with the lock, of the likely bound alone: what headroom counts on for every environment in every quarter. */
export const likelyBytes = (estate: Pick<Estate, 'planning'>, data: ProtectedData, tier: DeepReadonly<ProtectionTier>, age: number): Bytes => likelyKept(estate, data, (schedule) => keepingOf(tier, schedule), age);

/** The likely bound, kept as long as somebody else says. */
export function likelyKept({ planning: { backup } }: Pick<Estate, 'planning'>, { databases, databaseChanges, log, volumes, volumeChanges }: ProtectedData, keeps: Keeps, age: number): Bytes {
  const of = (schedule: DeepReadonly<BackupSchedule>, bytes: bigint, changed: bigint, perDay: bigint): bigint =>
    bytes === 0n && changed === 0n && perDay === 0n ? 0n : fullest(keptAround(age, schedule, keeps(schedule)), sizesOf(bytes, changed, perDay, schedule, backup, 'mid'));
  return (of(backup.databases, databases, databaseChanges, log) + of(backup.volumes, volumes.mid, volumeChanges.mid, 0n)) as Bytes;
}

const fullest = (kept: readonly Kept[], sizes: Sizes): bigint =>
  kept.reduce((most, one) => {
    const bytes = bytesOf(one, sizes);
    return bytes > most ? bytes : most;
  }, 0n);

/** Bytes of full and incremental backups that cross to the copy's site in a day, fulls spread evenly over their interval. Log travels by itself. */
export function copiedPerDay(repository: Repository): Interval {
  return interval(
    (bound) =>
      repository.reduce((sum, { schedule, sizes }) => {
        const { fullEveryDays, incrementalEveryDays } = schedule;
        const incrementals = incrementalEveryDays === undefined ? 0 : Math.ceil(fullEveryDays / incrementalEveryDays) - 1;
        const every = BigInt(fullEveryDays);
        return sum + (sizes[bound].laterFull + BigInt(incrementals) * sizes[bound].incremental + every - 1n) / every;
      }, 0n) as Bytes,
  );
}
