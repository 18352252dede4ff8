import { withSetsOwn } from '../audit-inputs.js';
import { auditPlanSet } from '../audit-planset.js';
import type { Command } from '../command.js';
import { acceptOption, openOperation, operate } from '../operate.js';
import type { Outcome } from '../outcome.js';
import { applyPlanSet, type ApplyResult } from '../runner/apply.js';
import { requirePassedAudit } from '../runner/audit-record.js';
import { openPlanSet } from '../runner/planset-folder.js';

export const command: Command = {
  options: [{ flags: '--jobs <n>', about: { vi: 'số stack làm cùng lúc', en: 'stacks worked on at once' } }, acceptOption],
  arguments: [{ name: '[planset]', about: { vi: 'mã hoặc thư mục bộ kế hoạch (mặc định bộ mới nhất)', en: 'id or folder of a plan set (default: the newest)' } }],
  examples: ['ndc apply', 'ndc apply 20261122T101500Z-3fa9c1', 'ndc apply --accept-unreachable ndc-02'],
  run: async (context, [given], options): Promise<Outcome<'ndc/apply.v1', ApplyResult>> => {
    const set = await openPlanSet(context.home, given);
    await requirePassedAudit(set);
    const operation = await openOperation(withSetsOwn(context, set.file), options);
    // The record says that somebody looked; what it says is judged again, since a record is a file that anyone can edit.
    const audited = await auditPlanSet(set, operation.estate, operation.stacks, context.now());
    if (!audited.passed) await requirePassedAudit(set);
    const result = await operate(context, options, operation, (runner) => applyPlanSet(runner, set, { order: operation.order, goOn: operation.lost.length > 0, accept: operation.accept, asleep: operation.asleep }));
    return { kind: 'ndc/apply.v1', exit: result.exit, data: result };
  },
};
