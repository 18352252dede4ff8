import type { Intent } from '../../intent/environment.js';
import type { Quarter } from '../../model/calendar.js';
import { holdsDatabases } from '../../model/database-home.js';
import { databaseReplicas, type DatabaseReplicas } from '../../model/database-replicas.js';
import { isOperated } from '../../model/database-share.js';
import type { DeepReadonly, Estate } from '../../model/estate.js';
import type { TenantSystem } from '../../model/kinds/tenancy-request.js';
import { pointer, type Pointer } from '../../model/pointer.js';
import type { Bytes } from '../../model/units.js';
import { guaranteeIn, type Growth } from '../guarantee.js';
import { hundredths, interval, type Interval } from '../interval.js';
import type { Promised } from '../promised.js';
import { isStorage, type Quantities } from '../quantities.js';

/** A database of a system, where the request says so. */
export interface ProtectedDatabase {
  readonly id: string;
  readonly size: Bytes;
  /** Changed bytes a day. */
  readonly changeRate: Bytes;
  /** Log bytes a day, where measured. */
  readonly walRate?: Bytes;
  /** Whether the platform's operator runs it: it alone has replicas and an archive of its own. */
  readonly operated: boolean;
  readonly pointer: Pointer;
}

/** An environment with what of it is copied, and where the copies go. */
export interface ProtectedEnvironment {
  readonly promise: Promised;
  /** Databases that lie in this environment. */
  readonly databases: readonly ProtectedDatabase[];
  /** Site whose object storage takes the backups. */
  readonly backup?: string;
  /** Sites to which the databases stream; none where they do not. */
  readonly replicas: DatabaseReplicas;
  /** Bytes of backup the request asks for. */
  readonly backupQuota: Bytes;
}

/** What a derivation of intent, and a rule's own one, both say of what is copied. */
export interface CopiedEnvironment {
  readonly namespace: string;
  readonly system: DeepReadonly<TenantSystem>;
  readonly environment: { readonly name: string };
  readonly pointer: Pointer;
  readonly backup?: string;
  readonly replicas: DatabaseReplicas;
  readonly backupQuota: bigint;
}

/** What is protected of every environment of an intent, in the order of the promises. */
export const protectedEnvironments = (estate: Pick<Estate, 'sites' | 'recovery' | 'protection'>, promises: readonly Promised[], { environments }: Intent): readonly ProtectedEnvironment[] =>
  protectedFrom(
    promises,
    environments.map(({ namespace, system, environment, pointer: at, tier, primary, standby, backup, quota }): CopiedEnvironment => ({
      namespace,
      system,
      environment,
      pointer: at,
      ...(backup === undefined ? {} : { backup: backup.site }),
      replicas: databaseReplicas(estate, { tier, primary: primary.site, standby: standby?.site, backup: backup?.site }),
      backupQuota: quota.backup,
    })),
  );

/** The same, from whoever derived it. */
export function protectedFrom(promises: readonly Promised[], environments: readonly CopiedEnvironment[]): readonly ProtectedEnvironment[] {
  const byNamespace = new Map(environments.map((environment) => [environment.namespace, environment]));
  return promises.flatMap((promise): ProtectedEnvironment[] => {
    const of = byNamespace.get(promise.namespace);
    if (of === undefined) return [];
    const root = of.pointer.slice(0, of.pointer.lastIndexOf('/environments/'));
    const databases = holdsDatabases(of.system, of.environment.name)
      ? (of.system.databases ?? []).map(({ id, engine, size, changeRate, walRate }, index): ProtectedDatabase => ({ id, size, changeRate, ...(walRate === undefined ? {} : { walRate }), operated: isOperated({ engine }), pointer: `${root}${pointer('databases', index)}` }))
      : [];
    return [{ promise, databases, ...(of.backup === undefined ? {} : { backup: of.backup }), replicas: of.replicas, backupQuota: of.backupQuota as Bytes }];
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

function stored(amounts: Quantities, without: readonly string[] = []): bigint {
  let total = 0n;
  for (const [resource, amount] of amounts) if (isStorage(resource) && !without.includes(resource)) total += amount;
  return total;
}

/** Bytes grown as an environment's storage has since it was approved, rounded up. */
export function grownWith(quota: Quantities, amounts: Quantities): (bytes: bigint) => bigint {
  const [approved, now] = [stored(quota), stored(amounts)];
  return (bytes) => (approved === 0n ? bytes : (bytes * now + approved - 1n) / approved);
}

interface Found {
  readonly planning: Estate['planning'];
  readonly sites: Estate['sites'];
  readonly quarter: Quarter;
  readonly growth: Growth | undefined;
  readonly data: ProtectedData | undefined;
}

/** Of the last quarter asked about: backups, their copies and links each ask for the same. */
const found = new WeakMap<ProtectedEnvironment, Found>();

/**
 * What an environment holds in a quarter: its databases grow as its storage does, the rest of its storage but object
 * storage is filled to an assumed share.
 *
 * @param of databases that are asked about; the others take their part of the storage all the same.
 * @returns undefined where the environment has not begun or has expired.
 */
export function protectedIn({ planning, sites }: Pick<Estate, 'planning' | 'sites'>, environment: ProtectedEnvironment, quarter: Quarter, growth?: Growth, of?: (database: ProtectedDatabase) => boolean): ProtectedData | undefined {
  const given = { planning, sites };
  if (of !== undefined) return heldIn(given, environment, quarter, growth, of);
  const before = found.get(environment);
  if (before?.quarter === quarter && before.growth === growth && before.planning === planning && before.sites === sites) return before.data;
  const data = heldIn(given, environment, quarter, growth, () => true);
  found.set(environment, { ...given, quarter, growth, data });
  return data;
}

function heldIn({ planning, sites }: Pick<Estate, 'planning' | 'sites'>, { promise, databases: all }: ProtectedEnvironment, quarter: Quarter, growth: Growth | undefined, of: (database: ProtectedDatabase) => boolean): ProtectedData | undefined {
  const guarantee = guaranteeIn(promise, quarter, growth);
  if (guarantee === undefined) return undefined;
  const { backup, links } = planning;
  const objects = (sites[promise.primary]?.storage ?? []).flatMap((storage) => (storage.backend === 'rgw' ? [`storage/${storage.class}`] : []));
  const grown = grownWith(promise.quota, guarantee.amounts);
  const held = all.reduce((sum, { size }) => sum + grown(size), 0n);
  const databases = all.filter(of);
  const logOf = ({ changeRate, walRate }: ProtectedDatabase): bigint => grown(walRate ?? (changeRate * BigInt(links.logPercent) + 99n) / 100n);
  const copied = stored(guarantee.amounts, backup.objectsBackedUp ? [] : objects);
  const beside = most(0n, copied - held);
  const volumes = interval((bound) => ((beside * hundredths(backup.volumesFilledTo[bound]) + 9_999n) / 10_000n) as Bytes);
  return {
    databases: databases.reduce((sum, { size }) => sum + grown(size), 0n) as Bytes,
    databaseChanges: databases.reduce((sum, { changeRate }) => sum + grown(changeRate), 0n) as Bytes,
    log: databases.reduce((sum, database) => sum + logOf(database), 0n) as Bytes,
    logMeasured: databases.length > 0 && databases.every(({ walRate }) => walRate !== undefined),
    volumes,
    volumeChanges: interval((bound) => ((volumes[bound] * hundredths(backup.volumesChangedPerDay[bound]) + 9_999n) / 10_000n) as Bytes),
  };
}
