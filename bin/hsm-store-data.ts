import type { StoreSetup } from '../sites/keys/store-setup.js';

export interface HsmStoreData extends StoreSetup {
  readonly asOf: string;
  /** Folder the files were written to. */
  readonly written?: string;
}
