import { join } from 'node:path';
import { z } from 'zod';
import type { Text } from '../../sites/model/text.js';
import { CheckFailure } from '../failure.js';
import { writeWhole } from '../edge/files.js';
import { readRegular } from '../edge/read-files.js';
import type { PlanSetFolder } from './planset-folder.js';

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
export async function requirePassedAudit({ directory, digest, file }: Pick<PlanSetFolder, 'directory' | 'digest' | 'file'>): Promise<AuditRecord> {
  const { id } = file;
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
  if (!record.passed) {
    const next = whatNext(file);
    throw new CheckFailure('NDC-X154', {
      vi: `bộ kế hoạch ${id} không đạt kiểm tra (${record.blocking.join(', ')}). ${next.vi}`,
      en: `the plan set ${id} failed its audit (${record.blocking.join(', ')}). ${next.en}`,
    });
  }
  return record;
}

/** A site that nobody reached leaves every rule about it without an answer: then the data are not what is to be mended. */
function whatNext({ stacks, accepted }: PlanSetFolder['file']): Text {
  const silent = [...new Set(stacks.flatMap(({ site, status }) => (status.is === 'unreachable' && !accepted.some((one) => one.site === site) ? [site] : [])))];
  if (silent.length === 0) return { vi: 'Hãy sửa dữ liệu rồi lập kế hoạch lại.', en: 'Correct the data and plan again.' };
  const names = silent.join(', ');
  const options = silent.map((site) => `--accept-unreachable ${site}`).join(' ');
  return {
    vi: `${names} không trả lời khi lập kế hoạch: hãy lập lại khi nơi đó trả lời, hoặc tiếp tục mà không có nơi đó: ndc plan ${options}`,
    en: `${names} did not answer when the set was planned: plan again once it does, or go on without it: ndc plan ${options}`,
  };
}

function readRecord(bytes: Buffer | undefined): AuditRecord | 'absent' | 'unreadable' {
  if (bytes === undefined) return 'absent';
  try {
    return schema.parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    return 'unreadable';
  }
}
