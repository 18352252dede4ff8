import { deriveIntent } from '../../../sites/intent/derive.js';
import { deriveProtection } from '../../../sites/intent/derive-protection.js';
import type { Estate } from '../../../sites/model/estate.js';
import type { Cell } from '../../../sites/recovery/cell.js';
import { recoveryOf, type Recovery } from '../../../sites/recovery/context.js';
import { matrixOf } from '../../../sites/recovery/matrix.js';
import type { Situation } from '../../../sites/recovery/situation.js';
import { planned, siteFile, type SystemOf } from '../capacity/planned-estate.js';
import type { Changes } from '../model/estate-files.js';

export function recoveryFrom(estate: Estate): Recovery {
  const intent = deriveIntent(estate);
  return recoveryOf(estate, intent, deriveProtection(estate, intent));
}

/** Three operating sites that reach each other by name, 1 Gbit/s between each two, and these systems; changes are to the files. */
export const plannedEstate = (systems: readonly SystemOf[], { changes = {}, ...rest }: { readonly changes?: Changes; readonly lose?: readonly string[] } = {}): Estate => planned(systems, { changes: { ...reachable, ...changes }, ...rest }).plan.estate;

/** A site's file with the names under which the other sites reach it. */
export const reachableSite = (number: number, text = siteFile(number)): string => `${text}interSite: {mesh: mesh.ndc-0${number}.example, objects: objects.ndc-0${number}.example, secrets: secrets.ndc-0${number}.example}\n`;
const reachable: Changes = Object.fromEntries([1, 2, 3].map((number) => [`ndc-0${number}.yaml`, reachableSite(number)]));

export const recoveryWith = (...of: Parameters<typeof plannedEstate>): Recovery => recoveryFrom(plannedEstate(...of));

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
