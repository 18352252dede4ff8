import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder } from '../../bin/cli/estates.js';
import { filesOf } from './folder.js';

describe('the folder of a bench', () => {
  it('has its .json files in order, and nothing else', () => {
    const path = folder();
    for (const name of ['b.json', 'a.json', 'notes.txt']) writeFileSync(join(path, name), '{}');
    mkdirSync(join(path, 'c.json'));
    expect(filesOf(path)).toEqual({ files: ['a.json', 'b.json'].map((name) => ({ name, path: join(path, name) })) });
  });

  it('says why there is nothing to pack', () => {
    const path = folder();
    expect(filesOf(path)).toEqual({ problem: expect.stringContaining(`${path}: no .json file`) as string });
    expect(filesOf(join(path, 'none'))).toEqual({ problem: expect.stringContaining('there is no such folder') as string });
    writeFileSync(join(path, 'file'), '');
    expect(filesOf(join(path, 'file'))).toEqual({ problem: expect.stringContaining('it is no folder') as string });
  });
});
