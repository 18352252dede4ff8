import { readFile } from 'node:fs/promises';

/** A file's bytes. Errors are Node's own: callers know what the file means and say so. */
export const readBytes = (path: string): Promise<Uint8Array> => readFile(path);
