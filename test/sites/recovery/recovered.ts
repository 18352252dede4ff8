import { deriveIntent } from '../../../sites/intent/derive.js';
import { deriveProtection } from '../../../sites/intent/derive-protection.js';
import type { Estate } from '../../../sites/model/estate.js';
import type { Cell } from '../../../sites/recovery/cell.js';
import { recoveryOf, type Recovery } from '../../../sites/recovery/context.js';
import { matrixOf } from '../../../sites/recovery/matrix.js';
import type { Situation } from '../../../sites/recovery/situation.js';
import { planned, type SystemOf } from '../capacity/planned-estate.js';
import type { Changes } from '../model/estate-files.js';

export function recoveryFrom(estate: Estate): Recovery {
  const intent = deriveIntent(estate);
  return recoveryOf(estate, intent, deriveProtection(estate, intent));
}

/** Three operating sites, 1 Gbit/s between each two, and these systems; changes are to the files. */
export const recoveryWith = (systems: readonly SystemOf[], options: { readonly changes?: Changes; readonly lose?: readonly string[] } = {}): Recovery => recoveryFrom(planned(systems, options).plan.estate);

/** Replaces what stands once in a file. */
export const edit =
  (...edits: readonly (readonly [from: string, to: string])[]) =>
  (text: string): string =>
    edits.reduce((now, [from, to]) => {
      if (now.split(from).length !== 2) throw new Error(`"${from}" does not stand there once`);
      return now.replace(from, () => to);
    }, text);

export function cell(recovery: Recovery, namespace: string, situation: Situation = 'site-dead'): Cell {
  const found = matrixOf(recovery, [situation]).cells.find((one) => one.namespace === namespace && one.situation === situation);
  if (found === undefined) throw new Error(`no cell of ${namespace} under ${situation}`);
  return found;
}
