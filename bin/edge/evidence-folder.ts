import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { visible } from '../../sites/model/visible.js';
import { InputFailure } from '../failure.js';
import { digestOfRegular, readRegular } from './read-files.js';
import { errorText, hasErrorCode } from './sandbox/errno.js';

/** Deepest and most that a folder of evidence can hold: its own files, and those of its rules. */
const mostFiles = 5000;

/** A folder of evidence as it lies on disk. Nothing in it is followed, run or believed. */
export interface EvidenceFolder {
  readonly path: string;
  /** Names of everything in it, in order; folders other than `rules` by their name with `/`. */
  readonly names: readonly string[];
  /** `sha256:…` of a file; undefined where it is missing, a link or no regular file. */
  readonly digest: (name: string) => Promise<string | undefined>;
  /** Bytes of a file; undefined as above. */
  readonly bytes: (name: string) => Promise<Buffer | undefined>;
}

/** @throws InputFailure NDC-X043 where there is no such folder. */
export async function openEvidence(given: string): Promise<EvidenceFolder> {
  const path = resolve(given);
  const names: string[] = [];
  for (const entry of await entries(path, given)) {
    if (entry.isDirectory() && entry.name === 'rules') for (const inner of await entries(join(path, 'rules'), given)) names.push(`rules/${inner.name}${inner.isDirectory() ? '/' : ''}`);
    else names.push(`${entry.name}${entry.isDirectory() ? '/' : ''}`);
  }
  if (names.length > mostFiles) throw refused(given, `có hơn ${mostFiles} tệp`, `holds more than ${mostFiles} files`);
  return { path, names: names.sort(), digest: (name) => digestOfRegular(join(path, name)), bytes: (name) => readRegular(join(path, name)) };
}

async function entries(path: string, given: string): Promise<Dirent[]> {
  try {
    if (!(await lstat(path)).isDirectory()) throw refused(given, 'không phải là thư mục (liên kết không được đi theo)', 'is no folder (links are not followed)');
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    if (error instanceof InputFailure) throw error;
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) throw refused(given, 'không tồn tại', 'does not exist');
    throw refused(given, `không đọc được (${errorText(error)})`, `cannot be read (${errorText(error)})`);
  }
}

export const refused = (given: string, vi: string, en: string): InputFailure =>
  new InputFailure('NDC-X043', { vi: `thư mục bằng chứng ${visible(given, 200)} ${vi}.`, en: `the folder of evidence ${visible(given, 200)} ${en}.` });
