import { join } from 'node:path';
import type { Day } from '../../sites/model/calendar.js';
import type { DrDrillData, DrillRecord } from '../dr-drill-data.js';
import { writeWhole } from '../edge/files.js';
import { withSchemaPlace } from '../edge/schema-place.js';
import { signBytes } from '../edge/ssh-signature.js';
import { json } from '../present/json.js';
import { drillRecord, type RecordInput } from './record.js';

export interface KeepOptions extends Pick<RecordInput, 'kind' | 'subject' | 'site' | 'at' | 'noted'> {
  readonly directory: string;
  readonly on: Day;
  readonly data: Omit<DrDrillData, 'record'>;
  readonly write: boolean;
  readonly key?: string;
}

/** Writes a drill's record with its evidence and, where a key is named, a signature beside it; or says where they would lie. */
export async function keepRecord({ directory, data, write, key, ...input }: KeepOptions): Promise<DrillRecord> {
  const evidence = json({ kind: 'ndc/dr-drill-evidence.v1', exit: data.passed ? 0 : 1, data });
  const file = drillRecord({ ...input, passed: data.passed, steps: data.steps, evidence });
  const [record, beside] = [join(directory, file.name), join(directory, file.evidenceName)];
  if (!write) return { record, evidence: beside, written: false, signed: false };
  const signature = key === undefined ? undefined : await signBytes(new TextEncoder().encode(file.text), key);
  await writeWhole(beside, evidence);
  if (signature !== undefined) await writeWhole(`${record}.sig`, signature);
  // Last: a record stands only where its evidence does.
  await writeWhole(record, await withSchemaPlace(record, file.text));
  return { record, evidence: beside, written: true, signed: signature !== undefined };
}
