import { chmod, lstat, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname, resolve } from 'node:path';
import { InputFailure } from '../../failure.js';
import { errorText, hasErrorCode } from '../sandbox/errno.js';
import { shownPath } from '../shown-path.js';
import { limits } from './definition.js';

const refuse = (path: string, vi: string, en: string): InputFailure => new InputFailure('NDC-X065', { vi: `${shownPath(path)}: ${vi}`, en: `${shownPath(path)}: ${en}` });

/**
 * A place for a socket: short enough, in a folder that is there, and free. A socket left behind by a server that is gone
 * is taken away; anything else that stands there is not.
 *
 * @throws InputFailure NDC-X065
 * @returns the absolute path
 */
export async function freeSocketPath(path: string): Promise<string> {
  const absolute = resolve(path);
  const length = Buffer.byteLength(absolute);
  if (length > limits.socketPath)
    throw refuse(path, `đường dẫn socket dài ${length} byte; hệ điều hành nhận nhiều nhất ${limits.socketPath}. Hãy chọn đường dẫn ngắn hơn, ví dụ /run/ndc/kms.sock.`, `the socket's path has ${length} bytes; the system takes at most ${limits.socketPath}. Choose a shorter one, such as /run/ndc/kms.sock.`);
  const folder = await lstat(dirname(absolute)).catch((error: unknown) => {
    throw refuse(path, `không có thư mục của socket (${errorText(error)}).`, `the socket's folder is not there (${errorText(error)}).`);
  });
  if ((folder.mode & 0o022) !== 0 && (folder.mode & 0o1000) === 0)
    throw refuse(path, 'người khác ghi được vào thư mục của socket; đã từ chối. Hãy dùng một thư mục quyền 0700 hoặc 0750.', "others may write to the socket's folder; refused. Use a folder of mode 0700 or 0750.");
  try {
    const status = await lstat(absolute);
    if (!status.isSocket()) throw refuse(path, 'đã có một tệp không phải socket ở đây; không ghi đè.', 'something that is no socket stands here; it is not overwritten.');
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return absolute;
    throw error;
  }
  if (await answers(absolute)) throw refuse(path, 'socket đang được một tiến trình khác dùng. Hãy dừng tiến trình đó hoặc chọn đường dẫn khác.', 'the socket is in use by another process. Stop it, or choose another path.');
  await rm(absolute, { force: true });
  return absolute;
}

/** Whether anybody listens on a socket. */
export function answers(path: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ path });
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    // Full or forbidden is in use all the same.
    socket.once('error', (error) => done(!hasErrorCode(error, 'ECONNREFUSED', 'ENOENT')));
  });
}

/** Binds with mode 0600 from the first moment on, where the process may set its mask. */
export async function privately<T>(path: string, bind: () => Promise<T>): Promise<T> {
  let before: number | undefined;
  try {
    before = process.umask(0o177);
  } catch {
    // A worker thread has no mask of its own; the mode is set right after.
  }
  try {
    const bound = await bind();
    await chmod(path, 0o600);
    return bound;
  } finally {
    if (before !== undefined) process.umask(before);
  }
}

/** A socket on which somebody listens. @throws InputFailure NDC-X065 */
export async function requireListening(path: string): Promise<string> {
  const absolute = resolve(path);
  if (Buffer.byteLength(absolute) > limits.socketPath) throw refuse(path, `đường dẫn socket dài hơn ${limits.socketPath} byte.`, `the socket's path is longer than ${limits.socketPath} bytes.`);
  const status = await lstat(absolute).catch((error: unknown) => {
    throw refuse(path, `không có socket (${errorText(error)}).`, `there is no socket (${errorText(error)}).`);
  });
  if (!status.isSocket()) throw refuse(path, 'không phải socket.', 'is no socket.');
  if (!(await answers(absolute))) throw refuse(path, 'không ai lắng nghe ở socket này. Hãy khởi động phần mở rộng KMS trước.', 'nobody listens on this socket. Start the KMS plugin first.');
  return absolute;
}
