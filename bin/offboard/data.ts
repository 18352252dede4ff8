import type { Day } from '../../sites/model/calendar.js';
import type { OffboardingStep } from '../../sites/model/offboarding.js';
import type { Text } from '../../sites/model/text.js';

/** One step and its day; no day where it is still to come. */
export interface StepRow {
  readonly step: OffboardingStep;
  readonly on?: Day;
  /** What it recorded, in a sentence. */
  readonly said?: Text;
}

/** `ndc/tenant-offboard.v1`: where an offboarding stands, what this run adds, and what comes next. */
export interface OffboardData {
  /** `system/ho-so`. */
  readonly subject: string;
  readonly transition: string;
  readonly file: string;
  readonly written: boolean;
  /** The step this run took, or would take; absent where it only tells. */
  readonly taken?: OffboardingStep;
  readonly steps: readonly StepRow[];
  /** Environments and sites, with what each may still use; for systems of state secrets without figures. */
  readonly limits: readonly { readonly namespace: string; readonly site: string; readonly use?: string }[];
  readonly files: readonly { readonly file: string; readonly change: 'new' | 'changed' | 'removed' }[];
  readonly next: Text;
}
