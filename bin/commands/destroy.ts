import { checkApprovals, forbiddenStacks } from '../approvals.js';
import type { Command } from '../command.js';
import { openOperation, operate, operateOptions } from '../operate.js';
import type { Outcome } from '../outcome.js';
import { destroyStacks, type DestroyResult } from '../runner/destroy.js';
import { rollingOrder } from '../../stacks/rolling.js';

export const command: Command = {
  options: operateOptions,
  examples: ['ndc destroy --connection sandbox', 'ndc destroy --connection sandbox --organisation bo-y-te'],
  run: async (context, _args, options): Promise<Outcome<'ndc/destroy.v1', DestroyResult>> => {
    const operation = await openOperation(context, options, { destroyable: true });
    const approvals = operation.connection.sandbox ? undefined : await checkApprovals(operation.estate, context.now());
    const result = await operate(context, options, operation, (runner) =>
      destroyStacks(runner, { scope: operation.scope, order: rollingOrder, ...(approvals === undefined ? {} : { forbidden: (stacks) => forbiddenStacks(operation.estate, approvals, stacks) }) }),
    );
    return { kind: 'ndc/destroy.v1', exit: result.exit, data: result };
  },
};
