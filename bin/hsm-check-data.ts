import type { TokenFinding } from '../sites/keys/token-findings.js';
import type { Percentiles } from './kms-test-data.js';

export interface KeyMark {
  readonly label: string;
  readonly class: 'secret' | 'private' | 'public';
  /** CKA_ID, hexadecimal; empty where there is none. */
  readonly objectId: string;
  /** CKA_CHECK_VALUE of a secret key. */
  readonly checkValue?: string;
  /** SHA-256 of a public key. */
  readonly fingerprint?: string;
}

export interface CheckedPartition {
  readonly partition: string;
  readonly token: { readonly manufacturer: string; readonly model: string; readonly serial: string; readonly firmware: string };
  /** Key objects in it. */
  readonly keys: number;
  /** What tells each of them from others, as records of ceremonies hold it; never a value. */
  readonly marks: readonly KeyMark[];
  readonly findings: readonly TokenFinding[];
  /** Of a key of the API server, straight at the token. */
  readonly measured: readonly { readonly key: string; readonly encrypt: Percentiles; readonly decrypt: Percentiles }[];
}

export interface HsmCheckData {
  readonly site: string;
  readonly asOf: string;
  readonly library: string;
  readonly partitions: readonly CheckedPartition[];
  /** Partitions of the site that the connection has no PIN file of. */
  readonly notChecked: readonly string[];
  /** Partitions of the site that were left out, since one was named. */
  readonly notAskedFor: readonly string[];
  /** Only marks were read, of copies that are being tried: nothing was held against the inventory. */
  readonly marksOnly?: true;
}
