import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { EnvironmentFailure, InputFailure } from '../failure.js';
import { writeWhole } from './files.js';
import { errorText, hasErrorCode } from './sandbox/errno.js';
import { acquireLock, isRefusal } from './sandbox/lock.js';
import { shownPath } from './shown-path.js';

const readingSchema = z.strictObject({
  at: z.iso.datetime(),
  site: z.string().min(1).max(64),
  /** uid of kube-system: a rebuilt cluster begins anew. */
  uid: z.string().min(1).max(64),
  /** By resource: milliCPU, bytes or a count, as digits. */
  used: z.record(z.string().max(200), z.string().regex(/^\d{1,24}$/)),
});

/** What was used of a cluster at an instant. */
export type UsageReading = z.output<typeof readingSchema>;

export interface UsageHistory {
  readonly readings: readonly UsageReading[];
  /** Lines that are no reading, by number. They are kept where they are. */
  readonly unreadable: readonly number[];
}

/** `.ndc/usage/<connection>.jsonl`: one reading a line, oldest first. */
export const usageFile = (home: string, connection: string): string => join(home, 'usage', `${connection}.jsonl`);

/** Readings of a file; none where there is no file. @throws EnvironmentFailure NDC-X181 when it cannot be read. */
export async function readUsage(path: string): Promise<UsageHistory> {
  return parseUsage((await textOf(path)) ?? '');
}

/** Readings of a file somebody names. @throws InputFailure NDC-X182 when it is not there. */
export async function readGivenUsage(path: string): Promise<UsageHistory> {
  const text = await textOf(path);
  if (text === undefined)
    throw new InputFailure('NDC-X182', {
      vi: `không có tệp ${shownPath(path)} (--history); cần một tệp như .ndc/usage/<kết nối>.jsonl.`,
      en: `there is no file ${shownPath(path)} (--history); expected one such as .ndc/usage/<connection>.jsonl.`,
    });
  return parseUsage(text);
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

function parseUsage(text: string): UsageHistory {
  const readings: UsageReading[] = [];
  const unreadable: number[] = [];
  text.split('\n').forEach((line, index) => {
    if (line.trim() === '') return;
    const parsed = readingSchema.safeParse(jsonOf(line));
    if (parsed.success) readings.push(parsed.data);
    else unreadable.push(index + 1);
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
 * Adds readings at the end of a connection's history: a whole file or none, one writer at a time.
 *
 * @throws EnvironmentFailure NDC-X180 while another command writes it, NDC-X102 when the disk refuses.
 */
export async function appendUsage(home: string, connection: string, readings: readonly UsageReading[], signal?: AbortSignal): Promise<void> {
  if (readings.length === 0) return;
  const path = usageFile(home, connection);
  const lock = await acquireLock(`${path}.lock`, 5_000, signal);
  if (isRefusal(lock))
    throw new EnvironmentFailure('NDC-X180', {
      vi: `một lệnh khác đang ghi ${shownPath(path)} (${lock.heldBy}). Hãy chờ lệnh đó xong.`,
      en: `another command is writing ${shownPath(path)} (${lock.heldBy}). Wait until it is done.`,
    });
  try {
    const before = (await textOf(path)) ?? '';
    const lines = readings.map((reading) => `${JSON.stringify(reading)}\n`).join('');
    await writeWhole(path, `${before}${before === '' || before.endsWith('\n') ? '' : '\n'}${lines}`, { replace: true });
  } finally {
    await lock.release();
  }
}
