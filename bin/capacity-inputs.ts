import type { Estate } from '../sites/model/estate.js';
import type { Pointer } from '../sites/model/pointer.js';
import type { Origin } from '../sites/model/provenance.js';

/** A value that an answer about capacity was computed from, with where it stands. */
export interface CapacityInput {
  readonly pointer: Pointer;
  readonly source?: Origin['source'];
  readonly file?: string;
  readonly line?: number;
  /** Scalars at or below the pointer that nobody has confirmed. */
  readonly assumptions: number;
}

/** Where each pointer stands, once each, in order. Of a list or a map the first scalar in it gives file and line; one assumption in it makes it one. */
export function inputsOf({ origins }: Pick<Estate, 'origins'>, pointers: readonly Pointer[]): readonly CapacityInput[] {
  const wanted = new Map<Pointer, { first?: Origin; assumptions: number }>([...pointers].sort().map((pointer) => [pointer, { assumptions: 0 }]));
  for (const [pointer, origin] of origins) {
    for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
      const found = wanted.get(at);
      if (found === undefined) continue;
      found.first ??= origin;
      if (origin.source === 'assumption') found.assumptions += 1;
    }
  }
  return [...wanted].map(([pointer, { first, assumptions }]): CapacityInput => ({ pointer, assumptions, ...(first === undefined ? {} : { source: assumptions > 0 ? 'assumption' : first.source, file: first.file, line: first.line }) }));
}
