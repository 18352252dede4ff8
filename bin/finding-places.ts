import { citedIn, placesIn } from '../policies/reports/places.js';
import type { Estate } from '../sites/model/estate.js';
import type { Verdict } from '../sites/model/verdict.js';

/** Lines a finding leads to: enough to find what is wrong, and a page that can still be read. */
const most = 3;

/** Where what verdicts rest on is written: lines of the estate's files, then the stack that was read. */
export function findingPlaces(estate: Estate, verdicts: readonly Verdict[]): (verdict: Verdict) => readonly string[] {
  const written = new Map(placesIn(estate, citedIn(verdicts)).map(({ pointer, file, line }) => [pointer, `${file}:${line}`]));
  return ({ evidence }) => placesOf(evidence, written);
}

/** The first few places of a verdict's evidence, each once, the first object of a stack among them. */
export function placesOf(evidence: Verdict['evidence'], written: ReadonlyMap<string, string>): readonly string[] {
  const own = evidence.flatMap(({ document, pointer }) => (document === 'estate' ? (written.get(pointer ?? '') ?? []) : []));
  const read = evidence.flatMap(({ document, pointer }) => (document === undefined || document === 'estate' || pointer === undefined ? [] : [`${document}#${pointer}`]));
  const [stack] = read;
  const files = [...new Set(own)].slice(0, stack === undefined ? most : most - 1);
  return stack === undefined ? files : [...files, stack];
}
