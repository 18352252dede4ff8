import { isAbsolute, relative } from 'node:path';

/** A path as messages name it: from the working directory where that is shorter, else as it is. What is opened stays absolute. */
export function shownPath(path: string, from = process.cwd()): string {
  if (!isAbsolute(path)) return path;
  const near = relative(from, path);
  if (near === '') return '.';
  return near.length < path.length ? near : path;
}
