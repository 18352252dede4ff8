import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Version of the package at `root`, as its package.json says. */
export async function packageVersion(root: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  return version;
}
