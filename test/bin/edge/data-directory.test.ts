import { mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDataDirectory, readDataFile } from '../../../bin/edge/data-directory.js';
import { largestFile, type SourceFile } from '../../../sites/model/source-file.js';
import { eachInAFolder } from './folder.js';

const folder = eachInAFolder();
const here = (...parts: string[]): string => join(folder.path, 'data', ...parts);
const shape = (files: readonly SourceFile[]): [string, string][] => files.map((file) => [file.name, 'problem' in file ? file.problem : Buffer.from(file.bytes).toString('utf8')]);

async function data(): Promise<void> {
  await mkdir(here('tenants'), { recursive: true });
  await writeFile(here('ndc-01.yaml'), 'one');
  await writeFile(here('tenants', 'bo-y-te.yaml'), 'two');
}

describe('the data directory', () => {
  it('gives every YAML file below it, in a fixed order; leaves out hidden and other files', async () => {
    await data();
    await writeFile(here('links.yml'), 'three');
    await writeFile(here('README.md'), 'no');
    await writeFile(here('.hidden.yaml'), 'no');
    await mkdir(here('.git'));
    await writeFile(here('.git', 'x.yaml'), 'no');
    expect(shape(await readDataDirectory(here()))).toEqual([['links.yml', 'three'], ['ndc-01.yaml', 'one'], ['tenants/bo-y-te.yaml', 'two']]);
  });

  it.each([
    ['a link to nothing', 'gone.yaml', 'dangling-link'],
    ['a link to nothing under any name', 'gone', 'dangling-link'],
    ['a link to itself', 'self.yaml', 'dangling-link'],
    ['a link that leaves the directory', 'out.yaml', 'unreadable'],
    ['a link to a folder', 'folder.yaml', 'not-a-file'],
  ])('reports %s', async (what, name, problem) => {
    await data();
    await writeFile(join(folder.path, 'outside.yaml'), 'secret');
    const targets: Record<string, string> = {
      'a link to nothing': 'nowhere',
      'a link to nothing under any name': 'nowhere',
      'a link to itself': 'self.yaml',
      'a link that leaves the directory': '../outside.yaml',
      'a link to a folder': 'tenants',
    };
    await symlink(targets[what] ?? '', here(name));
    const found = await readDataDirectory(here());
    expect(shape(found)).toContainEqual([name, problem]);
    expect(JSON.stringify(found)).not.toContain('secret');
  });

  it('follows a link to a file inside', async () => {
    await data();
    await symlink('ndc-01.yaml', here('again.yaml'));
    expect(shape(await readDataDirectory(here()))).toContainEqual(['again.yaml', 'one']);
  });

  it('does not read a file beyond the limit, and reads one at it', async () => {
    await data();
    await writeFile(here('at.yaml'), '');
    await truncate(here('at.yaml'), largestFile);
    await writeFile(here('beyond.yaml'), '');
    await truncate(here('beyond.yaml'), largestFile + 1);
    const found = await readDataDirectory(here());
    expect(found.find(({ name }) => name === 'beyond.yaml')).toEqual({ name: 'beyond.yaml', problem: 'too-large', size: largestFile + 1 });
    expect(found.find(({ name }) => name === 'at.yaml')).toHaveProperty('bytes');
  });

  it('reports a folder and a socket that are named like files', async () => {
    await data();
    await mkdir(here('dir.yaml'));
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(here('socket.yaml'), resolve));
    try {
      const found = shape(await readDataDirectory(here()));
      expect(found).toContainEqual(['dir.yaml', 'not-a-file']);
      expect(found).toContainEqual(['socket.yaml', 'not-a-file']);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it('an empty directory is empty: what is missing is the loader’s to say', async () => {
    await mkdir(here());
    expect(await readDataDirectory(here())).toEqual([]);
  });

  it.each([
    ['absent', 'nowhere', /does not exist/],
    ['a file', 'data/ndc-01.yaml', /is not a directory/],
  ])('that is %s is the user’s mistake', async (_, path, words) => {
    await data();
    await expect(readDataDirectory(join(folder.path, path))).rejects.toMatchObject({ exit: 2, code: 'NDC-X103', text: { en: expect.stringMatching(words) as string } });
  });
});

describe('a file that the command line names', () => {
  it('is suggested where its name is mistyped, in its folder or where requests lie', async () => {
    await data();
    const close = here('tenants', 'bo-y-te.yaml');
    const detail = async (path: string): Promise<unknown> => {
      const read = await readDataFile(path, [here('tenants')]);
      return 'problem' in read && read.problem !== 'too-large' ? read.detail : undefined;
    };
    for (const name of ['tenants/bo-y-t.yaml', 'tenants/Bộ Y tế.yaml', 'BYT.yaml', 'nowhere/bo-y-te.yml'])
      expect(await detail(here(name)), name).toEqual({ vi: `không có tệp này; có phải ý bạn là ${close}?`, en: `there is no such file; did you mean ${close}?` });
    expect(await detail(here('nowhere/zzzzzzzz.yaml'))).toEqual({ vi: 'không có tệp này', en: 'there is no such file' });
  });

  it('is called a folder where it is one', async () => {
    expect(await readDataFile(folder.path)).toMatchObject({ problem: 'not-a-file', detail: { vi: 'là một thư mục; hãy nêu một tệp', en: 'a directory; name a file' } });
  });
});
