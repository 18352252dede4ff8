import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sep } from 'node:path';
import { day } from '../../../sites/model/calendar.js';
import { messageOf } from '../../../sites/model/diagnostic.js';
import type { Estate } from '../../../sites/model/estate.js';
import { loadEstate } from '../../../sites/model/load.js';
import { pointer, type PathSegment, type Pointer } from '../../../sites/model/pointer.js';

const root = fileURLToPath(new URL('../../../sites/data/', import.meta.url));

/** Every file of the shipped directory, named as the loader names them. */
export const shippedFiles: readonly { readonly name: string; readonly bytes: Uint8Array }[] = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .sort()
  .map((name) => ({ name: name.split(sep).join('/'), bytes: readFileSync(root + name) }));

/** A day on which NDC 01 alone operates. */
export const asOf = day('2026-11-22');

/** The shipped estate, some of its files changed; throws with every diagnostic where it does not load. */
export function shippedEstate(edits: Readonly<Record<string, (text: string) => string>> = {}): Estate {
  const files = shippedFiles.map(({ name, bytes }) => {
    const edit = edits[name];
    if (edit === undefined) return { name, bytes };
    const before = new TextDecoder().decode(bytes);
    const text = edit(before);
    if (text === before) throw new Error(`the edit of ${name} changes nothing`);
    return { name, bytes: new TextEncoder().encode(text) };
  });
  const result = loadEstate(files, asOf);
  if ('estate' in result) return result.estate;
  throw new Error(result.diagnostics.map((found) => `${found.place.file}:${found.place.line} ${found.code} ${messageOf(found).en}`).join('\n'));
}

/** Pointers of all figures below a value: numbers and quantities. */
export function figures(value: unknown, at: readonly PathSegment[]): Pointer[] {
  if (typeof value === 'number' || typeof value === 'bigint') return [pointer(...at)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => figures(inner, [...at, key]));
}
