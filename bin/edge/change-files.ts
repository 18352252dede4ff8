import * as node from 'node:fs/promises';
import { InputFailure } from '../failure.js';
import { writeWhole, type FileSystem } from './files.js';
import { hasErrorCode } from './sandbox/errno.js';
import { withSchemaPlace } from './schema-place.js';
import { shownPath } from './shown-path.js';

/** What becomes of one file. */
export interface FileChange {
  readonly path: string;
  /** What it was when the change was worked out; absent where there was no file. */
  readonly before?: Uint8Array;
  /** What it becomes; absent where it is removed. */
  readonly after?: string;
}

/**
 * Several files changed together or not at all, through the one file writer: written first, removed last. Where one of
 * them fails, those before it get their old bytes back. A machine that dies in between leaves both owners' files: the
 * loader then refuses the ids that stand twice.
 *
 * @throws InputFailure NDC-X225 when a file is not what it was; nothing is touched then. Otherwise those of `writeWhole`.
 */
export async function changeFiles(changes: readonly FileChange[], fs: FileSystem & Pick<typeof node, 'readFile'> = node): Promise<void> {
  for (const { path, before } of changes) if (!same(await bytesOf(path, fs), before)) throw changed(path);
  const done: FileChange[] = [];
  try {
    for (const change of [...changes].sort((a, b) => Number(a.after === undefined) - Number(b.after === undefined))) {
      done.push(change);
      if (change.after === undefined) await fs.rm(change.path);
      else await writeWhole(change.path, await withSchemaPlace(change.path, change.after), { replace: change.before !== undefined }, fs);
    }
  } catch (error) {
    for (const { path, before } of done.reverse()) {
      if (before === undefined) await fs.rm(path, { force: true });
      else await writeWhole(path, before, { replace: true }, fs);
    }
    throw error;
  }
}

async function bytesOf(path: string, fs: Pick<typeof node, 'readFile'>): Promise<Uint8Array | undefined> {
  try {
    return await fs.readFile(path);
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

const same = (found: Uint8Array | undefined, expected: Uint8Array | undefined): boolean =>
  found === undefined || expected === undefined ? found === expected : Buffer.compare(found, expected) === 0;

const changed = (path: string): InputFailure =>
  new InputFailure('NDC-X225', {
    vi: `${shownPath(path)} đã thay đổi trong lúc lệnh chạy; chưa ghi gì. Hãy chạy lại.`,
    en: `${shownPath(path)} changed while the command ran; nothing was written. Run it again.`,
  });
