import type { Intent } from '../../intent/environment.js';
import type { Quarter } from '../../model/calendar.js';
import { holdsDatabases } from '../../model/database-home.js';
import type { Estate } from '../../model/estate.js';
import { pointer, type Pointer } from '../../model/pointer.js';
import type { Bytes } from '../../model/units.js';
import { guaranteeIn, type Growth } from '../guarantee.js';
import { hundredths, interval, type Interval } from '../interval.js';
import type { Promised } from '../promised.js';
import { isStorage } from '../quantities.js';

/** A database of a system, where the request says so. */
export interface ProtectedDatabase {
  readonly id: string;
  readonly size: Bytes;
  /** Changed bytes a day. */
  readonly changeRate: Bytes;
  /** Log bytes a day, where measured. */
  readonly walRate?: Bytes;
  readonly pointer: Pointer;
}

/** An environment with what of it is copied, and where the copies go. */
export interface ProtectedEnvironment {
  readonly promise: Promised;
  /** Databases that lie in this environment. */
  readonly databases: readonly ProtectedDatabase[];
  /** Site whose object storage takes the backups. */
  readonly backup?: string;
  /** Bytes of backup the request asks for. */
  readonly backupQuota: Bytes;
}

/** What is protected of every environment, in the order of the promises. */
export function protectedEnvironments(promises: readonly Promised[], intent: Intent): readonly ProtectedEnvironment[] {
  const byNamespace = new Map(intent.environments.map((environment) => [environment.namespace, environment]));
  return promises.flatMap((promise): ProtectedEnvironment[] => {
    const of = byNamespace.get(promise.namespace);
    if (of === undefined) return [];
    const root = of.pointer.slice(0, of.pointer.lastIndexOf('/environments/'));
    const databases = holdsDatabases(of.system, of.environment.name)
      ? (of.system.databases ?? []).map(({ id, size, changeRate, walRate }, index): ProtectedDatabase => ({ id, size, changeRate, ...(walRate === undefined ? {} : { walRate }), pointer: `${root}${pointer('databases', index)}` }))
      : [];
    return [{ promise, databases, ...(of.backup === undefined ? {} : { backup: of.backup.site }), backupQuota: of.quota.backup }];
  });
}

/** Bytes of an environment in a quarter that must survive, and how fast they change. */
export interface ProtectedData {
  readonly databases: Bytes;
  /** Changed bytes of all databases a day. */
  readonly databaseChanges: Bytes;
  /** Log bytes a day: measured where a database says so, else the changes times catalogue/planning.yaml's `logPercent`. */
  readonly log: Bytes;
  readonly logMeasured: boolean;
  /** Files and volumes beside the databases. */
  readonly volumes: Interval;
  /** Bytes of them that change in a day. */
  readonly volumeChanges: Interval;
}

const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/**
 * What an environment holds in a quarter: its databases grow as its storage does, the rest of its storage but object
 * storage is filled to an assumed share.
 *
 * @returns undefined where the environment has not begun or has expired.
 */
export function protectedIn({ planning, sites }: Pick<Estate, 'planning' | 'sites'>, { promise, databases }: ProtectedEnvironment, quarter: Quarter, growth?: Growth): ProtectedData | undefined {
  const guarantee = guaranteeIn(promise, quarter, growth);
  if (guarantee === undefined) return undefined;
  const { backup, links } = planning;
  const objects = (sites[promise.primary]?.storage ?? []).flatMap((storage) => (storage.backend === 'rgw' ? [`storage/${storage.class}`] : []));
  const stored = (amounts: ReadonlyMap<string, bigint>, without: readonly string[] = []): bigint => {
    let total = 0n;
    for (const [resource, amount] of amounts) if (isStorage(resource) && !without.includes(resource)) total += amount;
    return total;
  };
  const approved = stored(promise.quota);
  const now = stored(guarantee.amounts);
  /** As the environment's storage has grown, rounded up. */
  const grown = (bytes: bigint): bigint => (approved === 0n ? bytes : (bytes * now + approved - 1n) / approved);
  const held = databases.reduce((sum, { size }) => sum + grown(size), 0n);
  const logOf = ({ changeRate, walRate }: ProtectedDatabase): bigint => grown(walRate ?? (changeRate * BigInt(links.logPercent) + 99n) / 100n);
  const copied = stored(guarantee.amounts, backup.objectsBackedUp ? [] : objects);
  const beside = most(0n, copied - held);
  const volumes = interval((bound) => ((beside * hundredths(backup.volumesFilledTo[bound]) + 9_999n) / 10_000n) as Bytes);
  return {
    databases: held as Bytes,
    databaseChanges: databases.reduce((sum, { changeRate }) => sum + grown(changeRate), 0n) as Bytes,
    log: databases.reduce((sum, database) => sum + logOf(database), 0n) as Bytes,
    logMeasured: databases.length > 0 && databases.every(({ walRate }) => walRate !== undefined),
    volumes,
    volumeChanges: interval((bound) => ((volumes[bound] * hundredths(backup.volumesChangedPerDay[bound]) + 9_999n) / 10_000n) as Bytes),
  };
}
