import type { Day } from '../sites/model/calendar.js';
import type { Lang } from '../sites/model/text.js';
import type { Role, RunbookPart } from '../sites/recovery/runbook/step.js';
import type { CleanPoint } from '../sites/recovery/runbook/clean-point.js';
import type { EstateHead } from './estate-head.js';

/** Outcome `ndc/dr-runbook.v1`: what people do, step by step, when a site is lost, comes back, or data were breached. */
export interface DrRunbookData {
  readonly estate: EstateHead;
  readonly asOf: Day;
  readonly whatIf: readonly string[];
  /** Language of the commands; texts stand in both. */
  readonly lang: Lang;
  /** Absent where a breach alone was asked about. */
  readonly lost?: string;
  readonly survivors: readonly string[];
  /** Of the part about one organisation. */
  readonly organisation: string;
  /** Milliseconds since 1970, as text with its zone. */
  readonly breach?: { readonly at: string; readonly now: string; readonly points: readonly BreachPoint[] };
  readonly roles: readonly Role[];
  /** Line of a shell, typed once before all others: where they are typed, and what `ndc` is. */
  readonly start: string;
  readonly parts: readonly RunbookPart[];
}

/** A clean point with its moments as text. */
export type BreachPoint = Omit<CleanPoint, 'at' | 'from' | 'until' | 'schedule'> & { readonly at?: string; readonly from?: string; readonly until?: string };
