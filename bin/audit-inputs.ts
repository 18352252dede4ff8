import type { Rule } from '../policies/engine/rule.js';
import type { PlanSetFile } from '../policies/planset/format.js';
import { deriveIntent } from '../sites/intent/derive.js';
import { visible } from '../sites/model/visible.js';
import { expectedStacks } from '../stacks/expected.js';
import { synthesise } from '../stacks/synthesise.js';
import { assumedValues } from './assumptions.js';
import { judgePlanSet, recordAudit, type ReportedBy } from './audit-planset.js';
import { auditPlans, planSetIn, type RenamedPlan } from './audit-plans.js';
import type { AuditData } from './commands/audit.js';
import type { Context } from './command.js';
import { openEstate, underScenario } from './open-estate.js';
import { Pace } from './pace.js';
import { openPlanSet } from './runner/planset-folder.js';

/** What was judged of the inputs of a command line. */
export interface AuditedInputs {
  readonly data: AuditData;
  /** Rules that judged. */
  readonly rules: readonly Rule[];
  /** Plans judged under the names they had before; see auditPlans. */
  readonly renamed: readonly RenamedPlan[];
  /** Leaves the record that `apply` requires beside a plan set; nothing is written without it. @throws CheckFailure NDC-X031 */
  readonly conclude: () => Promise<void>;
}

/** Judges the plan set or the plans that a command line names, and writes nothing by itself. */
export async function auditInputs(context: Context, inputs: readonly string[], by: ReportedBy): Promise<AuditedInputs> {
  const given = await planSetIn(context.home, inputs);
  const pace = new Pace(context.now);
  const opening = (name: string, before: number, of: number): void => {
    const { [context.lang]: told } = pace.after(before, of);
    // Most sets are read before anybody asks how far it is.
    if (told !== '') context.progress(`[${before}/${of}] ${context.lang === 'vi' ? 'đang đọc' : 'reading'} ${visible(name, 80)}${told}`);
  };
  const told = { ...by, opening };
  return given === undefined && inputs.length > 0 ? loose(context, inputs, told) : ofPlanSet(context, given, told);
}

/** Plans that lie in no plan set. They carry no scenario: the options say it. */
async function loose(context: Context, inputs: readonly string[], by: ReportedBy): Promise<AuditedInputs> {
  const estate = underScenario(await openEstate(context), context);
  // Their names alone: without planset.json nothing says what a plan was made from, so there is nothing to be stale against.
  const stacks = expectedStacks(estate, deriveIntent(estate));
  const { result, rules, notRead, renamed, idle } = await auditPlans(inputs, estate, stacks, context.signal, { ...by, now: context.now() });
  const { kind: _kind, ...data } = result;
  return { data: { ...data, passed: false, notRead, idle, assumedValues: assumedValues(estate).length }, rules, renamed, conclude: () => Promise.resolve() };
}

async function ofPlanSet(context: Context, given: string | undefined, by: ReportedBy): Promise<AuditedInputs> {
  const set = await openPlanSet(context.home, given);
  // The set says which scenario it was made under; judged under another it would be stale in full. No connection is needed.
  const own = withSetsOwn(context, set.file);
  const estate = underScenario(await openEstate(own), own);
  context.progress(context.lang === 'vi' ? `Đang đọc bộ kế hoạch ${set.file.id} và xét theo các quy tắc …` : `Reading the plan set ${set.file.id} and judging it by the rules …`, 'terminal');
  const judged = await judgePlanSet(set, estate, synthesise(estate, deriveIntent(estate), { asleep: set.file.asleep ?? [] }), context.now(), context.signal, by);
  const { kind: _kind, ...result } = judged.result;
  return {
    data: { ...result, passed: judged.passed, connection: set.file.connection, idle: judged.idle, assumedValues: assumedValues(estate).length },
    rules: judged.rules,
    renamed: [],
    conclude: () => recordAudit(set, judged),
  };
}

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
      with: globals.with.length > 0 ? globals.with : (scenario.with ?? []),
    },
  };
}
