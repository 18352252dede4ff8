import type { DeepReadonly } from '../model/estate.js';
import type { Protection } from '../model/kinds/protection.js';
import type { Prerequisite, Starter } from '../model/kinds/recovery-inputs.js';
import type { TenantSystem } from '../model/kinds/tenancy-request.js';
import type { Pointer } from '../model/pointer.js';
import type { EnvironmentIntent, RoleIntent } from './environment.js';

export type Database = NonNullable<DeepReadonly<TenantSystem>['databases']>[number];

/** How an environment's volumes reach its standby. */
export interface VolumeReplication {
  readonly mode: 'journal' | 'snapshot';
  /** Between two snapshots; a journal has none. */
  readonly intervalMinutes?: number;
  /** `<storage class>-<pair>`: block pool, and storage class, of one pair of sites; equal at both. */
  readonly pools: readonly string[];
  readonly to: string;
}

/** The pair of sites in whose pools an environment's volumes lie. */
export interface VolumePair extends Omit<VolumeReplication, 'to'> {
  /** Its primary and its standby as recorded. */
  readonly sites: readonly [primary: string, standby: string];
}

/** Whose archive a cluster is recovered from, and the site whose store has it. */
export interface RecoveredFrom {
  readonly site: string;
  readonly archive: string;
}

/** A declared database of a system, in the environment that holds it. */
export interface DatabaseProtection {
  readonly database: Database;
  readonly pointer: Pointer;
  /** Name of its cluster, the same at every site. */
  readonly cluster: string;
  /** Whether the platform's operator runs and replicates it. Another engine is its owner's to replicate, and REP-003 says so. */
  readonly operated: boolean;
  /** Streams its log there; absent where the tier's standby holds no data. */
  readonly standby?: string;
  /** Replica at the site of the backups: at most one plugin archives a cluster's log, so the third copy is a replica too. */
  readonly third?: string;
  /** Whether its tier streams it to other sites, whoever of them is there now: certificates and names then are those of replication. */
  readonly replicates: boolean;
  /** Site whose cluster was made empty, and from which the others were cloned. */
  readonly origin: string;
  /** Sites that hold it when no declaration is in force, the origin first. */
  readonly sites: readonly string[];
  /** By site, counted up whenever the cluster is built anew: an archive is never continued by another incarnation. */
  readonly incarnations: Readonly<Record<string, number>>;
  /** Sites whose cluster was lost, and is cloned from the others. */
  readonly rebuilt: readonly string[];
  /** Site whose store has the origin's archive. */
  readonly originArchive: string;
  /** Of a database that was restored from backups elsewhere, by site: whose archive its cluster there is recovered from, and the store that has it. */
  readonly recoveredFrom?: Readonly<Record<string, RecoveredFrom>>;
  /** Of a site that is to write again: what lets it, until its return is done. */
  readonly promotionToken?: string;
  /**
   * Site whose store takes the primary's log and base backups. Where replicas stand elsewhere each site archives to its own
   * store; where none does, the one archiver there may be sends to the site of the backups as soon as that operates.
   */
  readonly archive: string;
  readonly archiveTimeoutSeconds: number;
  readonly baseBackupEveryHours: number;
}

/** One place that receives an environment's backups. A backup goes to one location, so each place has a schedule. */
export interface BackupTarget {
  readonly site: string;
  /** `local`: in the primary's own store, gone with it; `off-site`: what a lost site is survived with. */
  readonly kind: 'local' | 'off-site';
  /** Whether the site operates: a planned one takes nothing yet. */
  readonly operating: boolean;
  readonly everyMinutes: number;
  /** Days a backup is kept, and days its objects are locked; 0 where the tier wants no immutable copy. */
  readonly retentionDays: number;
  readonly lockDays: number;
}

/** How one environment is protected, derived from placement and tier. */
export interface EnvironmentProtection {
  readonly environment: EnvironmentIntent;
  readonly tier: Protection;
  readonly primary: RoleIntent;
  readonly standby?: RoleIntent;
  /** Site of the backups. */
  readonly backup?: RoleIntent;
  /** Replication of its volumes; absent while nothing takes them. */
  readonly volumes?: VolumeReplication;
  /** Where its volumes lie, also while one of both sites is lost: volumes never move from pool to pool. */
  readonly pair?: VolumePair;
  readonly databases: readonly DatabaseProtection[];
  /** Whether its buckets are replicated between object zones. */
  readonly objects: boolean;
  readonly backups: readonly BackupTarget[];
  readonly starts: Starter;
  /** Systems that must run before it. */
  readonly after: readonly string[];
  /** At the standby, or where its backups lie when it has none. */
  readonly prerequisites: readonly DeepReadonly<Prerequisite & { readonly site: string }>[];
}

/** Two sites that hold standbys of each other, in the order of their ids. */
export interface SitePair {
  /** `<a>-<b>`. */
  readonly id: string;
  readonly a: string;
  readonly b: string;
  /** Whether both operate: until then pools stand, and nothing is mirrored. */
  readonly operating: boolean;
  /** One of both is declared lost: images stay mirrored images, and nothing is sent or awaited. */
  readonly cut: boolean;
  /** Block pools of the pair, each with the storage class it is cut from. */
  readonly pools: readonly { readonly pool: string; readonly storageClass: string }[];
  /** Snapshot intervals in minutes that environments of the pair use, rising. */
  readonly intervals: readonly number[];
}

/** Who copies what where, for any number of sites. */
export interface ProtectionIntent {
  /** By namespace, in the order of the intent. */
  readonly environments: readonly EnvironmentProtection[];
  readonly pairs: readonly SitePair[];
}
