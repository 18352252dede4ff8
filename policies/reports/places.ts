import { origin, type Estate } from '../../sites/model/estate.js';
import { pointer, type Pointer } from '../../sites/model/pointer.js';
import type { Verdict } from '../../sites/model/verdict.js';

/** Where a value of the estate that evidence cites is written. Lines and columns begin at 1. */
export interface CitedPlace {
  readonly pointer: Pointer;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Places of the waivers and of all estate values that verdicts cite, each once, in the order they are cited. */
export function citedPlaces(estate: Estate, verdicts: readonly Verdict[]): CitedPlace[] {
  const cited = new Set(estate.waivers.map((_, index) => pointer('waivers', index)));
  for (const { evidence } of verdicts) for (const each of evidence) if (each.document === 'estate' && each.pointer !== undefined) cited.add(each.pointer);
  return [...cited].flatMap((at) => {
    const from = origin(estate, at);
    return from === undefined ? [] : [{ pointer: at, file: from.file, line: from.line, column: from.column }];
  });
}
