export const currentVersion = 'ndc.gov.vn/v1';

/** One step from an older schema version to the next, on plain values. */
export type UpgradeStep = (file: Readonly<Record<string, unknown>>) => Record<string, unknown>;

/** By the version a step starts from. A schema change that older files do not fit adds one, with its test. */
const steps: Readonly<Record<string, UpgradeStep>> = {};

/** Brings a file's content to the current version; leaves what it does not know for the schema to refuse. */
export function upgrade(value: unknown, known: Readonly<Record<string, UpgradeStep>> = steps): unknown {
  let here = value;
  for (let turns = 0; turns <= Object.keys(known).length; turns += 1) {
    if (typeof here !== 'object' || here === null || Array.isArray(here)) return here;
    const version = (here as Record<string, unknown>)['apiVersion'];
    const step = typeof version === 'string' && Object.hasOwn(known, version) ? known[version] : undefined;
    if (step === undefined) return here;
    here = step(here as Record<string, unknown>);
  }
  return here;
}
