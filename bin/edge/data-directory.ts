import { constants, type Dirent } from 'node:fs';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { meant } from '../../sites/model/meant.js';
import { largestFile, type SourceFile } from '../../sites/model/source-file.js';
import type { Text } from '../../sites/model/text.js';
import { InputFailure } from '../failure.js';
import { errorText, hasErrorCode } from './sandbox/errno.js';

/** Deepest folder looked into; the estate has two levels. */
const deepest = 8;

const isYaml = (name: string): boolean => /\.ya?ml$/i.test(name);

/**
 * Reads the data directory for the loader: every `.yaml` and `.yml` file below it, with bytes or the reason why not.
 * Hidden entries and other files are left out. Names are relative, with `/`, in a fixed order.
 *
 * Links are followed only to files inside the directory: data that lies elsewhere is not under review.
 *
 * @throws InputFailure NDC-X103 when the directory is missing or is none.
 */
export async function readDataDirectory(directory: string): Promise<SourceFile[]> {
  const root = await rootOf(directory);
  const found: SourceFile[] = [];
  await readFolder(root, '', 0, found);
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function rootOf(directory: string): Promise<string> {
  try {
    const root = await realpath(directory);
    if ((await stat(root)).isDirectory()) return root;
  } catch (error) {
    if (!hasErrorCode(error, 'ENOENT', 'ENOTDIR', 'ELOOP', 'EACCES')) throw error;
    throw missing(directory, hasErrorCode(error, 'EACCES') ? 'unreadable' : 'absent');
  }
  throw missing(directory, 'file');
}

function missing(directory: string, why: 'absent' | 'file' | 'unreadable'): InputFailure {
  const found = {
    absent: { vi: 'không tồn tại', en: 'does not exist' },
    file: { vi: 'không phải là thư mục', en: 'is not a directory' },
    unreadable: { vi: 'không đọc được', en: 'cannot be read' },
  }[why];
  return new InputFailure('NDC-X103', {
    vi: `thư mục dữ liệu ${directory} ${found.vi}. Hãy chỉ đúng thư mục bằng --sites, hoặc chạy lệnh ở gốc kho mã (nơi có sites/data).`,
    en: `the data directory ${directory} ${found.en}. Name it with --sites, or run from the repository's root (where sites/data stands).`,
  });
}

async function readFolder(root: string, under: string, depth: number, found: SourceFile[]): Promise<void> {
  let entries: Dirent[];
  try {
    entries = await readdir(join(root, under), { withFileTypes: true });
  } catch (error) {
    found.push({ name: under || '.', problem: 'unreadable', detail: errorText(error) });
    return;
  }
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const name = under === '' ? entry.name : `${under}/${entry.name}`;
    if (entry.isSymbolicLink()) {
      const read = await readLink(root, name);
      if (read !== undefined) found.push(read);
    } else if (entry.isDirectory()) {
      if (isYaml(name)) found.push({ name, problem: 'not-a-file', detail: { vi: 'là một thư mục', en: 'a directory' } });
      else if (depth >= deepest) found.push({ name, problem: 'unreadable', detail: { vi: `nằm sâu hơn ${deepest} thư mục`, en: `nested deeper than ${deepest} folders` } });
      else await readFolder(root, name, depth + 1, found);
    } else if (isYaml(name)) found.push(entry.isFile() ? await readFile(name, join(root, name)) : { name, problem: 'not-a-file', detail: { vi: 'là thiết bị, socket hoặc pipe', en: 'a device, socket or pipe' } });
  }
}

/** A link is looked at whatever its name: a dead or foreign one may stand for a folder of tenants. */
async function readLink(root: string, name: string): Promise<SourceFile | undefined> {
  let target: string;
  try {
    target = await realpath(join(root, name));
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR', 'ELOOP')) return { name, problem: 'dangling-link', detail: { vi: 'liên kết không trỏ tới đâu', en: 'the link points at nothing' } };
    return { name, problem: 'unreadable', detail: errorText(error) };
  }
  if (target !== root && !target.startsWith(root + sep)) return { name, problem: 'unreadable', detail: { vi: 'liên kết trỏ ra ngoài thư mục dữ liệu', en: 'the link leaves the data directory' } };
  if ((await stat(target)).isDirectory()) return { name, problem: 'not-a-file', detail: { vi: 'liên kết trỏ tới thư mục; liên kết chỉ được trỏ tới tệp', en: 'a link to a directory; links may only name files' } };
  return isYaml(name) ? readFile(name, target) : undefined;
}

async function readFile(name: string, path: string): Promise<SourceFile> {
  try {
    // O_NONBLOCK: a pipe that took the file's place since it was listed must not hang the command.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const found = await file.stat();
      if (found.isDirectory()) return { name, problem: 'not-a-file', detail: { vi: 'là một thư mục; hãy nêu một tệp', en: 'a directory; name a file' } };
      if (!found.isFile()) return { name, problem: 'not-a-file', detail: { vi: 'là thiết bị, socket hoặc pipe', en: 'a device, socket or pipe' } };
      if (found.size > largestFile) return { name, problem: 'too-large', size: found.size };
      return { name, bytes: await file.readFile() };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return { name, problem: 'unreadable', detail: absent };
    if (hasErrorCode(error, 'EACCES', 'EPERM')) return { name, problem: 'unreadable', detail: { vi: 'không có quyền đọc', en: 'no permission to read it' } };
    return { name, problem: 'unreadable', detail: errorText(error) };
  }
}

/** One file named on the command line (`--with`), wherever it lies, with the name of another where there is none; problems are reported by the loader like those of any other file. */
export async function readDataFile(path: string, alsoIn: readonly string[] = []): Promise<SourceFile> {
  const read = await readFile(path, resolve(path));
  if (!('problem' in read) || read.problem !== 'unreadable' || read.detail !== absent) return read;
  const close = await meantFiles(path, [dirname(path), ...alsoIn]);
  return close === '' ? read : { ...read, detail: { vi: `không có tệp này; có phải ý bạn là ${close}?`, en: `there is no such file; did you mean ${close}?` } };
}

const absent: Text = { vi: 'không có tệp này', en: 'there is no such file' };

/** Files whose names somebody most likely means, in the folder that was named or the others. */
async function meantFiles(path: string, folders: readonly string[]): Promise<string> {
  const stem = (name: string): string => basename(name).replace(/\.ya?ml$/i, '');
  for (const folder of new Set(folders)) {
    const names = await readdir(folder).catch((): string[] => []);
    const close = meant(stem(path), names.filter(isYaml).map((name) => ({ id: join(folder, name), names: [stem(name)] })));
    if (close !== '') return close;
  }
  return '';
}
