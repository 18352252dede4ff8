import { deriveIntent } from '../../sites/intent/derive.js';
import type { Estate } from '../../sites/model/estate.js';
import { synthesise } from '../../stacks/synthesise.js';
import { readTexts } from '../constructs/probe.js';

export type Resources = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** Resources of the stacks of a site, by stack and address. */
export function resourcesAt(estate: Estate, site: string): Resources {
  return new Map(
    synthesise(estate, deriveIntent(estate), { sites: [site] }).flatMap(({ name, json }) =>
      Object.entries((readTexts(JSON.parse(json)) as { resource?: Record<string, Record<string, Record<string, unknown>>> }).resource ?? {}).flatMap(([type, named]) =>
        Object.entries(named).map(([id, values]): [string, Record<string, unknown>] => [`${name}/${type}.${id}`, values]),
      ),
    ),
  );
}

/** Paths whose values differ. */
function changed(before: unknown, after: unknown, path = ''): readonly string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const inner = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
  // Chart values are one text; what of them differs is what a reviewer wants to see.
  if (typeof before === 'string' && typeof after === 'string' && before.startsWith('{') && after.startsWith('{')) return changed(JSON.parse(before), JSON.parse(after), path);
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) return before.flatMap((one, index) => changed(one, after[index], `${path}/${index}`));
  if (!inner(before) || !inner(after)) return [path];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort().flatMap((key) => changed(before[key], after[key], `${path}/${key}`));
}

export function diffOf(before: Resources, after: Resources): { readonly added: readonly string[]; readonly removed: readonly string[]; readonly changed: readonly string[] } {
  return {
    added: [...after.keys()].filter((address) => !before.has(address)).sort(),
    removed: [...before.keys()].filter((address) => !after.has(address)).sort(),
    changed: [...before].flatMap(([address, values]) => (after.has(address) ? changed(values, after.get(address)).map((path) => `${address}${path}`) : [])).sort(),
  };
}
