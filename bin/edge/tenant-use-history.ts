import { join } from 'node:path';
import { z } from 'zod';
import type { Quantities } from '../../sites/capacity/quantities.js';
import { printBytes, printCpu, type Bytes, type MilliCpu } from '../../sites/model/units.js';
import type { FileSystem } from './files.js';
import { appendLines, readGivenLines, readLines, type Lines } from './json-lines.js';
import { amountOf } from './live-amounts.js';

/** What an environment used of its quota at a site, and the quota, at an instant. */
export interface TenantUseReading {
  /** RFC 3339. */
  readonly at: string;
  readonly site: string;
  /** uid of kube-system: a rebuilt cluster begins anew. */
  readonly uid: string;
  readonly namespace: string;
  readonly used: Quantities;
  readonly hard: Quantities;
}

/** Amounts by resource as Kubernetes and the requests write them. */
const amounts = z.record(z.string().max(200), z.string().max(60)).transform((written, context): Quantities => {
  const found = new Map<string, bigint>();
  for (const [resource, text] of Object.entries(written)) {
    const amount = amountOf(resource, text);
    if (amount === undefined) context.addIssue({ code: 'custom', message: `${resource} is no quantity` });
    else found.set(resource, amount);
  }
  return found;
});

const readingSchema = z.strictObject({
  at: z.iso.datetime(),
  site: z.string().min(1).max(64),
  uid: z.string().min(1).max(64),
  namespace: z.string().min(1).max(63),
  used: amounts,
  hard: amounts,
});

/** `.ndc/usage/<connection>.tenants.jsonl`: one environment at one site a line, oldest first. */
export const tenantUseFile = (home: string, connection: string): string => join(home, 'usage', `${connection}.tenants.jsonl`);

type Wanted = (reading: Pick<TenantUseReading, 'at'>) => boolean;

/** Readings of a file; none where there is no file. @throws EnvironmentFailure NDC-X181 when it cannot be read. */
export const readTenantUse = (path: string, wanted: Wanted = () => true): Promise<Lines<TenantUseReading>> => readLines(path, { schema: readingSchema, wanted });

/** Readings of a file somebody names. @throws InputFailure NDC-X182 when it is not there. */
export const readGivenTenantUse = (path: string, wanted: Wanted = () => true): Promise<Lines<TenantUseReading>> =>
  readGivenLines(path, { schema: readingSchema, wanted }, { vi: '.ndc/usage/<kết nối>.tenants.jsonl', en: '.ndc/usage/<connection>.tenants.jsonl' });

/**
 * Adds readings at the end of a connection's history.
 *
 * @throws EnvironmentFailure NDC-X180 while another command writes it, NDC-X102 when the disk refuses.
 */
export const appendTenantUse = (path: string, readings: readonly TenantUseReading[], signal?: AbortSignal, fs?: FileSystem): Promise<void> =>
  appendLines(path, readings.map(({ used, hard, ...where }) => ({ ...where, used: written(used), hard: written(hard) })), signal, fs);

const written = (of: Quantities): Record<string, string> =>
  Object.fromEntries([...of].map(([resource, amount]) => [resource, resource === 'cpu' ? printCpu(amount as MilliCpu) : resource === 'memory' || resource.startsWith('storage/') ? printBytes(amount as Bytes) : String(amount)]));
