import type { BucketPolicy } from '../sites/intent/backup-access.js';
import type { Text } from '../sites/model/text.js';

/** What a stolen credential would try. */
export const probeActs = ['write', 'overwrite', 'delete-marker', 'delete-version', 'bypass-retention', 'shorten-retention', 'change-versioning', 'change-lock', 'change-policy', 'change-lifecycle'] as const;
export type ProbeAct = (typeof probeActs)[number];

/** Why something was not tried: nothing could be written, or the bucket keeps no versions. */
export const untriedWhy = ['not-written', 'no-versions'] as const;
export type Untried = (typeof untriedWhy)[number];

/** Whether a backup must be able to; everything else would let a thief destroy what is kept. */
export const mustBeAble: ReadonlySet<ProbeAct> = new Set(['write']);
/** Harmless: every version stays. */
export const mayBeAble: ReadonlySet<ProbeAct> = new Set(['overwrite', 'delete-marker']);

/** Outcome `ndc/backup-probe.v1`. */
export interface BackupProbeData {
  readonly site: string;
  readonly bucket: string;
  /**
   * What the bucket locks by itself; absent where the identity may not read it. `least`: days it must hold, as asked or as
   * the estate's retention wants; absent where neither says.
   */
  readonly defaultLock?: { readonly mode: 'COMPLIANCE' | 'GOVERNANCE' | 'none'; readonly days: number; readonly least?: number; readonly fine: boolean };
  readonly rows: readonly { readonly act: ProbeAct; readonly did: 'permitted' | 'refused' | 'untried'; readonly reason?: string; readonly untried?: Untried; readonly fine: boolean }[];
}

/** Outcome `ndc/backup-extend.v1`. */
export interface BackupExtendData {
  readonly site: string;
  readonly bucket: string;
  /** RFC 3339: every version in use is locked until then at least. */
  readonly until: string;
  /** RFC 3339: what was in use at that instant; absent: what is in use now. */
  readonly asOf?: string;
  readonly inUse: number;
  /** Keys with versions below a delete marker, which a restore to an earlier instant would take; not extended. */
  readonly hidden: number;
  readonly extended: number;
  readonly already: number;
  readonly failed: readonly { readonly key: string; readonly reason: Text }[];
}

/** Outcome `ndc/backup-restore.v1`. */
export interface BackupRestoreData {
  readonly site: string;
  readonly bucket: string;
  readonly into: string;
  /** RFC 3339. */
  readonly asOf: string;
  readonly objects: number;
  readonly bytes: number;
  /** Versions and markers younger than that, which were left behind. */
  readonly younger: number;
  /** SHA-256 over `sha256  key` of every object, keys in order: two restores of one moment agree. */
  readonly digest: string;
  readonly failed: readonly { readonly key: string; readonly reason: Text }[];
}

/** Outcome `ndc/backup-policy.v1`. */
export interface BackupPolicyData {
  readonly bucket: string;
  readonly writer: string;
  readonly keeper?: string;
  readonly policy: BucketPolicy;
}
