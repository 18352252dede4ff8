import { randomBytes } from 'node:crypto';
import * as node from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { EnvironmentFailure, InputFailure } from '../failure.js';
import { makeFolder } from './make-folder.js';
import { errorText, hasErrorCode, isDiskFull } from './sandbox/errno.js';
import { shownPath } from './shown-path.js';

/** What the writer asks of a file system; tests hand in one that fails on purpose. */
export type FileSystem = Pick<typeof node, 'open' | 'rename' | 'rm' | 'link' | 'lstat' | 'mkdir'>;

export interface WriteOptions {
  /** @default - an existing file is never overwritten */
  readonly replace?: boolean;
  /** Permission bits; they hold from the first byte on. @default 0o644 */
  readonly mode?: number;
}

/**
 * The one file writer: a whole file or none. Temporary file in the same folder, fsync, rename; the folder is made when
 * absent. Whatever goes wrong, the temporary file is removed and an existing file keeps its bytes.
 *
 * @throws InputFailure NDC-X101 when the file exists and `replace` was not asked for.
 * @throws EnvironmentFailure NDC-X102 when the disk refuses.
 */
export async function writeWhole(path: string, content: string | Uint8Array, options: WriteOptions = {}, fs: FileSystem = node): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path).slice(0, 80)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await makeFolder(dirname(path), fs.mkdir);
    try {
      const file = await fs.open(temporary, 'wx', options.mode ?? 0o644);
      try {
        await file.writeFile(content);
        await file.sync();
      } finally {
        await file.close();
      }
      if (options.replace === true) await fs.rename(temporary, path);
      else await intoEmptyPlace(temporary, path, fs);
    } finally {
      await fs.rm(temporary, { force: true });
    }
    await syncFolder(dirname(path), fs);
  } catch (error) {
    throw writeFailure(path, error);
  }
}

/** `link` fails where a name already stands, so two writers cannot both win; not every file system has it. */
async function intoEmptyPlace(temporary: string, path: string, fs: FileSystem): Promise<void> {
  try {
    await fs.link(temporary, path);
  } catch (error) {
    if (!hasErrorCode(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK')) throw error;
    if (await stands(path, fs)) throw Object.assign(new Error('exists'), { code: 'EEXIST' });
    await fs.rename(temporary, path);
  }
}

/**
 * Says before any work is done that a file or folder would not be overwritten.
 *
 * @throws InputFailure NDC-X101 when something stands there already.
 */
export async function requireAbsent(path: string, fs: Pick<FileSystem, 'lstat'> = node): Promise<void> {
  try {
    if (await stands(path, fs)) throw Object.assign(new Error('exists'), { code: 'EEXIST' });
  } catch (error) {
    throw writeFailure(path, error);
  }
}

async function stands(path: string, fs: Pick<FileSystem, 'lstat'>): Promise<boolean> {
  try {
    await fs.lstat(path);
    return true;
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return false;
    throw error;
  }
}

/** A rename is only durable once its folder is; some file systems cannot open a folder, and lose nothing we can mend. */
async function syncFolder(path: string, fs: FileSystem): Promise<void> {
  try {
    const folder = await fs.open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch (error) {
    if (!hasErrorCode(error, 'EISDIR', 'EINVAL', 'EPERM', 'EACCES', 'ENOTSUP')) throw error;
  }
}

export interface FolderOptions {
  /** Permission bits. @default 0o700 */
  readonly mode?: number;
  /** Whether an empty folder may stand there. @default - nothing may */
  readonly overEmpty?: boolean;
}

/**
 * Says before any work is done that something stands where a folder is to be written, unless it is an empty folder other
 * than the working directory: a shell that stands in it would be left in a folder that is gone.
 *
 * @throws InputFailure NDC-X463
 */
export async function requireEmptyPlace(path: string): Promise<void> {
  const name = shownPath(path);
  const refuse = (vi: string, en: string): InputFailure => new InputFailure('NDC-X463', { vi: `${name} ${vi}; không có gì bị ghi đè. Hãy nêu một thư mục chưa có.`, en: `${name} ${en}; nothing is overwritten. Name a directory that is not there yet.` });
  try {
    if ((await node.readdir(path)).length > 0) throw refuse('không trống', 'is not empty');
    if (resolve(path) === process.cwd()) throw refuse('là thư mục đang làm việc', 'is the working directory');
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return;
    if (hasErrorCode(error, 'ENOTDIR')) throw refuse('không phải là thư mục', 'is no directory');
    throw writeFailure(path, error);
  }
}

/**
 * A whole folder or none: `fill` writes into a hidden folder beside it, which is renamed when it is complete.
 *
 * @throws InputFailure NDC-X101 when the folder exists, and whatever `fill` throws.
 */
export async function writeFolder<T>(path: string, fill: (folder: string) => Promise<T>, fs: FileSystem = node, { mode = 0o700, overEmpty = false }: FolderOptions = {}): Promise<T> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.partial`);
  try {
    await makeFolder(dirname(path), fs.mkdir);
    await fs.mkdir(temporary, { mode });
  } catch (error) {
    throw writeFailure(path, error);
  }
  try {
    const result = await fill(temporary);
    await syncFolder(temporary, fs);
    // A rename replaces a folder that is empty, and no other.
    if (!overEmpty && (await stands(path, fs))) throw Object.assign(new Error('exists'), { code: 'EEXIST' });
    await fs.rename(temporary, path);
    await syncFolder(dirname(path), fs);
    return result;
  } catch (error) {
    await fs.rm(temporary, { recursive: true, force: true });
    throw writeFailure(path, error);
  }
}

/** The failure that a system error means where `target` was to be written; any other error as it is. */
export function writeFailure(target: string, error: unknown): unknown {
  const path = shownPath(target);
  if (hasErrorCode(error, 'EEXIST', 'ENOTEMPTY'))
    return new InputFailure('NDC-X101', {
      vi: `${path} đã tồn tại và không được ghi đè. Hãy chọn tên khác hoặc chuyển tệp đó đi.`,
      en: `${path} already exists and is not overwritten. Choose another name, or move it away.`,
    });
  if (isDiskFull(error))
    return new EnvironmentFailure('NDC-X102', {
      vi: `không ghi được ${path}: đĩa đã đầy. Không có gì được ghi dở. Hãy giải phóng dung lượng rồi chạy lại.`,
      en: `${path} cannot be written: the disk is full. Nothing half-written is left. Free some space and run again.`,
    });
  if (error instanceof Error && 'syscall' in error)
    return new EnvironmentFailure('NDC-X102', {
      vi: `không ghi được ${path} (${errorText(error)}). Hãy kiểm tra quyền ghi và đường dẫn.`,
      en: `${path} cannot be written (${errorText(error)}). Check permissions and the path.`,
    });
  return error;
}
