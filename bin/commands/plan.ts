import type { Command } from '../command.js';
import { acceptOption, openOperation, operate, operateOptions } from '../operate.js';
import type { Outcome } from '../outcome.js';
import { makePlanSet, type PlanResult } from '../runner/plan.js';

export const command: Command = {
  options: [...operateOptions, acceptOption],
  examples: ['ndc plan', 'ndc plan --connection production --site ndc-01', 'ndc plan --organisation bo-y-te --jobs 4', 'ndc plan --accept-unreachable ndc-02'],
  run: async (context, _args, options): Promise<Outcome<'ndc/planset.v1', PlanResult>> => {
    const operation = await openOperation(context, options);
    const { scope, plansetEstate: estate, scenario, accept, lost, asleep, unread } = operation;
    const result = await operate(context, options, operation, (runner) => makePlanSet(runner, { scope, estate, scenario, accept, lost, asleep, unread }));
    return { kind: 'ndc/planset.v1', exit: result.exit, data: result };
  },
};
