import type { SitePower } from '../sites/capacity/power/power.js';
import type { Day, Quarter } from '../sites/model/calendar.js';
import type { Protection } from '../sites/model/kinds/protection.js';
import type { Text } from '../sites/model/text.js';
import type { CapacityInput } from './capacity-inputs.js';
import type { EstateHead } from './estate-head.js';

/** Outcome `ndc/capacity-power.v1`: racks, power, cooling and floors by quarter. Power in whole watts, energy in MWh. */
export interface PowerData {
  readonly estate: EstateHead;
  readonly asOf: Day;
  /** Options that make the answer a what-if; empty for the estate as it is. */
  readonly whatIf: readonly string[];
  /** Equipment of systems protected less is taken as switched off. */
  readonly tier: Protection;
  readonly quarters: readonly Quarter[];
  /** Sites asked for, by number; without rows where a site does not operate in these quarters. */
  readonly sites: readonly PowerSite[];
  /** What the answer was computed from. */
  readonly inputs: readonly CapacityInput[];
  /** Of `inputs`, those that nobody has confirmed. */
  readonly assumptions: number;
  readonly plot: boolean;
}

export interface PowerSite {
  readonly site: string;
  readonly name: Text;
  readonly commissioning: Quarter;
  readonly rows: readonly PowerRow[];
}

export type PowerRow = Omit<SitePower, 'site' | 'inputs'>;
