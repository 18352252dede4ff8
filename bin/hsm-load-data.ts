import type { SiteLoad } from '../sites/keys/load.js';
import type { Day } from '../sites/model/calendar.js';
import type { CapacityInput } from './capacity-inputs.js';
import type { EstateHead } from './estate-head.js';

/** Outcome `ndc/hsm-load.v1`: what HSMs are asked for, and what they give with one device lost. */
export interface HsmLoadData {
  readonly estate: EstateHead;
  readonly asOf: Day;
  readonly whatIf: readonly string[];
  /** Percent of a device's rate that is planned for. */
  readonly busyPercent: number;
  readonly sites: readonly SiteLoad[];
  readonly inputs: readonly CapacityInput[];
}
