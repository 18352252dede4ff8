import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { defaultBounds, fileStream, type Bounds } from '../../../bin/edge/plan-stream.js';
import { eachInAFolder } from './folder.js';
import { hasPipes, makePipe } from './pipe.js';

const folder = eachInAFolder();
const quiet = new AbortController().signal;
const file = (bytes: Uint8Array, name = 'p.json'): string => {
  const path = join(folder.path, name);
  writeFileSync(path, bytes);
  return path;
};

interface Streamed {
  readonly bytes: Buffer;
  readonly digest: string;
}

/** Everything a stream gives, copied: its chunks lie in one buffer that is used again. */
async function streamed(path: string, bounds: Bounds = defaultBounds, signal = quiet): Promise<Streamed> {
  const { chunks, digest } = fileStream(path, 'p', signal, bounds);
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(Buffer.from(chunk));
  return { bytes: Buffer.concat(parts), digest: digest() };
}

const sha256 = (bytes: Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

describe('a plan’s bytes', () => {
  // 3.5 chunks: what a buffer used again would mix up.
  const content = randomBytes(3_670_016);

  it.each<[string, Uint8Array, string]>([
    ['as they lie there', content, 'p.json'],
    ['out of gzip, whatever the name', gzipSync(content), 'p.json'],
    ['out of gzip in two parts', Buffer.concat([gzipSync(content.subarray(0, 100)), gzipSync(content.subarray(100))]), 'p.json.gz'],
  ])('%s', async (_name, bytes, name) => {
    const read = await streamed(file(bytes, name));
    expect(read.bytes.equals(content)).toBe(true);
    // The digest an auditor computes with sha256sum: of the file, not of what is in it.
    expect(read.digest).toBe(sha256(bytes));
  });

  it('of an empty file are none', async () => {
    expect(await streamed(file(new Uint8Array(0)))).toEqual({ bytes: Buffer.alloc(0), digest: sha256(new Uint8Array(0)) });
  });

  const bounds = { largest: 200 * 2 ** 20, steepest: 400 };
  it.each<[string, () => string, Bounds, RegExp]>([
    ['too many', () => file(Buffer.alloc(3000)), { ...bounds, largest: 2000 }, /larger than 0 MiB/],
    ['too many once decompressed', () => file(gzipSync(Buffer.alloc(3000))), { ...bounds, largest: 2000 }, /larger than/],
    // 80 MiB of spaces are about 80 KiB of gzip: a thousand times less.
    ['a bomb', () => file(gzipSync(Buffer.alloc(80 * 2 ** 20, ' '))), bounds, /grows more than 400 times/],
    ['broken gzip', () => file(Buffer.concat([gzipSync(Buffer.from('{}')).subarray(0, 12), Buffer.from('broken')])), bounds, /gzip data is broken or truncated/],
    ['half a gzip', () => file(gzipSync(content).subarray(0, 100_000)), bounds, /gzip data is broken or truncated/],
    ['of a link', () => (symlinkSync('/etc/passwd', join(folder.path, 'l')), join(folder.path, 'l')), bounds, /a symbolic link/],
    ['of a device', () => '/dev/zero', bounds, /a device, a pipe or a socket/],
    ['of a folder', () => folder.path, bounds, /p: this is a device|cannot be read/],
    ['of nothing', () => join(folder.path, 'no'), bounds, /the file cannot be read/],
  ])('are refused: %s', async (_name, make, limits, message) => {
    await expect(streamed(make(), limits)).rejects.toThrow(message);
  });

  it.runIf(hasPipes)('are refused: of a pipe, without waiting for who writes to it', async () => {
    await expect(streamed(makePipe(join(folder.path, 'f')))).rejects.toThrow('a device, a pipe or a socket');
  });

  it('stop when they are asked to', async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(streamed(file(content), bounds, stop.signal)).rejects.toMatchObject({ exit: 3, code: 'NDC-X033' });
    await expect(streamed(file(gzipSync(content)), bounds, stop.signal)).rejects.toMatchObject({ exit: 3, code: 'NDC-X033' });
  });

  it.runIf(existsSync('/proc/self/fd'))('let their file go when their reader has had enough, or too much', async () => {
    const path = file(gzipSync(content));
    const open = (): number => readdirSync('/proc/self/fd').filter((fd) => isOpen(fd, path)).length;
    const { chunks } = fileStream(path, 'p', quiet);
    for await (const chunk of chunks) {
      expect([chunk.length > 0, open()]).toEqual([true, 1]);
      break;
    }
    await expect(streamed(path, { ...bounds, largest: 1 })).rejects.toThrow('larger');
    expect(open()).toBe(0);
  });
});

function isOpen(fd: string, path: string): boolean {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`) === path;
  } catch {
    return false;
  }
}
