import { digestOf } from '../../sites/model/estate.js';
import type { Day } from '../../sites/model/calendar.js';
import type { RecoveryAction } from '../../sites/model/kinds/recovery-inputs.js';
import { yamlId } from '../../sites/tenancy/quota-line.js';
import type { DrillStep } from './steps.js';

/**
 * Actions whose length a laboratory tells: it runs the same program on as little data, and the program does the same. How
 * long people take to notice, decide and look, and how long bytes take, it does not tell.
 */
export const recordedActions: ReadonlySet<RecoveryAction> = new Set(['fence', 'promote-database', 'apply-stack', 'restore-objects']);

export interface RecordInput {
  readonly kind: 'failover' | 'restore';
  readonly on: Day;
  /** Tells two drills of one day apart. */
  readonly at: Date;
  readonly subject: string;
  readonly site: string;
  readonly passed: boolean;
  readonly steps: readonly DrillStep[];
  /** Times of actions that a step held many of. */
  readonly noted: readonly { readonly action: RecoveryAction; readonly ms: number }[];
  /** The evidence file's text: its digest stands in the record, so that a signature of the record covers both. */
  readonly evidence: string;
}

export interface DrillRecordFile {
  readonly id: string;
  readonly name: string;
  readonly evidenceName: string;
  readonly text: string;
}

/** A drill as a file of the data directory, to be committed and reviewed like any other. */
export function drillRecord({ kind, on, at, subject, site, passed, steps, noted, evidence }: RecordInput): DrillRecordFile {
  const time = at.toISOString().slice(11, 19).replaceAll(':', '');
  const id = `drill-${kind}-${site}-${on}-${time}`;
  const measured = [...steps, ...noted].flatMap(({ action, ms }) => (action === undefined || !recordedActions.has(action) ? [] : [{ action, minutes: Math.round(ms / 60) / 1_000 }]));
  const lines = [
    '# yaml-language-server: $schema=../../../schema/record.schema.json',
    '# Kết quả diễn tập do ndc dr drill ghi. Thời gian đo được thay cho số giả định trong ndc dr matrix kể từ ngày này.',
    '# A drill as ndc dr drill ran it. From this day on its times stand in for the planned ones in ndc dr matrix.',
    'apiVersion: ndc.gov.vn/v1',
    'kind: Record',
    `id: ${yamlId(id)}`,
    'record: drill',
    `on: ${on}`,
    `subject: ${subject}`,
    'drill:',
    `  kind: ${kind}`,
    `  passed: ${String(passed)}`,
    `  site: ${yamlId(site)}`,
    `  evidence: ${digestOf(evidence)}`,
    ...(measured.length === 0 ? [] : ['  durations:', ...measured.map(({ action, minutes }) => `    - {action: ${action}, minutes: ${String(minutes)}}`)]),
    '',
  ];
  return { id, name: `records/drills/${id}.yaml`, evidenceName: `records/drills/${id}.evidence.json`, text: lines.join('\n') };
}
