import type { BreakGlassRow } from '../sites/keys/break-glass.js';
import type { Day } from '../sites/model/calendar.js';
import type { EstateHead } from './estate-head.js';

/** Outcome `ndc/hsm-break-glass.v1`: what opens each site in an emergency, and what is not there or was not drilled. */
export interface HsmBreakGlassData {
  readonly estate: EstateHead;
  readonly asOf: Day;
  readonly sites: readonly string[];
  readonly rows: readonly BreakGlassRow[];
  /** Rows for which somebody has to do something now. */
  readonly wanting: number;
  /** Values of these that nobody has confirmed. */
  readonly assumptions: number;
}
