import type { RetainedBackup } from '../sites/capacity/backup/retained.js';
import type { Interval } from '../sites/capacity/interval.js';
import type { LossLevel } from '../sites/capacity/node-loss.js';
import type { ClassLoss } from '../sites/capacity/storage/loss.js';
import type { StretchReason } from '../sites/capacity/storage/stretch.js';
import type { Day, Quarter } from '../sites/model/calendar.js';
import type { Protection } from '../sites/model/kinds/protection.js';
import type { Text } from '../sites/model/text.js';
import type { Bytes } from '../sites/model/units.js';
import type { CapacityInput } from './capacity-inputs.js';
import type { DeclaredSite } from './declared-sites.js';
import type { EstateHead } from './estate-head.js';

/** Outcome `ndc/capacity-storage.v1`: what every storage class holds, owes and survives. Bytes. */
export interface StorageData {
  readonly estate: EstateHead;
  readonly asOf: Day;
  /** Options that make the answer a what-if; empty for the estate as it is. */
  readonly whatIf: readonly string[];
  /** Losses that two people declared, and how far each way back is; absent where none is in force. */
  readonly declared?: readonly DeclaredSite[];
  /** Owed to this tier and those protected better. */
  readonly tier: Protection;
  readonly quarters: readonly Quarter[];
  /** Fill limits in percent, of the fullest disk, which is `uneven` percent above the mean. */
  readonly limits: { readonly nearfull: number; readonly backfillfull: number; readonly full: number; readonly uneven: number };
  /** Sites asked for, by number; without rows where a site does not operate in these quarters. */
  readonly sites: readonly { readonly site: string; readonly name: Text; readonly commissioning: Quarter; readonly rows: readonly ClassRow[] }[];
  /** In the first of the quarters in which a site serves: the worst loss of each level, on top of what is lost. */
  readonly losses: readonly ClassLossRow[];
  /** What `--lose` takes of sites that go on, all together; in the first quarter in which a site serves. */
  readonly together: readonly TogetherRow[];
  /** In the last of the quarters. */
  readonly backups: { readonly quarter: Quarter; readonly rows: readonly BackupRow[] };
  /** `--stretch`: one erasure code over all sites. */
  readonly stretch?: StretchRow;
  /** What the answer was computed from, in the first quarter in which a site serves. */
  readonly inputs: readonly CapacityInput[];
  /** Of `inputs`, those that nobody has confirmed. */
  readonly assumptions: number;
  readonly plot: boolean;
}

export interface ClassRow {
  readonly quarter: Quarter;
  readonly class: string;
  /** Absent where something is owed in a class that the site has not, or not yet. */
  readonly there?: ClassThere;
  /** What may be promised, of data. */
  readonly usable: Bytes;
  readonly promised: { readonly primary: Bytes; readonly standby: Bytes; readonly moved: Bytes };
  readonly backups: Interval;
  /** Third replicas of databases, and buckets of other sites. */
  readonly replicas: Bytes;
  /** Negative where more is owed than may be. */
  readonly left: Interval<bigint>;
}

export interface ClassThere {
  readonly backend: string;
  readonly coded: boolean;
  readonly size: number;
  readonly data: number;
  readonly minSize: number;
  readonly failureDomain: 'host' | 'rack';
  /** Absent where the site describes no storage nodes. */
  readonly hosts?: number;
  readonly racks?: number;
  /** Raw bytes on disks, and those declared without a disk. */
  readonly raw: Bytes;
  readonly missing: Bytes;
  /** Data to the brim, and to nearfull with nothing kept free to heal. */
  readonly logical: Bytes;
  readonly toNearfull: Bytes;
  readonly tooFewDomains: boolean;
}

export interface ClassLossRow {
  readonly site: string;
  readonly class: string;
  readonly quarter: Quarter;
  readonly level: LossLevel;
  /** The worst of the level, and how many of its domains hold a part of the class. */
  readonly domain: string;
  readonly of: number;
  readonly loss: ClassLoss;
}

export interface TogetherRow {
  readonly site: string;
  readonly class: string;
  readonly quarter: Quarter;
  readonly domains: readonly string[];
  /** Absent where the site describes no storage nodes. */
  readonly loss?: ClassLoss;
}

export type BackupRow = Omit<RetainedBackup, 'inputs'>;

export interface StretchRow {
  readonly data: number;
  readonly coding: number;
  readonly minSize: number;
  readonly sites: number;
  readonly serves: boolean;
  readonly redundancyLeft: number;
  readonly refused: boolean;
  readonly reasons: readonly { readonly reason: StretchReason; readonly text: Text }[];
}
