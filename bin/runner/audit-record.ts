import { join } from 'node:path';
import { z } from 'zod';
import { CheckFailure } from '../failure.js';
import { writeWhole } from '../edge/files.js';
import { readRegular } from '../edge/read-files.js';

const schema = z.object({
  kind: z.literal('ndc/audit-record.v1'),
  /** `sha256:…` of the planset.json that was judged. */
  planset: z.string(),
  /** RFC 3339. */
  at: z.string(),
  passed: z.boolean(),
  /** Policies that block, in order; empty when passed. */
  blocking: z.array(z.string()),
});

/** What `ndc audit` leaves beside planset.json: without it nothing is applied. */
export type AuditRecord = z.output<typeof schema>;

const fileName = 'audit.json';

/** Writes the record of an audit into a set's folder; a later audit replaces an earlier one. */
export async function writeAuditRecord(directory: string, record: Omit<AuditRecord, 'kind'>): Promise<void> {
  await writeWhole(join(directory, fileName), `${JSON.stringify({ kind: 'ndc/audit-record.v1', ...record }, null, 2)}\n`, { replace: true, mode: 0o600 });
}

/**
 * The audit that lets a set be applied.
 *
 * @throws CheckFailure NDC-X153 when there is none or it judged another planset.json, NDC-X154 when it did not pass.
 */
export async function requirePassedAudit(directory: string, id: string, digest: string): Promise<AuditRecord> {
  const again = { vi: `Hãy chạy "ndc audit ${id}".`, en: `Run "ndc audit ${id}".` };
  const record = readRecord(await readRegular(join(directory, fileName)));
  if (typeof record === 'string')
    throw new CheckFailure('NDC-X153', {
      vi: `bộ kế hoạch ${id} ${record === 'absent' ? 'chưa được kiểm tra' : 'có audit.json không đọc được'}. ${again.vi}`,
      en: `the plan set ${id} ${record === 'absent' ? 'has not been audited' : 'has an audit.json that cannot be read'}. ${again.en}`,
    });
  if (record.planset !== digest)
    throw new CheckFailure('NDC-X153', {
      vi: `audit.json của bộ kế hoạch ${id} nói về một planset.json khác (${record.planset}). ${again.vi}`,
      en: `the audit.json of plan set ${id} speaks of another planset.json (${record.planset}). ${again.en}`,
    });
  if (!record.passed)
    throw new CheckFailure('NDC-X154', {
      vi: `bộ kế hoạch ${id} không đạt kiểm tra (${record.blocking.join(', ')}). Hãy sửa dữ liệu rồi lập kế hoạch lại.`,
      en: `the plan set ${id} failed its audit (${record.blocking.join(', ')}). Correct the data and plan again.`,
    });
  return record;
}

function readRecord(bytes: Buffer | undefined): AuditRecord | 'absent' | 'unreadable' {
  if (bytes === undefined) return 'absent';
  try {
    return schema.parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    return 'unreadable';
  }
}
