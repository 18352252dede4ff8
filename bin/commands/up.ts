import type { CheckFinding } from '../check-data.js';
import { auditPlanSet } from '../audit-planset.js';
import type { Command, Context, Values } from '../command.js';
import { acceptOption, openOperation, operate, operateOptions } from '../operate.js';
import type { Outcome } from '../outcome.js';
import type { OnProgress } from '../runner/events.js';
import { openPlanSet } from '../runner/planset-folder.js';
import { up, type UpResult } from '../runner/up.js';
import { findingsOf } from '../findings.js';

export interface UpData extends UpResult {
  /** What stopped the last audit, where one did. */
  readonly findings: readonly CheckFinding[];
}

/** Plans, audits and applies until nothing is left; `listen` is told what the runner tells. */
export async function bringUp(context: Context, options: Values, listen?: OnProgress): Promise<Outcome<'ndc/up.v1', UpData>> {
  const operation = await openOperation(context, options);
  const { scope, plansetEstate: estate, scenario, accept, lost, asleep, unread } = operation;
  let findings: readonly CheckFinding[] = [];
  const result = await operate(
    context,
    options,
    operation,
    (runner) =>
      up(runner, {
        plan: { scope, estate, scenario, accept, lost, asleep, unread },
        order: operation.order,
        goOn: operation.lost.length > 0,
        audit: async ({ id }) => {
          const audited = await auditPlanSet(await openPlanSet(context.home, id), operation.estate, operation.stacks, context.now());
          if (!audited.passed) findings = findingsOf(operation.estate, audited.blocksApply);
          return { passed: audited.passed };
        },
      }),
    listen,
  );
  return { kind: 'ndc/up.v1', exit: result.exit, data: { ...result, findings } };
}

export const command: Command = {
  options: [...operateOptions, acceptOption],
  examples: ['ndc up', 'ndc up --connection sandbox', 'ndc up --organisation bo-y-te', 'ndc up --accept-unreachable ndc-02'],
  run: (context, _args, options) => bringUp(context, options),
};
