import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../bin/cli/ndc.js';
import { libraries, page } from './third-party.js';

/** Licences that ask for no more than naming them, and the one whose reach ends with its own files. */
const permitted = new Set(['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT', 'MPL-2.0', 'Public Domain', 'Python-2.0', 'Unlicense']);

describe('what is installed with the toolkit', () => {
  it('has a licence that permits it', () => {
    expect(libraries().filter(({ licence }) => !permitted.has(licence))).toEqual([]);
    expect(libraries().length).toBeGreaterThan(100);
  });

  it('is listed as the lock file has it (npm run licences)', () => {
    expect(readFileSync(join(root, 'docs/third-party.md'), 'utf8')).toBe(page());
  });

  it('leaves out what only tests use, and names what says nothing of its licence', () => {
    const lock = JSON.stringify({ packages: { '': {}, 'node_modules/a': { version: '1', license: 'MIT' }, 'node_modules/b': { version: '2', license: 'GPL-3.0', dev: true }, 'node_modules/a/node_modules/@c/d': { version: '3' } } });
    expect(libraries(lock)).toEqual([{ name: '@c/d', version: '3', licence: '' }, { name: 'a', version: '1', licence: 'MIT' }]);
  });

  it('is used: what nothing imports is only one more to follow', () => {
    const { dependencies, optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: Record<string, string>; optionalDependencies: Record<string, string> };
    const sources = ['bin', 'constructs', 'policies', 'sites', 'stacks'].flatMap((room) => readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).filter((name) => /\.(ts|mjs|cjs)$/.test(name)).map((name) => readFileSync(join(root, room, name), 'utf8'))).join('\n');
    expect(Object.keys({ ...dependencies, ...optionalDependencies }).filter((name) => !new RegExp(`(?:from |import |import\\(|require\\()'${name}(?:/[^']*)?'`).test(sources))).toEqual([]);
  });
});
