import type { PlanSetFile } from '../../policies/planset/format.js';
import { rules } from '../../policies/engine/catalogue.js';
import { deriveIntent } from '../../sites/intent/derive.js';
import type { Verdict } from '../../sites/model/verdict.js';
import type { Text } from '../../sites/model/text.js';
import { synthesise } from '../../stacks/synthesise.js';
import { auditPlanSet } from '../audit-planset.js';
import type { CheckData, CheckFinding } from '../check-data.js';
import type { Command, Context } from '../command.js';
import { openEstate, underScenario } from '../open-estate.js';
import type { Outcome } from '../outcome.js';
import { openPlanSet } from '../runner/planset-folder.js';
import { findingsOf, waiversOf } from './check.js';

export interface AuditData {
  readonly planset: string;
  readonly digest: string;
  readonly passed: boolean;
  readonly redundancy: Text;
  readonly counts: Readonly<Record<string, number>>;
  readonly recorded: Readonly<Record<string, number>>;
  readonly findings: readonly CheckFinding[];
  readonly verdicts: readonly Verdict[];
  readonly rules: readonly { readonly id: string; readonly version: number }[];
  readonly waivers: CheckData['waivers'];
  readonly read: readonly { readonly document: string; readonly digest: string }[];
  readonly accepted: readonly { readonly site: string; readonly by: string }[];
  readonly estate: { readonly id: string; readonly digest: string };
  readonly asOf: string;
}

export const command: Command = {
  options: [],
  arguments: [{ name: '[planset]', about: { vi: 'mã hoặc thư mục bộ kế hoạch (mặc định bộ mới nhất)', en: 'id or folder of a plan set (default: the newest)' } }],
  examples: ['ndc audit', 'ndc audit 20261122T101500Z-3fa9c1 --lang vi', 'ndc audit --json'],
  run: async (context, [given]): Promise<Outcome<'ndc/audit.v1', AuditData>> => {
    const set = await openPlanSet(context.home, given);
    // The set says which scenario it was made under; judged under another it would be stale in full. No connection is needed.
    const own = withSetsOwn(context, set.file);
    const estate = underScenario(await openEstate(own), own);
    const audited = await auditPlanSet(set, estate, synthesise(estate, deriveIntent(estate)), context.now());
    const { summary } = audited;
    return {
      kind: 'ndc/audit.v1',
      exit: summary.exit,
      data: {
        planset: audited.id,
        digest: audited.digest,
        passed: audited.passed,
        redundancy: summary.redundancy,
        counts: summary.counts,
        recorded: summary.recorded,
        findings: findingsOf(audited.verdicts),
        verdicts: audited.verdicts,
        rules: rules.map(({ id, version }) => ({ id, version })),
        waivers: waiversOf(audited.waivers),
        read: audited.read,
        accepted: audited.accepted,
        estate: { id: estate.settings.id, digest: estate.digest },
        asOf: estate.scenario.asOf,
      },
    };
  },
};

/** The options a set was made with, where the command line does not say otherwise. */
export function withSetsOwn(context: Context, { connection, scenario }: PlanSetFile): Context {
  const { globals } = context;
  return {
    ...context,
    globals: {
      connection,
      scenario: scenario.phase,
      ...globals,
      lose: globals.lose.length > 0 ? globals.lose : scenario.lose,
      delay: globals.delay.length > 0 ? globals.delay : Object.entries(scenario.delay).map(([site, quarters]) => `${site}=${quarters}q`),
    },
  };
}
