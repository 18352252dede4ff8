import type { CannotRun, Cell, CellNote, Promises, Runs } from '../sites/recovery/cell.js';
import type { DataLoss } from '../sites/recovery/data-loss.js';
import type { TierSummary } from '../sites/recovery/matrix.js';
import type { DataKind, Situation } from '../sites/recovery/situation.js';
import type { Day, Quarter } from '../sites/model/calendar.js';
import type { Protection } from '../sites/model/kinds/protection.js';
import type { RecoveryAction } from '../sites/model/kinds/recovery-inputs.js';
import type { CapacityInput } from './capacity-inputs.js';
import type { EstateHead } from './estate-head.js';
import type { ClassLossRow } from './storage-data.js';

export type { CannotRun, CellNote, Runs };

/** Outcome `ndc/dr-matrix.v1`: every environment in every situation. Milliseconds and bytes. */
export interface DrMatrixData {
  readonly estate: EstateHead;
  readonly asOf: Day;
  /** Options that make the answer a what-if; empty for the estate as it is. */
  readonly whatIf: readonly string[];
  readonly quarter: Quarter;
  /** What it was narrowed to. */
  readonly situations: readonly Situation[];
  readonly selected: { readonly sites: readonly string[]; readonly organisations: readonly string[]; readonly tiers: readonly Protection[] };
  /** Sites that operate in the quarter, and those that are to. */
  readonly operating: readonly string[];
  readonly promises: Readonly<Record<Protection, Promises>>;
  /** Environments worse than their tier, and environments in all. */
  readonly worse: number;
  /** Environments that run nowhere since a declared loss; absent where none is in force. */
  readonly stopped?: number;
  readonly environments: number;
  /** Worse than their tier first. */
  readonly cells: readonly CellRow[];
  readonly tiers: readonly TierSummary[];
  /** What no system's data are, and every system needs: interval of the secret store's snapshots, and minutes until images are sent on. */
  readonly platform: { readonly secretStoreMs: bigint; readonly imagesMs: bigint };
  /** Runs of the simulation behind P50 and P95. */
  readonly runs: number;
  readonly durations: readonly { readonly action: RecoveryAction; readonly p50Ms: bigint; readonly p95Ms: bigint; readonly measured: number }[];
  /** The worst loss of each level of every storage class, before any site is lost. */
  readonly storage: readonly ClassLossRow[];
  readonly inputs: readonly CapacityInput[];
  readonly assumptions: number;
}

export type CellRow = Omit<Cell, 'inputs' | 'losses' | 'gone'> & {
  readonly losses: readonly Omit<DataLoss, 'inputs'>[];
  /** Kinds of data that lie nowhere any more. */
  readonly gone: readonly DataKind[];
};
