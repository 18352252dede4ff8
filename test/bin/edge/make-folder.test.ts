import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeFolder } from '../../../bin/edge/make-folder.js';
import { eachInAFolder } from './folder.js';

const folder = eachInAFolder();
const refusal = (code: string): Error => Object.assign(new Error(`${code}: refused`), { code });

it('makes a folder with all above it, and leaves one that stands', async () => {
  await makeFolder(join(folder.path, 'a/b/c'));
  await makeFolder(join(folder.path, 'a/b/c'));
  expect(statSync(join(folder.path, 'a/b/c')).isDirectory()).toBe(true);
});

/** A disk that takes no folder: the recursive call says that the path is not there, a plain one why. */
const readOnly = (path: string, options?: { readonly recursive?: boolean }): Promise<unknown> => {
  if (options?.recursive === true) return Promise.reject(refusal('ENOENT'));
  if (path === folder.path) return Promise.reject(refusal('EEXIST'));
  return Promise.reject(refusal(path === join(folder.path, 'a') ? 'EROFS' : 'ENOENT'));
};

it('says why the disk refuses one', async () => {
  await expect(makeFolder(join(folder.path, 'a/b/c'), readOnly)).rejects.toMatchObject({ code: 'EROFS' });
});

it('makes what another took away in between', async () => {
  const flaky = (path: string, options?: { readonly recursive?: boolean }): Promise<unknown> => (options?.recursive === true ? Promise.reject(refusal('ENOENT')) : Promise.resolve().then(() => mkdirSync(path)));
  await makeFolder(join(folder.path, 'a/b'), flaky);
  expect(statSync(join(folder.path, 'a/b')).isDirectory()).toBe(true);
});
