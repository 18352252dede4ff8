import type { CheckFinding } from '../check-data.js';
import { auditPlanSet } from '../audit-planset.js';
import type { Command } from '../command.js';
import { acceptOption, openOperation, operate, operateOptions } from '../operate.js';
import type { Outcome } from '../outcome.js';
import { openPlanSet } from '../runner/planset-folder.js';
import { up, type UpResult } from '../runner/up.js';
import { findingsOf } from '../findings.js';

export interface UpData extends UpResult {
  /** What stopped the last audit, where one did. */
  readonly findings: readonly CheckFinding[];
}

export const command: Command = {
  options: [...operateOptions, acceptOption],
  examples: ['ndc up', 'ndc up --connection sandbox', 'ndc up --organisation bo-y-te', 'ndc up --accept-unreachable ndc-02'],
  run: async (context, _args, options): Promise<Outcome<'ndc/up.v1', UpData>> => {
    const operation = await openOperation(context, options);
    const { scope, plansetEstate: estate, scenario, accept, lost } = operation;
    let findings: readonly CheckFinding[] = [];
    const result = await operate(context, options, operation, (runner) =>
      up(runner, {
        plan: { scope, estate, scenario, accept, lost },
        order: operation.order, goOn: operation.lost.length > 0,
        audit: async ({ id }) => {
          const audited = await auditPlanSet(await openPlanSet(context.home, id), operation.estate, operation.stacks, context.now());
          if (!audited.passed) findings = findingsOf(audited.blocksApply);
          return { passed: audited.passed };
        },
      }),
    );
    return { kind: 'ndc/up.v1', exit: result.exit, data: { ...result, findings } };
  },
};
