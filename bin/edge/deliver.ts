import { fstatSync, writeSync } from 'node:fs';

/**
 * Brings a text to an output of the process. Node takes a write to a file as done however little of it the disk took, and says
 * nothing: a file is written here until all of it is there.
 *
 * @returns why not all of it arrived; undefined where it did
 */
export function deliver(stream: NodeJS.WriteStream, text: string): Promise<NodeJS.ErrnoException | undefined> {
  const fd = fileOf(stream);
  if (fd === undefined) return new Promise((resolve) => void stream.write(text, (error) => resolve(error ?? undefined)));
  const bytes = Buffer.from(text);
  try {
    for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
    return Promise.resolve(undefined);
  } catch (error) {
    return Promise.resolve(error as NodeJS.ErrnoException);
  }
}

/** Its number where it is a file, or a device that is no terminal (`/dev/full`): pipes and terminals tell by themselves. */
function fileOf({ fd, isTTY }: NodeJS.WriteStream & { readonly fd?: number }): number | undefined {
  if (isTTY || fd === undefined) return undefined;
  const kind = fstatSync(fd);
  return kind.isFile() || kind.isCharacterDevice() ? fd : undefined;
}
