import type { GivenApproval, RefusedApproval } from '../sites/model/approval.js';
import type { Day } from '../sites/model/calendar.js';
import type { Text } from '../sites/model/text.js';

/** `ndc/approval.v1`: what is being approved, who has approved it, whose signature does not count and why. */
export interface ApprovalData {
  readonly transition: string;
  readonly file: string;
  /** What the signature is over. */
  readonly digest: string;
  readonly on: Day;
  /** What it permits, in sentences. */
  readonly permits: readonly Text[];
  /** The signer whose signature this run wrote; absent where it only showed. */
  readonly signed?: string;
  /** One for each person who has approved, this run's included. */
  readonly given: readonly GivenApproval[];
  readonly refused: readonly RefusedApproval[];
  /** People whose approval is needed in all. */
  readonly needed: number;
}
