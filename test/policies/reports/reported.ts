import type { AuditData } from '../../../bin/commands/audit.js';
import type { Format } from '../../../bin/format.js';
import { present } from '../../../bin/present/present.js';
import { rules as catalogue } from '../../../policies/engine/catalogue.js';
import type { Rule } from '../../../policies/engine/rule.js';
import { rulesInForce, runRules } from '../../../policies/engine/run.js';
import { applyWaivers } from '../../../policies/engine/waivers.js';
import type { ReadPlanSet } from '../../../policies/planset/read-model.js';
import type { DeclaredAssurance } from '../../../policies/reports/assurance.js';
import { auditResult, type AuditResult } from '../../../policies/reports/json.js';
import type { Lang } from '../../../sites/model/text.js';
import { documents, estateOf, targetOf, today, type Changes } from '../estate-builder.js';
import { applied, goodStacks, offline, planset, type StackDraft } from '../planset-builder.js';

const packs = ['design', 'operations'] as const;

export interface Situation {
  readonly changes?: Changes;
  /** @default target: all sites operate */
  readonly view?: 'today' | 'target';
  readonly set?: ReadPlanSet;
  readonly assurance?: DeclaredAssurance;
  readonly rules?: readonly Rule[];
}

/** The result of an audit, at a fixed time, by a fixed version. */
export function reported({ changes = {}, view = 'target', set, assurance, rules = catalogue }: Situation = {}): AuditResult {
  const estate = view === 'target' ? targetOf(estateOf(changes)) : estateOf(changes);
  const run = { estate, asOf: today, rules: rulesInForce(rules, packs, today), packs, ...(set === undefined ? {} : { planset: set }) };
  const { verdicts, report } = applyWaivers(runRules(run), { estate, asOf: today, rules, view, wholeEstate: true, targetPlanset: () => offline(goodStacks()) });
  return auditResult({ ...run, at: '2026-11-22T03:30:00.000Z', version: '1.2.3', view, verdicts, waivers: report, ...(set === undefined ? {} : { plansetDigest: `sha256:${'e'.repeat(64)}` }), ...(assurance === undefined ? {} : { assurance }) });
}

/** The good stacks, read as plans; with what is recorded equal to what is planned. */
export const goodSet = (change: (stacks: StackDraft[]) => void = () => undefined): Promise<ReadPlanSet> => {
  const stacks = applied(goodStacks());
  change(stacks);
  return planset(targetOf(estateOf()), stacks);
};

const waiver = (cause: string, more: object = {}): object => ({
  policy: 'RED-001',
  cause,
  owner: 'Nguyễn Văn An',
  approver: 'Trần Thị Bình',
  reason: { vi: 'Trung tâm chưa hoạt động', en: 'The site does not operate yet' },
  basis: { document: 'q', clause: 'V.2.b' },
  expires: '2030-12-31',
  ...more,
});

let remembered: AuditResult | undefined;
/** Today, with one site of three: failed, waived, unknown, passed and not applicable all occur; one waiver expired. */
export const mixed = (): AuditResult =>
  (remembered ??= reported({
    view: 'today',
    changes: {
      ...documents,
      'catalogue/legal.yaml#/sources/0/inForceFrom': '2025-07-01',
      'waivers.yaml#/waivers': [waiver('site/ndc-02'), waiver('site/ndc-03', { expires: '2026-12-10' }), waiver('site/ndc-02', { policy: 'CAP-002', expires: '2026-10-01' })],
    },
    set: offline(goodStacks('ndc-01')),
  }));

/** What the command hands to the presenters. */
export function dataOf({ kind: _, ...result }: AuditResult, more: Partial<AuditData> = {}): AuditData {
  return { ...result, passed: result.summary.applies, connection: 'thu', idle: [], assumedValues: 12, ...more };
}

export const allFormats = ['text', 'json', 'sarif', 'junit', 'oscal', 'html'] as const satisfies readonly Format[];

/** A report as the command line prints it. */
export const rendered = (data: AuditData, format: Format, lang: Lang = 'en', colour = false): Promise<string> =>
  present({ kind: 'ndc/audit.v1', data, exit: data.summary.exit }, { format, lang, columns: 100, colour });
