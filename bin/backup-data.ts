import type { BucketPolicy } from '../sites/intent/backup-access.js';
import type { Text } from '../sites/model/text.js';

/** What a stolen credential would try. */
export const probeActs = ['write-locked', 'overwrite', 'delete-marker', 'delete-version', 'bypass-retention', 'shorten-retention', 'change-versioning', 'change-lock', 'change-policy', 'change-lifecycle'] as const;
export type ProbeAct = (typeof probeActs)[number];

/** Whether a backup must be able to; everything else would let a thief destroy what is kept. */
export const mustBeAble: ReadonlySet<ProbeAct> = new Set(['write-locked']);
/** Harmless: every version stays. */
export const mayBeAble: ReadonlySet<ProbeAct> = new Set(['overwrite', 'delete-marker']);

/** Outcome `ndc/backup-probe.v1`. */
export interface BackupProbeData {
  readonly site: string;
  readonly bucket: string;
  /** What the bucket locks by itself; absent where the identity may not read it. */
  readonly defaultLock?: { readonly mode: 'COMPLIANCE' | 'GOVERNANCE' | 'none'; readonly days: number; readonly fine: boolean };
  readonly rows: readonly { readonly act: ProbeAct; readonly did: 'permitted' | 'refused' | 'untried'; readonly reason?: string; readonly fine: boolean }[];
}

/** Outcome `ndc/backup-extend.v1`. */
export interface BackupExtendData {
  readonly site: string;
  readonly bucket: string;
  /** RFC 3339: every version in use is locked until then at least. */
  readonly until: string;
  readonly inUse: number;
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
  readonly policy: BucketPolicy;
}
