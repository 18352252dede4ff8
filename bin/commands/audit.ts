import type { AuditResult } from '../../policies/reports/json.js';
import type { PlanSetFile } from '../../policies/planset/format.js';
import { deriveIntent } from '../../sites/intent/derive.js';
import { synthesise } from '../../stacks/synthesise.js';
import { auditPlanSet } from '../audit-planset.js';
import type { Command, Context } from '../command.js';
import { openEstate, underScenario } from '../open-estate.js';
import type { Outcome } from '../outcome.js';
import { openPlanSet } from '../runner/planset-folder.js';

export interface AuditData extends Omit<AuditResult, 'kind'> {
  /** Whether `ndc apply` takes the set. */
  readonly passed: boolean;
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
    const { kind, ...result } = audited.result;
    return { kind, exit: result.summary.exit, data: { ...result, passed: audited.passed } };
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
