import type { BadDeleteResult } from './drill/database/bad-delete.js';
import type { LinkCutResult } from './drill/database/link-cut.js';
import type { ComparedLoss } from './drill/database/loss-settings.js';
import type { SiteDeadResult } from './drill/database/site-dead.js';
import type { FailoverResult } from './drill/planes/failover.js';
import type { RestoreResult } from './drill/restore/restore-tenant.js';
import type { DrillStep } from './drill/steps.js';
import type { EstateHead } from './estate-head.js';

/** What can be drilled, in the order in which it is. */
export const drillParts = ['failover', 'site-dead', 'link-cut', 'bad-delete', 'losses'] as const;
export type DrillPart = (typeof drillParts)[number];

/** And what is drilled alone, by `--restore`. */
export type DrilledPart = DrillPart | 'restore';

/** Where a record of the drill lies, or would. */
export interface DrillRecord {
  readonly record: string;
  readonly evidence: string;
  readonly written: boolean;
  readonly signed: boolean;
}

/** Outcome `ndc/dr-drill.v1`: what was drilled, how long each step took, and whether all of it held. */
export interface DrDrillData {
  readonly estate: EstateHead;
  readonly lost: string;
  readonly standby: string;
  readonly third: string;
  /** Links as the laboratory has them: the estate's delay, and a rate that leaves as much room as theirs. */
  readonly links: readonly { readonly between: readonly string[]; readonly bitsPerSecond: number; readonly rttMs: number }[];
  readonly steps: readonly (DrillStep & { readonly part: DrilledPart })[];
  readonly failover?: FailoverResult;
  readonly siteDead?: SiteDeadResult;
  readonly linkCut?: LinkCutResult;
  readonly badDelete?: BadDeleteResult;
  readonly losses?: readonly ComparedLoss[];
  /** Of API objects alone: volumes are no part of it. */
  readonly restore?: RestoreResult;
  readonly passed: boolean;
  readonly record: DrillRecord;
}
