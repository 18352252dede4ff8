import type { RotationPlan } from '../sites/keys/rotation.js';
import type { EncryptionStage } from '../sites/keys/encryption-configuration.js';

export interface HsmRotateData {
  readonly asOf: string;
  readonly plan: RotationPlan;
}

export interface HsmHostFilesData {
  readonly site: string;
  readonly stage: EncryptionStage;
  readonly key: string;
  /** In place on every control-plane host. */
  readonly files: readonly { readonly path: string; readonly content: string }[];
  readonly flags: readonly string[];
  /** Folder they were written to. */
  readonly written?: string;
}
