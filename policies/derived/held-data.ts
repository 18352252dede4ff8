import type { DeepReadonly, Estate } from '../../sites/model/estate.js';
import type { StorageClass } from '../../sites/model/kinds/site.js';
import type { TenantSystem } from '../../sites/model/kinds/tenancy-request.js';
import { pointer, type Pointer } from '../../sites/model/pointer.js';
import { environmentsOf, type DerivedEnvironment } from './placement.js';

export type Database = NonNullable<DeepReadonly<TenantSystem>['databases']>[number];

export interface HeldDatabase {
  readonly database: Database;
  readonly pointer: Pointer;
  /** Whether the platform's operator runs it; another engine lies on volumes of its environment, and is its owner's to replicate. */
  readonly operated: boolean;
}

/** What an environment keeps, by how it is copied. */
export interface HeldData {
  readonly block: boolean;
  readonly file: boolean;
  readonly objects: boolean;
  readonly databases: readonly HeldDatabase[];
}

type Backend = StorageClass['backend'];

/** Databases are a system's; they lie in its environment `prod`, or in the first where there is none. */
const keepsDatabases = ({ system, environment }: DerivedEnvironment): boolean => (system.environments.find(({ name }) => name === 'prod') ?? system.environments[0])?.name === environment.name;

/** Classes of a backend that an environment is granted at its primary and keeps data on; none where it uses fields of others. */
export const classesHeld = ({ sites }: Pick<Estate, 'sites'>, { consumesOtherSectors, primary, full }: DerivedEnvironment, backend: Backend): readonly string[] =>
  (sites[primary]?.storage ?? []).flatMap((storage) => (!consumesOtherSectors && storage.backend === backend && (full.storage[storage.class] ?? 0n) > 0n ? [storage.class] : []));

/** What an environment keeps at its primary. Fields of other sectors are used within the session only: nothing of them is kept (C V.3). */
export function heldBy(estate: Pick<Estate, 'sites'>, environment: DerivedEnvironment): HeldData {
  const holds = (backend: Backend): boolean => classesHeld(estate, environment, backend).length > 0;
  const root = environment.pointer.slice(0, environment.pointer.lastIndexOf('/environments/'));
  return {
    block: holds('ceph-rbd'),
    file: holds('cephfs'),
    objects: holds('rgw'),
    databases: keepsDatabases(environment)
      ? (environment.system.databases ?? []).map((database, index): HeldDatabase => ({ database, pointer: `${root}${pointer('databases', index)}`, operated: database.engine === 'postgresql' }))
      : [],
  };
}

/** One thing that is backed up on its own: an environment's volumes with its objects of the API, or one of its databases. */
export interface Dataset {
  /** `dataset/<namespace>`, `dataset/<namespace>/<database>`. */
  readonly object: string;
  readonly environment: DerivedEnvironment;
  /** Absent for the volumes. */
  readonly database?: HeldDatabase;
}

/** Every dataset of every request, in the order of the requests. What keeps nothing has none. */
export function datasetsOf(estate: Estate): readonly Dataset[] {
  return environmentsOf(estate).flatMap((environment): Dataset[] => {
    const { block, file, databases } = heldBy(estate, environment);
    const own = databases.map((database): Dataset => ({ object: `dataset/${environment.namespace}/${database.database.id}`, environment, database }));
    return block || file ? [{ object: `dataset/${environment.namespace}`, environment }, ...own] : own;
  });
}

/** Site to which every change of an environment goes: a standby that holds data. What is bad here is as bad there a moment later. */
export function mirrorTarget({ recovery }: Pick<Estate, 'recovery'>, { tier, standby, primary }: DerivedEnvironment): string | undefined {
  const { volumes, databases, objects } = recovery.copies[tier];
  return standby !== primary && (volumes.mode !== 'none' || databases !== 'none' || objects !== 'none') ? standby : undefined;
}

/** Whether a tier wants a copy of its backups in another site than the primary. */
export const wantsOffSite = ({ protection }: Pick<Estate, 'protection'>, { tier }: DerivedEnvironment): boolean => protection.tiers[tier].backup.offSite || protection.tiers[tier].backup.thirdSite;
