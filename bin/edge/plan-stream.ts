import { createHash, type Hash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import type { DocumentStream } from '../../policies/planset/document.js';
import { PlanProblem } from '../../policies/planset/problem.js';
import { EnvironmentFailure } from '../failure.js';
import { errorText, hasErrorCode } from './sandbox/errno.js';
import { noRegularFile } from './plan-path.js';

export interface Bounds {
  /** Most bytes read of one document, after decompression. */
  readonly largest: number;
  /** Most times a gzip may grow beyond its first 64 MiB; plans grow 20 to 60 times. */
  readonly steepest: number;
}

/** A plan of 400,000 resources has about 3 GB. */
export const defaultBounds: Bounds = { largest: 4 * 2 ** 30, steepest: 400 };

const growsFreely = 64 * 2 ** 20;
const chunkSize = 1 << 20;

/**
 * A plan's file as a stream, decompressed where it is gzip, with the digest of its bytes as they lie there.
 * Never a link, a device or a pipe, also where one took the file's place since it was listed.
 */
export function fileStream(path: string, name: string, signal: AbortSignal, bounds = defaultBounds): DocumentStream {
  return stream(name, fileChunks(path, name), signal, bounds);
}

/** What standard input holds, in the same way. */
export function inputStream(name: string, signal: AbortSignal, bounds = defaultBounds): DocumentStream {
  return stream(name, process.stdin as AsyncIterable<Uint8Array>, signal, bounds);
}

function stream(name: string, raw: AsyncIterable<Uint8Array>, signal: AbortSignal, bounds: Bounds): DocumentStream {
  const hash = createHash('sha256');
  let digest: string | undefined;
  return {
    chunks: decompressed(name, digested(raw, hash, signal), bounds),
    digest: () => (digest ??= `sha256:${hash.digest('hex')}`),
  };
}

async function* fileChunks(path: string, name: string): AsyncGenerator<Uint8Array> {
  const file = await opened(path, name);
  try {
    // One buffer for the whole file: readers are done with a chunk before they ask for the next.
    const buffer = Buffer.allocUnsafeSlow(chunkSize);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, chunkSize, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

async function opened(path: string, name: string): Promise<FileHandle> {
  try {
    // O_NONBLOCK: opening a pipe must not wait for its writer.
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const found = await file.stat();
    if (found.isFile()) return file;
    await file.close();
    throw noRegularFile(name, found);
  } catch (error) {
    if (error instanceof PlanProblem) throw error;
    if (hasErrorCode(error, 'ELOOP', 'EMLINK')) throw noRegularFile(name, 'link');
    if (hasErrorCode(error, 'ENXIO')) throw noRegularFile(name, 'other');
    throw new PlanProblem(name, { vi: `không đọc được tệp (${errorText(error)}). Hãy kiểm tra tên và quyền đọc.`, en: `the file cannot be read (${errorText(error)}). Check its name and permissions.` });
  }
}

async function* digested(raw: AsyncIterable<Uint8Array>, hash: Hash, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for await (const chunk of raw) {
    if (signal.aborted) throw new EnvironmentFailure('NDC-X033', { vi: 'đã dừng theo yêu cầu; không có kết luận nào được đưa ra.', en: 'stopped as asked; nothing was judged.' });
    hash.update(chunk);
    yield chunk;
  }
}

async function* decompressed(name: string, raw: AsyncGenerator<Uint8Array>, bounds: Bounds): AsyncGenerator<Uint8Array> {
  const first = await raw.next();
  if (first.done === true) return;
  const whole = rejoined(first.value, raw);
  const sized = first.value[0] === 0x1f && first.value[1] === 0x8b ? gunzipped(name, whole, bounds) : whole;
  let size = 0;
  for await (const chunk of sized) {
    size += chunk.length;
    if (size > bounds.largest) throw tooLarge(name, bounds);
    yield chunk;
  }
}

async function* rejoined(first: Uint8Array, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield first;
    yield* rest;
  } finally {
    // Whoever stops after the first chunk lets the file go, too.
    await rest.return(undefined);
  }
}

async function* gunzipped(name: string, raw: AsyncIterable<Uint8Array>, { steepest }: Bounds): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize });
  let [taken, given] = [0, 0];
  let failure: Error | undefined;
  const feeding = (async () => {
    for await (const chunk of raw) {
      if (gunzip.destroyed) return;
      taken += chunk.length;
      // A copy: the buffer is used again while zlib still reads.
      if (!gunzip.write(Buffer.from(chunk))) await new Promise<void>((resolve) => gunzip.once('drain', resolve).once('close', resolve));
    }
    gunzip.end();
  })().catch((error: unknown) => {
    failure = error instanceof Error ? error : new Error(String(error));
    gunzip.destroy();
  });
  try {
    for await (const chunk of gunzip as AsyncIterable<Uint8Array>) {
      given += chunk.length;
      if (given > growsFreely && given > taken * steepest) throw bomb(name, steepest);
      yield chunk;
    }
  } catch (error) {
    if (failure !== undefined) throw failure;
    if (error instanceof PlanProblem) throw error;
    throw new PlanProblem(name, { vi: 'dữ liệu gzip bị hỏng hoặc bị cắt cụt. Hãy chép lại tệp.', en: 'its gzip data is broken or truncated. Copy the file again.' });
  } finally {
    gunzip.destroy();
    await feeding;
  }
}

const tooLarge = (name: string, { largest }: Bounds): PlanProblem => {
  const limit = `${Math.round(largest / 2 ** 20)} MiB`;
  return new PlanProblem(name, { vi: `lớn hơn ${limit}. Hãy chia stack nhỏ hơn rồi lập lại kế hoạch.`, en: `it is larger than ${limit}. Split the stack and plan its parts.` });
};

const bomb = (name: string, steepest: number): PlanProblem =>
  new PlanProblem(name, {
    vi: `dữ liệu gzip nở ra hơn ${steepest} lần: đây không phải một kế hoạch bình thường. Nếu tin tệp này, hãy tự giải nén rồi đưa tệp .json vào.`,
    en: `its gzip data grows more than ${steepest} times: this is no ordinary plan. If you trust the file, decompress it and hand in the .json.`,
  });
