import type { Place } from '../../sites/model/diagnostic.js';
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
  return placesIn(estate, new Set([...cited, ...citedIn(verdicts)]));
}

/** Estate values that verdicts cite, each once, in the order they are cited. */
export const citedIn = (verdicts: readonly Verdict[]): ReadonlySet<Pointer> => new Set(verdicts.flatMap(({ evidence }) => evidence.flatMap(({ document, pointer: at }) => (document === 'estate' && at !== undefined ? [at] : []))));

/** Where values are written; what no file says has no place. */
export const placesIn = (estate: Estate, pointers: ReadonlySet<Pointer>): CitedPlace[] =>
  [...pointers].flatMap((at) => {
    const from = origin(estate, at) ?? near(at, firstInside(estate));
    return from === undefined ? [] : [{ pointer: at, file: from.file, line: from.line, column: from.column }];
  });

/** Only single values have a place of their own: an object stands where its first value does, what is missing where it would. */
function near(at: Pointer, first: ReadonlyMap<Pointer, Place>): Place | undefined {
  for (let here = at; here !== ''; here = here.slice(0, here.lastIndexOf('/'))) {
    const found = first.get(here);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** All of an estate is walked for it: once. */
const firstOf = new WeakMap<Estate['origins'], ReadonlyMap<Pointer, Place>>();

/** For everything that holds values, the first of them in the data. */
function firstInside({ origins }: Pick<Estate, 'origins'>): ReadonlyMap<Pointer, Place> {
  const before = firstOf.get(origins);
  if (before !== undefined) return before;
  const first = new Map<Pointer, Place>();
  for (const [at, place] of origins)
    for (let here = at.slice(0, at.lastIndexOf('/')); here !== '' && !first.has(here); here = here.slice(0, here.lastIndexOf('/'))) first.set(here, place);
  firstOf.set(origins, first);
  return first;
}
