import { nanoOf } from '../derived/quantity.js';
import { containerName, workloadsAt } from '../derived/workloads.js';
import { finding } from '../engine/columns.js';
import { judgeEnvironments } from '../engine/environment-rows.js';
import { judgeSites } from '../engine/site-rows.js';
import { plainText } from '../planset/known.js';
import { lookupOf, type Seen } from '../planset/lookup.js';
import { isUnknown } from '../planset/read-model.js';
import { parsePath } from './path.js';
import { compilePattern } from './pattern.js';
import { valuesAt, type Found } from './values-at.js';

/** Values of an object at a path of docs/own-rules.md. @throws RangeError where the text is no path. */
function values(seen: Seen, path: string): readonly Found[] {
  const parsed = parsePath(path);
  if ('problem' in parsed) throw new RangeError(`"${path}" is no path: ${parsed.problem.en} (character ${parsed.at})`);
  return valuesAt(seen, parsed);
}

/** Whether an RE2 pattern matches somewhere in a text, in linear time. @throws RangeError where the pattern is none. */
function matches(pattern: string, text: string): boolean {
  const compiled = compilePattern(pattern);
  if ('problem' in compiled) throw new RangeError(`"${pattern}" is no RE2 pattern: ${compiled.problem}`);
  return compiled.matches(text);
}

/** What a rule module is handed beside its input, so that it imports nothing: the engine's own way to look, compare and say. */
export const tools = {
  /** Objects by site, column, kind and namespace. */
  lookupOf,
  /** Rows of the estate, judged in both columns: every operating site, every environment. */
  judgeSites,
  judgeEnvironments,
  /** A finding of one column. */
  finding,
  /** Everything that starts pods, with all its containers. */
  workloadsAt,
  containerName,
  values,
  isUnknown,
  /** A value as a report may show it: never a sensitive one. */
  plainText,
  /** A Kubernetes quantity in thousand-millionths; undefined where the text is none. */
  quantity: nanoOf,
  matches,
} as const;

export type Tools = typeof tools;
