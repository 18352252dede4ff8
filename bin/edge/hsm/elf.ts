import type { FileHandle } from 'node:fs/promises';

/** Of a program header: a part of the file that the loader maps into memory. */
const loaded = 1;
/** More program headers than any library has: what says so is no header. */
const mostHeaders = 512;

/**
 * Bytes that an ELF file has to have for its loader to map every part of it: one that is shorter is loaded all the same,
 * and ends the process (SIGBUS) as soon as a missing page is touched. https://refspecs.linuxfoundation.org/elf/gabi4+/ch5.pheader.html
 */
export async function bytesWanted(file: Pick<FileHandle, 'read'>, head: Buffer): Promise<number> {
  const wide = head[4] === 2;
  const big = head[5] === 2;
  const short = (of: Buffer, at: number): number => (big ? of.readUInt16BE(at) : of.readUInt16LE(at));
  const word = (of: Buffer, at: number): number => (big ? of.readUInt32BE(at) : of.readUInt32LE(at));
  const address = (of: Buffer, at: number): number => (wide ? Number(big ? of.readBigUInt64BE(at) : of.readBigUInt64LE(at)) : word(of, at));
  const headerSize = wide ? 64 : 52;
  if (head.length < headerSize) return headerSize;
  const start = address(head, wide ? 32 : 28);
  const [size, count] = [short(head, wide ? 54 : 42), short(head, wide ? 56 : 44)];
  if (count === 0 || count > mostHeaders || size < (wide ? 56 : 32) || !Number.isSafeInteger(start)) return headerSize;
  const end = start + size * count;
  const table = Buffer.alloc(size * count);
  const { bytesRead } = await file.read(table, 0, table.length, start);
  if (bytesRead < table.length) return end;
  const parts = Array.from({ length: count }, (_, index) => table.subarray(index * size, (index + 1) * size));
  return Math.max(end, ...parts.filter((part) => word(part, 0) === loaded).map((part) => address(part, wide ? 8 : 4) + address(part, wide ? 32 : 16)));
}
