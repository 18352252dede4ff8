import type { HandOverKind } from '../../sites/model/hand-over.js';
import type { Text } from '../../sites/model/text.js';

/** `ndc/tenant-hand-over.v1`: who gives what to whom, which files change, and which environments move without being touched. */
export interface HandOverData {
  readonly is: HandOverKind;
  /** Whether the files were written; otherwise they are only shown. */
  readonly written: boolean;
  readonly transitions: readonly { readonly id: string; readonly from: string; readonly to: string; readonly systems: readonly string[] }[];
  readonly files: readonly { readonly file: string; readonly change: 'new' | 'changed' | 'removed'; /** Whole text of a new file. */ readonly text?: string }[];
  readonly environments: readonly { readonly namespace: string; readonly from: string; readonly to: string; readonly sites: readonly string[] }[];
  /** What somebody must see to; none of it stops the hand-over. */
  readonly notices: readonly { readonly code?: string; readonly message: Text }[];
}
