import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { InputFailure } from '../failure.js';
import { errorText, hasErrorCode } from './sandbox/errno.js';
import { shownPath } from './shown-path.js';

/**
 * Bytes of a file that the command line names.
 *
 * @throws InputFailure NDC-X250 where there is none, it is no regular file, it is larger than `largest`, or it cannot be read.
 */
export async function readInputFile(path: string, largest: number): Promise<Buffer> {
  const name = shownPath(path);
  const refuse = (vi: string, en: string): InputFailure => new InputFailure('NDC-X250', { vi: `${name}: ${vi}`, en: `${name}: ${en}` });
  try {
    // O_NONBLOCK: a pipe must not hang the command.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const found = await file.stat();
      if (!found.isFile()) throw refuse('không phải là tệp thường. Hãy nêu một tệp JSON.', 'it is no regular file. Name a JSON file.');
      if (found.size > largest) throw refuse(`tệp có ${found.size} byte; tối đa ${largest} byte. Hãy gộp các pod giống nhau bằng count.`, `the file has ${found.size} bytes; at most ${largest} are read. Write pods that are alike once, with count.`);
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) throw refuse('không có tệp này. Hãy kiểm tra lại tên.', 'there is no such file. Check the name.');
    if (error instanceof Error && 'syscall' in error) throw refuse(`không đọc được (${errorText(error)}). Hãy kiểm tra quyền đọc.`, `it cannot be read (${errorText(error)}). Check its permissions.`);
    throw error;
  }
}
