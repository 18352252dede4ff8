import { join } from 'node:path';
import { z } from 'zod';
import { appendLines, readGivenLines, readLines, type Lines } from './json-lines.js';

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

export type UsageHistory = Lines<UsageReading>;

/** `.ndc/usage/<connection>.jsonl`: one reading a line, oldest first. */
export const usageFile = (home: string, connection: string): string => join(home, 'usage', `${connection}.jsonl`);

/** Readings of a file; none where there is no file. @throws EnvironmentFailure NDC-X181 when it cannot be read. */
export const readUsage = (path: string): Promise<UsageHistory> => readLines(path, { schema: readingSchema });

/** Readings of a file somebody names. @throws InputFailure NDC-X182 when it is not there. */
export const readGivenUsage = (path: string): Promise<UsageHistory> => readGivenLines(path, { schema: readingSchema }, { vi: '.ndc/usage/<kết nối>.jsonl', en: '.ndc/usage/<connection>.jsonl' });

/**
 * Adds readings at the end of a connection's history.
 *
 * @throws EnvironmentFailure NDC-X180 while another command writes it, NDC-X102 when the disk refuses.
 */
export const appendUsage = (home: string, connection: string, readings: readonly UsageReading[], signal?: AbortSignal): Promise<void> => appendLines(usageFile(home, connection), readings, signal);
