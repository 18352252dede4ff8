import * as node from 'node:fs/promises';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { changeFiles, type FileChange } from '../../../bin/edge/change-files.js';

function folder(files: Readonly<Record<string, string>>): { readonly path: (name: string) => string; readonly now: () => Record<string, string> } {
  const directory = mkdtempSync(join(tmpdir(), 'change-files-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  return { path: (name) => join(directory, name), now: () => Object.fromEntries(readdirSync(directory).sort().map((name) => [name, readFileSync(join(directory, name), 'utf8')])) };
}
const files = { a: 'one', b: 'two' };
const changes = (path: (name: string) => string): FileChange[] => [
  { path: path('a'), before: Buffer.from('one') },
  { path: path('b'), before: Buffer.from('two'), after: 'both' },
  { path: path('c'), after: 'new' },
];

describe('changeFiles', () => {
  it('changes, makes and removes', async () => {
    const { path, now } = folder(files);
    await changeFiles(changes(path));
    expect(now()).toEqual({ b: 'both', c: 'new' });
  });

  it.each([
    ['was edited meanwhile', { a: 'one', b: 'other' }],
    ['is gone', { a: 'one' }],
    ['stands where a new one should', { ...files, c: 'theirs' }],
  ])('touches nothing where a file %s', async (_name, there) => {
    const { path, now } = folder(there);
    await expect(changeFiles(changes(path))).rejects.toMatchObject({ code: 'NDC-X225', exit: 2 });
    expect(now()).toEqual(there);
  });

  it.each([['the second write', 'rename', 1], ['the first', 'rename', 0], ['the removal', 'rm', 0]] as const)('puts everything back where %s fails', async (_name, call, succeed) => {
    const { path, now } = folder(files);
    let left: number = succeed;
    let failed = false;
    const fails = (): void => {
      if (failed || left-- > 0) return;
      failed = true;
      throw Object.assign(new Error('full'), { code: 'ENOSPC', syscall: call });
    };
    const fs = {
      ...node,
      rename: async (from: string, to: string) => ((call === 'rename' ? fails() : undefined), node.rename(from, to)),
      link: async (from: string, to: string) => ((call === 'rename' ? fails() : undefined), node.link(from, to)),
      rm: async (target: string, options?: object) => ((call === 'rm' && options === undefined ? fails() : undefined), node.rm(target, options)),
    } as unknown as typeof node;
    await expect(changeFiles(changes(path), fs)).rejects.toThrow();
    expect([failed, now()]).toEqual([true, files]);
  });
});
