import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import type { Text } from '../../sites/model/text.js';
import { EnvironmentFailure, InputFailure } from '../failure.js';
import { writeWhole, type FileSystem } from './files.js';
import { errorText, hasErrorCode } from './sandbox/errno.js';
import { acquireLock, isRefusal } from './sandbox/lock.js';
import { shownPath } from './shown-path.js';

/** What a file of readings holds, one JSON value a line, oldest first. */
export interface Lines<T> {
  readonly readings: readonly T[];
  /** Lines that are no reading, by number. They are kept where they are. */
  readonly unreadable: readonly number[];
}

/** What a line of a file is: its shape, and whether the caller wants it. A history of years is read for the last months. */
export interface Line<T> {
  readonly schema: z.ZodType<T>;
  /** @default - every line */
  readonly wanted?: (reading: T) => boolean;
}

/** Readings of a file; none where there is no file. @throws EnvironmentFailure NDC-X181 when it cannot be read. */
export async function readLines<T>(path: string, line: Line<T>): Promise<Lines<T>> {
  return parseLines((await textOf(path)) ?? '', line);
}

/** Readings of a file somebody names. @throws InputFailure NDC-X182 when it is not there. */
export async function readGivenLines<T>(path: string, line: Line<T>, example: Text): Promise<Lines<T>> {
  const text = await textOf(path);
  if (text === undefined)
    throw new InputFailure('NDC-X182', {
      vi: `không có tệp ${shownPath(path)} (--history); cần một tệp như ${example.vi}.`,
      en: `there is no file ${shownPath(path)} (--history); expected one such as ${example.en}.`,
    });
  return parseLines(text, line);
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw new EnvironmentFailure('NDC-X181', {
      vi: `không đọc được ${shownPath(path)} (${errorText(error)}). Hãy kiểm tra quyền đọc.`,
      en: `${shownPath(path)} cannot be read (${errorText(error)}). Check permissions.`,
    });
  }
}

function parseLines<T>(text: string, { schema, wanted = () => true }: Line<T>): Lines<T> {
  const readings: T[] = [];
  const unreadable: number[] = [];
  text.split('\n').forEach((line, index) => {
    if (line.trim() === '') return;
    const parsed = schema.safeParse(jsonOf(line));
    if (!parsed.success) unreadable.push(index + 1);
    else if (wanted(parsed.data)) readings.push(parsed.data);
  });
  return { readings, unreadable };
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/**
 * Adds values at the end of a file, one a line: all of them or none, one writer at a time. Whoever is killed leaves the
 * file as it was.
 *
 * @throws EnvironmentFailure NDC-X180 while another command writes it, NDC-X102 when the disk refuses.
 */
export async function appendLines(path: string, values: readonly unknown[], signal?: AbortSignal, fs?: FileSystem): Promise<void> {
  if (values.length === 0) return;
  const lock = await acquireLock(`${path}.lock`, 5_000, signal);
  if (isRefusal(lock))
    throw new EnvironmentFailure('NDC-X180', {
      vi: `một lệnh khác đang ghi ${shownPath(path)} (${lock.heldBy}). Hãy chờ lệnh đó xong.`,
      en: `another command is writing ${shownPath(path)} (${lock.heldBy}). Wait until it is done.`,
    });
  try {
    const before = (await textOf(path)) ?? '';
    const lines = values.map((value) => `${JSON.stringify(value)}\n`).join('');
    await writeWhole(path, `${before}${before === '' || before.endsWith('\n') ? '' : '\n'}${lines}`, { replace: true }, fs);
  } finally {
    await lock.release();
  }
}
