import { mkdir as mkdirOfNode } from 'node:fs/promises';
import { dirname } from 'node:path';
import { hasErrorCode } from './sandbox/errno.js';

type Mkdir = (path: string, options?: { readonly recursive?: boolean; readonly mode?: number }) => Promise<unknown>;

/**
 * Makes a folder and those above it where they are missing. On a disk that takes no folder, Node's recursive `mkdir` says
 * that there is no such file; asked for one folder at a time it says why (`EROFS`).
 */
export async function makeFolder(path: string, mkdir: Mkdir = mkdirOfNode): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    if (!hasErrorCode(error, 'ENOENT')) throw error;
    await makeOneByOne(path, mkdir);
  }
}

async function makeOneByOne(path: string, mkdir: Mkdir): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (hasErrorCode(error, 'EEXIST')) return;
    if (!hasErrorCode(error, 'ENOENT') || dirname(path) === path) throw error;
    await makeOneByOne(dirname(path), mkdir);
    await mkdir(path);
  }
}
