import type { Promises } from '../sites/recovery/cell.js';
import type { StepKind } from '../sites/recovery/situation.js';
import type { DeclaredSite } from './declared-sites.js';
import type { CellRow } from './dr-matrix-data.js';
import type { InputPlace } from './promise-data.js';

/** Outcome `ndc/dr-cell.v1`: one cell of the matrix, every figure down to lines of files. Milliseconds. */
export interface DrCellData {
  readonly cell: string;
  readonly asOf: string;
  readonly whatIf: readonly string[];
  /** Losses that are declared already: the cell is of the next one. */
  readonly declared?: readonly DeclaredSite[];
  readonly row: Omit<CellRow, 'losses'>;
  readonly promises: Promises;
  /** Where the tier's promises stand. */
  readonly promised: readonly InputPlace[];
  /** Each kind of data, the one that loses most first. */
  readonly losses: readonly (CellRow['losses'][number] & { readonly inputs: readonly InputPlace[] })[];
  /** The chain of steps that decides when service is back, every step at its median. */
  readonly path: readonly PathRow[];
  /** What limits how much is done at once. */
  readonly limits: readonly InputPlace[];
  /** The request's own figures behind it. */
  readonly request: readonly InputPlace[];
}

export interface PathRow {
  readonly kind: StepKind;
  /** `verify ho-so-prod`. */
  readonly name: string;
  readonly startMs: bigint;
  readonly endMs: bigint;
  /** Bytes on their way, and bits a second. */
  readonly bytes?: bigint;
  readonly rate?: bigint;
  /** Times measured in drills behind its duration; absent where it is no action of the planning inputs. */
  readonly measured?: number;
  readonly inputs: readonly InputPlace[];
}
