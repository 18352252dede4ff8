import * as node from 'node:fs/promises';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeFolder, writeWhole, type FileSystem } from '../../../bin/edge/files.js';
import { shownPath } from '../../../bin/edge/shown-path.js';
import { eachInAFolder } from './folder.js';

const folder = eachInAFolder();
const fault = (code: string): Error => Object.assign(new Error(`${code}: injected`), { code, syscall: 'injected' });

/** The real file system, one call of which fails. */
function failing(call: keyof FileSystem, code: string): FileSystem {
  return { ...node, [call]: () => Promise.reject(fault(code)) };
}

/** A disk that is full after the temporary file was made. */
const full: FileSystem = {
  ...node,
  open: (async (path: string, flags: string, mode?: number) => {
    const file = await node.open(path, flags, mode);
    return Object.assign(Object.create(file) as typeof file, { writeFile: () => Promise.reject(fault('ENOSPC')), sync: () => file.sync(), close: () => file.close() });
  }) as FileSystem['open'],
};

describe('one whole file or none', () => {
  it('writes it, with its folder and its mode', async () => {
    const path = join(folder.path, 'a', 'b', 'secret.json');
    await writeWhole(path, 'x', { mode: 0o600 });
    expect(await readFile(path, 'utf8')).toBe('x');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(folder.path, 'a', 'b'))).toEqual(['secret.json']);
  });

  it('never overwrites unasked', async () => {
    const path = join(folder.path, 'f');
    await writeFile(path, 'old');
    await expect(writeWhole(path, 'new')).rejects.toMatchObject({ code: 'NDC-X101', exit: 2, text: { en: expect.stringContaining(shownPath(path)) as string } });
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(folder.path)).toEqual(['f']);
    await writeWhole(path, 'new', { replace: true });
    expect(await readFile(path, 'utf8')).toBe('new');
  });

  it.each<[string, FileSystem, boolean, string]>([
    ['a full disk', full, true, 'NDC-X102'],
    ['a crash between temporary file and rename', failing('rename', 'EIO'), true, 'NDC-X102'],
    ['a crash before the name is given', failing('link', 'EIO'), false, 'NDC-X102'],
    ['a folder that may not be written', failing('open', 'EACCES'), true, 'NDC-X102'],
    ['a folder that cannot be made', failing('mkdir', 'EROFS'), true, 'NDC-X102'],
  ])('%s leaves the old file and no other', async (_, fs, replace, code) => {
    const path = join(folder.path, 'f');
    if (replace) await writeFile(path, 'old');
    await expect(writeWhole(path, 'new', { replace }, fs)).rejects.toMatchObject({ code, exit: 3 });
    expect(await readdir(folder.path)).toEqual(replace ? ['f'] : []);
    if (replace) expect(await readFile(path, 'utf8')).toBe('old');
  });

  it.each([true, false])('works where links do not exist (the name is taken: %s)', async (taken) => {
    const path = join(folder.path, 'f');
    if (taken) await writeFile(path, 'old');
    const writing = writeWhole(path, 'new', {}, failing('link', 'EPERM'));
    if (taken) await expect(writing).rejects.toMatchObject({ code: 'NDC-X101' });
    else await writing;
    expect(await readFile(path, 'utf8')).toBe(taken ? 'old' : 'new');
    expect(await readdir(folder.path)).toEqual(['f']);
  });

  it('of two writers of one name, one wins', async () => {
    const path = join(folder.path, 'f');
    const results = await Promise.allSettled(['a', 'b', 'c', 'd'].map((text) => writeWhole(path, text)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await readdir(folder.path)).toEqual(['f']);
  });
});

describe('one whole folder or none', () => {
  it('appears under its name when it is complete', async () => {
    const path = join(folder.path, 'set');
    const during = await writeFolder(path, async (temporary) => {
      await writeWhole(join(temporary, 'a'), '1');
      return readdir(folder.path);
    });
    expect(during).not.toContain('set');
    expect(await readdir(folder.path)).toEqual(['set']);
    expect(await readdir(path)).toEqual(['a']);
  });

  it('leaves nothing when filling it fails, and passes the reason on', async () => {
    const reason = new Error('planning failed');
    await expect(
      writeFolder(join(folder.path, 'set'), async (temporary) => {
        await writeWhole(join(temporary, 'a'), '1');
        throw reason;
      }),
    ).rejects.toBe(reason);
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('does not replace a folder of the same name', async () => {
    const path = join(folder.path, 'set');
    await writeFolder(path, (temporary) => writeWhole(join(temporary, 'a'), 'old'));
    await expect(writeFolder(path, (temporary) => writeWhole(join(temporary, 'a'), 'new'))).rejects.toMatchObject({ code: 'NDC-X101' });
    expect(await readFile(join(path, 'a'), 'utf8')).toBe('old');
    expect(await readdir(folder.path)).toEqual(['set']);
  });
});
