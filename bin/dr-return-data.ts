import type { GivenApproval, RefusedApproval } from '../sites/model/approval.js';
import type { ReturnStep } from '../sites/model/kinds/disaster.js';
import type { Text } from '../sites/model/text.js';

/** What can be asked of a way back: its steps, and to end it. */
export type ReturnAction = ReturnStep | 'close';

/** `ndc/dr-return.v1`: where the way back of a site stands. */
export interface DrReturnData {
  readonly site: string;
  readonly declaration: string;
  readonly transition: string;
  readonly file: string;
  readonly written: boolean;
  readonly taken?: ReturnAction;
  readonly steps: readonly { readonly step: ReturnStep; readonly at?: string; readonly said?: Text }[];
  readonly closed: boolean;
  readonly given: readonly GivenApproval[];
  readonly refused: readonly RefusedApproval[];
  readonly needed: number;
  /** Environments that stay as they are: their newest data are at another site that is lost. */
  readonly stale: readonly { readonly namespace: string; readonly newestAt: string }[];
  /** Environments that the site runs again in the end. */
  readonly returning: readonly string[];
  /** Of those, the ones that come back by a backup of the survivor, restored here: nothing streams or mirrors them, and no token exists. */
  readonly byBackup: readonly { readonly namespace: string; readonly from: string }[];
  readonly next: Text;
}
