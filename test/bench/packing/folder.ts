import { readdirSync } from 'node:fs';
import { join } from 'node:path';

export type Folder = { readonly files: readonly { readonly name: string; readonly path: string }[] } | { readonly problem: string };

/** The `.json` files of a folder, by name, or why there are none to pack. */
export function filesOf(directory: string): Folder {
  let names: string[];
  try {
    names = readdirSync(directory, { withFileTypes: true }).flatMap((entry) => (entry.name.endsWith('.json') && !entry.isDirectory() ? [entry.name] : [])).sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such folder' : code === 'ENOTDIR' ? 'it is no folder' : `it cannot be read (${code ?? String(error)})`;
    return { problem: `${directory}: ${why}. Name a folder with .json files that ndc capacity pack reads; npm run bench:packing:write -- DIR makes some.` };
  }
  if (names.length === 0) return { problem: `${directory}: no .json file stands in it. npm run bench:packing:write -- DIR makes some.` };
  return { files: names.map((name) => ({ name, path: join(directory, name) })) };
}
