import type { Day, Quarter } from '../sites/model/calendar.js';
import type { HazardScenario } from '../sites/model/kinds/site.js';
import type { Protection } from '../sites/model/kinds/protection.js';
import type { RecoveryAction } from '../sites/model/kinds/recovery-inputs.js';
import type { Hit } from '../sites/recovery/cause.js';
import type { Promises } from '../sites/recovery/cell.js';
import type { DataLoss } from '../sites/recovery/data-loss.js';
import type { Distribution } from '../sites/recovery/distribution.js';
import type { SimulatedEnvironment, SimulatedTier } from '../sites/recovery/simulate.js';
import type { LinkCatchUp } from '../sites/recovery/simulate-links.js';
import type { SurvivorRoom } from '../sites/recovery/simulate-room.js';
import type { StepKind } from '../sites/recovery/situation.js';
import type { CapacityInput } from './capacity-inputs.js';
import type { EstateHead } from './estate-head.js';

/** Outcome `ndc/dr-simulate.v1`: the loss of one site, event by event and over many runs. Milliseconds, bytes, bits a second. */
export interface DrSimulateData {
  readonly estate: EstateHead;
  readonly asOf: Day;
  /** Options that make the answer a what-if beside the loss itself; empty for the estate as it is. */
  readonly whatIf: readonly string[];
  readonly quarter: Quarter;
  readonly lost: string;
  readonly cause: HazardScenario;
  readonly runs: number;
  readonly seed: number;
  /** What the cause hits beside the site. */
  readonly hit: Omit<Hit, 'inputs'>;
  readonly promises: Readonly<Record<Protection, Promises>>;
  /** Environments that ran at the site, and those of them that break what their tier promises. */
  readonly environments: number;
  readonly worse: number;
  /** Every step, at its median, in the order in which they are taken. */
  readonly events: readonly SimulatedStep[];
  /** Best protected first. */
  readonly tiers: readonly SimulatedTier[];
  readonly systems: readonly SimulatedRow[];
  readonly links: readonly LinkCatchUp[];
  readonly survivors: readonly SurvivorRoom[];
  readonly durations: readonly { readonly action: RecoveryAction; readonly p50Ms: bigint; readonly p95Ms: bigint; readonly measured: number }[];
  readonly inputs: readonly CapacityInput[];
  readonly assumptions: number;
}

export interface SimulatedStep {
  readonly kind: StepKind;
  /** `verify ho-so-prod`. */
  readonly name: string;
  readonly site?: string;
  readonly namespace?: string;
  readonly tier?: Protection;
  readonly startMs: bigint;
  readonly endMs: bigint;
  readonly bytes?: bigint;
  readonly rate?: bigint;
}

export type SimulatedRow = Omit<SimulatedEnvironment, 'inputs' | 'losses'> & {
  readonly worse: boolean;
  readonly losses: readonly (Pick<DataLoss, 'data' | 'means' | 'from' | 'at' | 'intervalMs'> & { readonly ms: Distribution; readonly bytes?: Distribution })[];
};
