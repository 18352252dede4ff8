import type { KeyUse } from '../sites/keys/making.js';
import type { KeyMark } from './hsm-check-data.js';

/** Outcome `ndc/hsm-generate.v1`: a key that was made on a token. */
export interface HsmGenerateData {
  readonly site: string;
  readonly partition: string;
  /** Its id in the inventory. */
  readonly key: string;
  readonly label: string;
  /** CKA_ID, hexadecimal. */
  readonly objectId: string;
  readonly bits: number;
  /** All that it may be used for. */
  readonly use: KeyUse;
  readonly token: { readonly manufacturer: string; readonly model: string; readonly serial: string; readonly firmware: string };
  /** What the record of the ceremony holds of it: of a pair, of both halves. */
  readonly marks: readonly KeyMark[];
}
